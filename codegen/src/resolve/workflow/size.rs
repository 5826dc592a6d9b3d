//! How many workflows and steps there may be. What follows calls and jumps from one to the next goes no deeper than that,
//! which the stack that everything runs on has room for.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Node,
};

use super::World;

/// Workflows of all documents of one run.
const MAX_WORKFLOWS: usize = 5_000;

/// Steps of one workflow.
const MAX_STEPS: usize = 5_000;

/// Reports what is beyond reason; whether anything was.
pub(super) fn exceeded(world: &World, diagnostics: &mut Diagnostics) -> bool {
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
