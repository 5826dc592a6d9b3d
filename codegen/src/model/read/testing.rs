//! What the tests of the readers share: a description in memory, and its findings as short lines.

use serde_json::{Value, json};

use crate::{
    diagnostic::{Diagnostics, Severity},
    load::{Document, Node, Part},
    model::arazzo::{Description, read},
};

/// A document in memory.
pub(super) fn node(root: Value) -> Node {
    let document = Document::parse("test.arazzo.json", &root.to_string());
    Node::root(document.unwrap())
}

/// A sound 1.0 description of one workflow.
pub(super) fn with_workflow(workflow: Value) -> Value {
    json!({
        "arazzo": "1.0.1",
        "info": { "title": "t", "version": "1" },
        "sourceDescriptions": [{ "name": "api", "url": "./openapi.yaml", "type": "openapi" }],
        "workflows": [workflow],
    })
}

/// A sound 1.0 description of one step.
pub(super) fn with_step(step: Value) -> Value {
    with_workflow(json!({ "workflowId": "w", "steps": [step] }))
}

/// A sound 1.0 description whose one step also has these fields.
pub(super) fn with_fields(fields: Value) -> Value {
    let mut step = json!({ "stepId": "s", "operationId": "op" });
    let more = fields.as_object().unwrap().clone();
    step.as_object_mut().unwrap().extend(more);
    with_step(step)
}

/// The same description declaring 1.1.
pub(super) fn in_1_1(mut description: Value) -> Value {
    description["arazzo"] = json!("1.1.0");
    description
}

/// Reads `root`; the findings as `error code pointer: message`, with `key` after the pointer of a key.
pub(super) fn read_with(root: Value, strict: bool) -> (Option<Description>, Vec<String>) {
    let mut diagnostics = Diagnostics::new(strict);
    let description = read(&node(root), &mut diagnostics);
    let lines = diagnostics.into_iter().map(|found| {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = &found.primary.place;
        let part = match place.part {
            Part::Key => " key",
            _ => "",
        };
        format!(
            "{severity} {} {}{part}: {}",
            found.code, place.pointer, found.message
        )
    });
    (description, lines.collect())
}

/// The findings about `root`.
pub(super) fn findings(root: Value) -> Vec<String> {
    read_with(root, false).1
}

/// What a sound document reads as.
pub(super) fn sound(root: Value) -> Description {
    let (description, findings) = read_with(root, false);
    assert_eq!(findings, Vec::<String>::new());
    description.unwrap()
}
