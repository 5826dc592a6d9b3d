//! `undeclared-body`: a body for an operation that declares none.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::given::Given,
};

use super::body_with_method::without_body;

pub(in super::super) fn check(given: &Given, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        let (step, operation) = (caller.step, caller.operation);
        let Some(body) = &step.request_body else {
            continue;
        };
        // Of a method without bodies that is said already.
        if operation.request_body.is_none() && !without_body(operation) {
            let message = format!("operation `{}` declares no body", caller.operation_name());
            diagnostics.push(
                Diagnostic::new(Code::UndeclaredBody, body.node.key(), message)
                    .label("sent all the same")
                    .also(&operation.node, "the operation")
                    .step(&step.id.text),
            );
        }
    }
}
