//! How many workflows and steps there may be, and how long their ids. What follows calls and jumps from one to the next goes no deeper than that,
//! which the stack that everything runs on has room for.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Documents, Node},
};

use super::World;

/// Workflows of all documents of one run.
const MAX_WORKFLOWS: usize = 5_000;

/// Steps of one workflow.
const MAX_STEPS: usize = 5_000;

/// Reports what is beyond reason; whether anything was.
pub(super) fn exceeded(
    world: &World,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> bool {
    let descriptions = world.descriptions.iter().map(|found| &found.model);
    let workflows = || descriptions.clone().flat_map(|found| &found.workflows);
    let mut found = Vec::new();
    if let Some(workflow) = workflows().nth(MAX_WORKFLOWS) {
        found.push(beyond(&workflow.node, MAX_WORKFLOWS, "workflows"));
    }
    for workflow in workflows() {
        if let Some(step) = workflow.steps.get(MAX_STEPS) {
            found.push(beyond(&step.node, MAX_STEPS, "steps in one workflow"));
        }
        // What is named after them is named once for each use.
        let limit = documents.limits().key;
        let ids = workflow.steps.iter().map(|step| &step.id);
        let mut ids = [&workflow.id].into_iter().chain(ids);
        if let Some(long) = ids.find(|id| id.text.len() > limit) {
            let message = format!("more than {limit} bytes in one id");
            found.push(
                Diagnostic::error(Code::LimitExceeded, &long.node, message).label("too long"),
            );
        }
    }
    let any = !found.is_empty();
    found.into_iter().for_each(|found| diagnostics.push(found));
    any
}

fn beyond(node: &Node, limit: usize, what: &str) -> Diagnostic {
    Diagnostic::error(
        Code::LimitExceeded,
        node,
        format!("more than {limit} {what}"),
    )
    .label("the first that is too many")
    .help("generate from several smaller documents")
}
