//! `redundant-helper`: a retry whose helper is the step that it repeats.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::Elaborated,
    model::arazzo::ActionKind,
};

pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    for (index, step, resolved) in elaborated.generated().flat_map(|view| view.steps()) {
        for action in resolved.on_success.iter().chain(&resolved.on_failure) {
            if action.model.kind == ActionKind::Retry && action.step == Some(index) {
                let message =
                    "a retry runs the step again anyway: `stepId` names a helper that runs before";
                diagnostics.push(
                    Diagnostic::new(Code::RedundantHelper, &action.node, message)
                        .step(&step.id.text),
                );
            }
        }
    }
}
