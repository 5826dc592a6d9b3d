//! Names the step that a finding stands in, where the stage that found it did not know of steps.

use crate::{
    diagnostic::Diagnostics,
    load::{Documents, Node},
};

/// Sets [`step`](crate::diagnostic::Diagnostic::step) of everything found inside a step.
pub fn name_steps(documents: &Documents, diagnostics: &mut Diagnostics) {
    diagnostics.retain(|found| {
        if found.step.is_none() {
            let place = &found.primary.place;
            let tokens: Vec<String> = place.pointer.tokens().take(4).collect();
            if let [workflows, workflow, steps, step] = tokens.as_slice()
                && workflows == "workflows"
                && steps == "steps"
            {
                found.step = documents.get(place.document).and_then(|document| {
                    let workflows = Node::root(document).get(workflows)?;
                    let steps = workflows.item(workflow.parse().ok()?)?.get(steps)?;
                    let step = steps.item(step.parse().ok()?)?;
                    step.str_at("stepId").map(str::to_owned)
                });
            }
        }
        true
    });
}
