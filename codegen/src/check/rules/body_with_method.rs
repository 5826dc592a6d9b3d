//! `body-with-method`: a body with a method that gives it no meaning.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::given::Given,
    resolve::operation::Operation,
};

pub(in super::super) fn check(given: &Given, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        let Some(body) = &caller.step.request_body else {
            continue;
        };
        if without_body(caller.operation) {
            let message = format!(
                "a {} request with a body: many servers ignore or refuse it",
                caller.operation.method
            );
            diagnostics.push(
                Diagnostic::new(Code::BodyWithMethod, body.node.key(), message)
                    .label("sent all the same")
                    .step(&caller.step.id.text),
            );
        }
    }
}

/// Whether a body with the operation's method has no meaning of its own (RFC 9110, section 9.3).
pub(super) fn without_body(operation: &Operation) -> bool {
    matches!(operation.method.as_str(), "GET" | "HEAD" | "DELETE")
}
