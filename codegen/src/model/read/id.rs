//! Identifiers of workflows and steps.

use crate::{
    diagnostic::{Code, Diagnostic},
    model::{arazzo::Text, faults},
};

use super::{Reader, fields::content};

/// Ids should be made of letters, digits, `-` and `_` (Arazzo 1.1, sections "Workflow Object" and "Step Object"): other
/// tools may not read expressions that name others.
pub(super) fn check(reader: &mut Reader<'_>, id: &Text, what: &str) {
    if is_name(&id.text, false) {
        return;
    }
    if id.text.trim().is_empty() {
        reader.report(faults::empty_name(id.node.place(), &format!("`{what}`")));
        return;
    }
    if !reader.unusual.insert(format!("{what} {}", id.text)) {
        return;
    }
    let message = format!("`{}` is an unusual {what}", id.text);
    reader.report(
        Diagnostic::new(Code::UnusualId, content(&id.node), message)
            .note("other tools may not be able to refer to it")
            .help("use letters, digits, `-` and `_` only"),
    );
}

/// Whether `name` is made of letters, digits, `-` and `_`, and of `.` where `dots` allows it.
pub fn is_name(name: &str, dots: bool) -> bool {
    let allowed = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (dots && byte == b'.')
    };
    !name.is_empty() && name.bytes().all(allowed)
}
