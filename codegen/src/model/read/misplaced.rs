//! Where a field belongs that stands in an object of another kind.

use crate::load::Node;

use super::fields::Shape;

/// Objects inside one another, by the field that holds them, from the outside in; and the fields by which they are told.
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

/// Fields of other objects that have another name in this one.
const OTHER_NAMES: &[(&str, &str, &str)] = &[
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
    let mut names = OTHER_NAMES.iter();
    let (_, _, own) = names.find(|(what, other, _)| *what == shape.what && *other == key)?;
    let has = shape.fields.iter().any(|field| field.name == *own);
    has.then_some(own)
}

/// Where field `key`, which the object at `node` does not have, belongs, in a sentence.
pub(super) fn place(node: &Node, shape: &Shape, key: &str) -> Option<String> {
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
