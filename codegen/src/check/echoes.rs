//! Removes what follows from a mistake and is no second one: a reference to a step whose `stepId` cannot be read.

use std::collections::HashSet;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    load::DocumentId,
};

/// Errors that leave a declaration unread.
const UNREAD: &[&str] = &[
    "conflicting-parameters",
    "duplicate-source",
    "duplicate-step",
    "empty-list",
    "invalid-value",
    "missing-field",
    "undeclared-path-parameter",
    "wrong-type",
];

/// What may follow from an unread source.
const OF_SOURCES: &[&str] = &["ambiguous-operation", "unknown-operation", "unknown-source"];

/// What may follow from an unread workflow, wherever it is called.
const OF_WORKFLOWS: &[&str] = &[
    "missing-input",
    "no-outputs-here",
    "unknown-output",
    "unknown-workflow",
];

/// What may follow in a workflow whose inputs or steps are unread.
const OF_STEPS: &[&str] = &[
    "output-before-step",
    "undeclared-input",
    "unknown-output",
    "unknown-step",
    "workflow-never-runs",
];

/// What may follow from an unread parameter of the step.
const OF_PARAMETERS: &[&str] = &[
    "missing-input",
    "missing-path-parameter",
    "undeclared-parameter",
];

/// The fields of workflows and steps that declare what others refer to.
const DECLARING: &[&str] = &["workflowId", "stepId", "inputs", "outputs", "steps"];

/// A part of a document and the codes of errors in it that follow from another error.
type Echo = (DocumentId, String, &'static [&'static str]);

/// Removes errors that follow from others, which stay.
pub fn without_echoes(diagnostics: &mut Diagnostics) {
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let echoes: HashSet<Echo> = errors.flat_map(caused).collect();
    if echoes.is_empty() {
        return;
    }
    diagnostics.retain(|found| {
        found.severity != Severity::Error || !echoes.iter().any(|echo| repeats(found, echo))
    });
}

fn repeats(found: &Diagnostic, (document, part, codes): &Echo) -> bool {
    let place = &found.primary.place;
    let rest = place.pointer.as_str().strip_prefix(part.as_str());
    place.document == *document
        && codes.contains(&found.code)
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What an error leaves others to trip over.
fn caused(error: &Diagnostic) -> Vec<Echo> {
    let place = &error.primary.place;
    let tokens: Vec<String> = place.pointer.tokens().take(6).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let echo = |part: String, codes: &'static [&'static str]| (place.document, part, codes);
    let mut echoes = Vec::new();
    if error.code == "unknown-workflow" {
        if let ["workflows", workflow, "steps", step, "workflowId"] = tokens.as_slice() {
            let part = format!("/workflows/{workflow}/steps/{step}");
            echoes.push(echo(part, &["no-outputs-here"]));
        }
        return echoes;
    }
    if !UNREAD.contains(&error.code) {
        return echoes;
    }
    // A field that is not there is told at another one.
    let absent = error.code == "missing-field";
    match tokens.as_slice() {
        ["sourceDescriptions", ..] => echoes.push(echo(String::new(), OF_SOURCES)),
        ["workflows"] | ["workflows", _] => echoes.push(echo(String::new(), OF_WORKFLOWS)),
        ["workflows", workflow, field] if absent || DECLARING.contains(field) => {
            echoes.push(echo(String::new(), OF_WORKFLOWS));
            echoes.push(echo(format!("/workflows/{workflow}"), OF_STEPS));
        }
        ["workflows", workflow, "steps", step, "parameters", ..] => {
            let part = format!("/workflows/{workflow}/steps/{step}");
            echoes.push(echo(part, OF_PARAMETERS));
        }
        ["workflows", workflow, "steps", _] => {
            echoes.push(echo(format!("/workflows/{workflow}"), OF_STEPS));
        }
        ["workflows", workflow, "steps", _, field] if absent || DECLARING.contains(field) => {
            echoes.push(echo(format!("/workflows/{workflow}"), OF_STEPS));
        }
        // A document that lacks its sources is told at the first of its other fields.
        [_] if error.message.contains("`sourceDescriptions`") => {
            echoes.push(echo(String::new(), OF_SOURCES));
        }
        _ => {}
    }
    echoes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Part, Place, Pointer};

    fn left(errors: &[(&'static str, &str)]) -> Vec<&'static str> {
        let mut diagnostics = Diagnostics::new(false);
        for (code, pointer) in errors {
            let place = Place {
                document: DocumentId(0),
                pointer: Pointer::parse(pointer).expect("a pointer"),
                part: Part::Value,
            };
            diagnostics.push(Diagnostic::error(code, place, "wrong"));
        }
        without_echoes(&mut diagnostics);
        diagnostics.iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_step_that_cannot_be_read_is_not_missed_as_well() {
        let unread = ("wrong-type", "/workflows/0/steps/1/stepId");
        let read = "/workflows/0/outputs/token";
        assert_eq!(left(&[unread, ("unknown-step", read)]), ["wrong-type"]);
        assert_eq!(left(&[("unknown-step", read)]), ["unknown-step"]);
    }

    #[test]
    fn what_is_wrong_elsewhere_is_told() {
        let unread = ("wrong-type", "/workflows/1/steps/1/stepId");
        let read = ("unknown-step", "/workflows/10/outputs/token");
        assert_eq!(left(&[unread, read]), ["wrong-type", "unknown-step"]);
        let operation = ("unknown-operation", "/workflows/1/steps/0/operationId");
        assert_eq!(
            left(&[unread, operation]),
            ["wrong-type", "unknown-operation"]
        );
    }

    #[test]
    fn a_source_that_cannot_be_read_explains_its_operations() {
        let unread = ("missing-field", "/sourceDescriptions/0/name");
        let operation = ("unknown-operation", "/workflows/1/steps/0/operationId");
        assert_eq!(left(&[unread, operation]), ["missing-field"]);
    }
}
