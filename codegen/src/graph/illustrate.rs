//! The pictures that stand in the documentation of emitted code.

use crate::plan::{ActionKind, Plan, Step, Workflow};

use super::{mermaid, of};

/// Draws the workflows that are more than a straight line, of which a list of steps says as much (decision D-128).
pub fn illustrate(plan: &mut Plan) {
    let mut pictures = Vec::new();
    for (document, all) in plan.documents.iter().enumerate() {
        for (index, workflow) in all.workflows.iter().enumerate() {
            if !workflow.omitted && branches(workflow) {
                let picture = mermaid(&[of(plan, workflow)], false);
                pictures.push((document, index, picture));
            }
        }
    }
    for (document, index, picture) in pictures {
        let document = plan.documents.get_mut(document);
        if let Some(workflow) = document.and_then(|document| document.workflows.get_mut(index)) {
            workflow.picture = Some(picture);
        }
    }
}

/// Whether an action leads elsewhere than to the next step, or to another attempt.
fn branches(workflow: &Workflow) -> bool {
    let actions = |step: &Step| {
        let all = step.on_success.iter().chain(&step.on_failure);
        all.map(|action| &action.kind)
            .any(|kind| !matches!(kind, ActionKind::Proceed | ActionKind::Retry { .. }))
    };
    workflow.steps.iter().any(actions)
}
