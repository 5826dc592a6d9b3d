//! What stands beside a `$ref` and is ignored there: everything in OpenAPI 3.0 and older, and whatever does not describe in
//! a Reference Object of any version (OpenAPI 3.0 and 3.1, section "Reference Object").

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
};

/// Keywords of a schema that an author writes beside a reference to change what it means.
const SAYING: [&str; 15] = [
    "type",
    "format",
    "enum",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "readOnly",
    "writeOnly",
    "discriminator",
];

/// Fields of other objects that change nothing of what is sent or read.
const DESCRIBING: [&str; 8] = [
    "$ref",
    "summary",
    "description",
    "title",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
];

/// Fields beside the `$ref` of a schema that would have said more than its target does.
pub fn of_schema(node: &Node, target: &Node) -> Vec<String> {
    ignored(node, target, |field| SAYING.contains(&field))
}

/// The same of any other object.
pub fn of_object(node: &Node, target: &Node) -> Vec<String> {
    ignored(node, target, |field| {
        !DESCRIBING.contains(&field) && !field.starts_with("x-")
    })
}

fn ignored(node: &Node, target: &Node, says: impl Fn(&str) -> bool) -> Vec<String> {
    let fields = node.as_object().into_iter().flatten();
    let fields = fields.filter(|(field, value)| {
        let already = target
            .get(field)
            .is_some_and(|there| there.value() == *value);
        says(field) && !already && value.as_bool() != Some(false)
    });
    fields.map(|(field, _)| field.clone()).collect()
}

/// The warning about them.
pub fn diagnostic(node: &Node, ignored: &[String], help: &str) -> Option<Diagnostic> {
    let place = node.get(ignored.first()?)?;
    let listed = ignored.join("`, `");
    let verb = if ignored.len() == 1 { "is" } else { "are" };
    let message = format!("`{listed}` beside `$ref` {verb} ignored");
    let found = Diagnostic::new(Code::IgnoredSibling, place.key(), message);
    Some(found.label("has no effect").help(help))
}
