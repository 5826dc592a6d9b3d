//! `missing-body`: nothing is sent where the operation cannot do without.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::given::Given,
    load::Place,
    model::arazzo::Step,
};

pub(in super::super) fn check(given: &Given, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        let declared = caller.operation.request_body.as_ref();
        let required = declared.filter(|declared| declared.required);
        let (Some(required), Some(place)) = (required, without_payload(caller.step)) else {
            continue;
        };
        let message = format!(
            "operation `{}` requires a body, and the step sends none",
            caller.operation_name()
        );
        diagnostics.push(
            Diagnostic::new(Code::MissingBody, place, message)
                .also(&required.node, "declared required here")
                .step(&caller.step.id.text),
        );
    }
}

/// Where a step says that it sends nothing. What was reported may have been the body.
fn without_payload(step: &Step) -> Option<Place> {
    let Some(body) = &step.request_body else {
        return (!step.unread.request_body).then(|| step.id.node.place());
    };
    let empty = body.payload.is_none() && body.replacements.is_empty() && !body.unread;
    empty.then(|| body.node.key())
}
