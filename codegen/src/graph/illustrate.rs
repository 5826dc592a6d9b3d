//! The pictures that stand in the documentation of emitted code.

use crate::plan::Plan;

use super::{mermaid, of};

/// Draws the workflows whose steps jump; a list of steps says as much of the others (decision D-128).
pub fn illustrate(plan: &mut Plan) {
    let mut pictures = Vec::new();
    for (document, all) in plan.documents.iter().enumerate() {
        for (index, workflow) in all.workflows.iter().enumerate() {
            if !workflow.omitted && workflow.jumps() {
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
