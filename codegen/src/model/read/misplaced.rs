//! Where a field belongs that stands in an object of another kind.

use crate::load::Node;

use super::{forms, shape::Shape};

/// Objects inside one another, by the field that holds them, from the outside in; and the fields by which they are reported.
const PLACES: &[(&[&str], &str, &[&str])] = &[
    (
        &["workflows"],
        "a workflow",
        &["steps", "successActions", "failureActions"],
    ),
    (
        &["steps"],
        "a step",
        &[
            "operationId",
            "operationPath",
            "parameters",
            "requestBody",
            "successCriteria",
            "onSuccess",
            "onFailure",
            "outputs",
            "dependsOn",
        ],
    ),
    (
        &["requestBody"],
        "`requestBody`",
        &["contentType", "payload", "replacements"],
    ),
    (
        &["onFailure", "failureActions"],
        "a failure action",
        &["retryAfter", "retryLimit"],
    ),
    (
        &["successCriteria", "criteria"],
        "a criterion",
        &["condition", "context"],
    ),
];

/// What bodies are called elsewhere, in the object that sends them.
pub(super) const BODIES: [&str; 5] = ["payload", "body", "json", "data", "formData"];

/// Fields of other objects, and of other languages, that have another name in this one.
const OTHER_NAMES: &[(&str, &str, &str)] = &[
    ("`requestBody`", "body", "payload"),
    ("`requestBody`", "value", "payload"),
    ("`requestBody`", "content", "payload"),
    ("`requestBody`", "data", "payload"),
    ("`requestBody`", "json", "payload"),
    ("a source description", "path", "url"),
    ("a source description", "file", "url"),
    ("a source description", "location", "url"),
    ("a source description", "href", "url"),
    ("a success action", "action", "type"),
    ("a failure action", "action", "type"),
    ("a failure action", "limit", "retryLimit"),
    ("a failure action", "delay", "retryAfter"),
    ("a workflow", "onSuccess", "successActions"),
    ("a workflow", "onFailure", "failureActions"),
    ("a step", "successActions", "onSuccess"),
    ("a step", "failureActions", "onFailure"),
    ("a step", "criteria", "successCriteria"),
    ("a success action", "successCriteria", "criteria"),
    ("a failure action", "successCriteria", "criteria"),
];

/// What `shape` calls what other objects call `key`.
pub(super) fn own_name(shape: &Shape, key: &str) -> Option<&'static str> {
    if shape.what == "a criterion" && forms::CONDITIONS.contains(&key) {
        return Some("condition");
    }
    let mut names = OTHER_NAMES.iter();
    let (_, _, own) = names.find(|(what, other, _)| *what == shape.what && *other == key)?;
    let has = shape.fields.iter().any(|field| field.name == *own);
    has.then_some(own)
}

/// Where field `key`, which the object at `node` does not have, belongs, in a sentence.
pub(super) fn place(node: &Node, shape: &Shape, key: &str) -> Option<String> {
    if shape.what == "a step" && key != "payload" && BODIES.contains(&key) {
        let wanted = node.get("requestBody").is_none();
        return wanted.then(|| "write `requestBody: {payload: …}`".to_owned());
    }
    let (within, what, _) = PLACES
        .iter()
        .find(|(_, what, fields)| *what != shape.what && fields.contains(&key))?;
    let around: Vec<String> = node.pointer().tokens().collect();
    if around.iter().any(|token| within.contains(&token.as_str())) {
        return Some(format!(
            "`{key}` is a field of {what}: move it there, out of {}",
            shape.what
        ));
    }
    let inside = PLACES.iter().position(|(_, what, _)| *what == shape.what);
    let own = PLACES.iter().position(|(_, found, _)| found == what);
    if inside >= own && shape.what != "an Arazzo description" {
        return None;
    }
    let fields: Vec<String> = within.iter().map(|field| format!("`{field}`")).collect();
    let list = *what != "`requestBody`";
    Some(match list {
        true => format!(
            "`{key}` is a field of {what}: write it into an entry of {}",
            fields.join(" or ")
        ),
        false => format!("`{key}` is a field of {what}: write it there"),
    })
}
