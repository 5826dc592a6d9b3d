//! What is said of an operation that is not found, or found twice.

use crate::{
    diagnostic::{Code, Diagnostic, names::listed},
    load::Pointer,
    model::arazzo::Text,
    nearest::{Meant, is_typo, meant},
    resolve::operation::{Located, NotFound},
};

/// The report of an expression whose value would be the operation: what is called is settled before anything runs.
pub(super) fn expression_as_operation(text: &Text, message: String, ids: &[String]) -> Diagnostic {
    let report = Diagnostic::new(Code::UnknownOperation, &text.node, message);
    match ids.first() {
        Some(first) => report.help(format!(
            "write the id itself, such as `operationId: {first}`; for several operations write several steps"
        )),
        None => report.help("write `operationPath`: no operation of the sources has an `operationId`"),
    }
}

/// The operation that `name` is a typo for. Ids are made of the same few words, so that few edits make another operation.
pub(super) fn similar<'a>(name: &str, ids: &'a [String]) -> Option<Meant<'a>> {
    let meant = meant(name, ids.iter().map(String::as_str))?;
    let near = matches!(meant, Meant::Certain(_)) || is_typo(name, meant.name());
    near.then_some(meant)
}

pub(super) fn unknown_operation(text: &Text, name: &str) -> Diagnostic {
    let start = text.text.find(name).unwrap_or(0);
    Diagnostic::new(
        Code::UnknownOperation,
        text.node.within(start..start + name.len()),
        format!("there is no operation `{name}`"),
    )
    .label("unknown operationId")
}

/// Adds to the report what may have been meant by `name`, of the operations that there are.
pub(super) fn propose(report: Diagnostic, name: &str, ids: &[String]) -> Diagnostic {
    match similar(name, ids) {
        Some(near) => {
            let name = near.name();
            let help = format!("an operation with a similar name exists: `{name}`");
            report.help(help).correct(near, name)
        }
        None if name.contains("#/") => {
            report.help("a pointer to an operation stands in `operationPath`: `'{$sourceDescriptions.<name>.url}#/paths/…'`")
        }
        None if ids.is_empty() => {
            report.help("no operation of the sources has an `operationId`; use `operationPath`")
        }
        None => report.help(format!(
            "known: {}",
            listed(&ids.iter().map(String::as_str).collect::<Vec<_>>())
        )),
    }
}

pub(super) fn duplicate_operation(text: &Text, name: &str, all: &[Located]) -> Diagnostic {
    let report = Diagnostic::new(
        Code::AmbiguousOperation,
        &text.node,
        format!(
            "operation `{name}` is ambiguous: the API declares it {} times",
            all.len()
        ),
    )
    .help("name the one you mean with `operationPath`");
    all.iter().take(3).fold(report, |report, located| {
        report.also(&located.node, "declared here")
    })
}

pub(super) fn path_not_found(text: &Text, pointer: &Pointer, error: &NotFound) -> Diagnostic {
    let start = text.text.find('#').map_or(0, |at| at + 1);
    Diagnostic::new(
        Code::UnknownOperation,
        text.node.within(start..text.text.len()),
        error.message(pointer),
    )
    .label("does not lead to an operation")
}

/// Adds to the report which operation the pointer was probably meant to lead to.
pub(super) fn propose_path(report: Diagnostic, error: &NotFound) -> Diagnostic {
    match error.nearest() {
        Some(near) => report
            .help(format!("did you mean `#{near}`?"))
            .suggest(near.as_str()),
        None => report.help("the pointer names a path and a method: `#/paths/~1pets~1{id}/get`"),
    }
}
