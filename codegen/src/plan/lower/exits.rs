//! Where control can go from each step, taken from the control-flow graph that checks and types rely on.

use crate::{
    flow::{Graph, To},
    model::arazzo,
    plan::{Action, ActionKind, Destination, Exit, Step, WorkflowRef},
};

use super::workflow_builder::WorkflowBuilder;

impl WorkflowBuilder<'_, '_> {
    /// Tells every step its ways out.
    pub(super) fn find_exits(&self, steps: &mut [Step]) {
        let graph = Graph::of(self.resolved);
        for (index, step) in steps.iter_mut().enumerate() {
            let mut exits: Vec<Exit> = Vec::new();
            for edge in graph.from(index) {
                let actions = match edge.succeeded {
                    true => &step.on_success,
                    false => &step.on_failure,
                };
                let name = edge.action.map(|action| action.model.name.text.as_str());
                // An action that only goes on, and after which none can apply, was left out: control just goes on.
                let action = name.and_then(|name| place(actions, name));
                let to = match edge.to {
                    To::Step(to) => Destination::Step(to),
                    To::FailureEnd => Destination::Failed,
                    To::Transfer(target) => Destination::Workflow(WorkflowRef::from(target)),
                    To::Completion if action.is_some() => Destination::Ended,
                    To::Completion => Destination::Completed,
                };
                let way = Exit {
                    to,
                    succeeded: edge.succeeded,
                    action,
                };
                if !exits.contains(&way) {
                    exits.push(way);
                }
            }
            step.exits = exits;
        }
    }

    /// The steps that one depends on, as far as they are known.
    pub(super) fn dependencies(&self, model: &arazzo::Step) -> Vec<usize> {
        let mut found = Vec::new();
        for text in &model.depends_on {
            let id = text.text.strip_prefix("$steps.").unwrap_or(&text.text);
            let step = self.step_named(id).filter(|step| !found.contains(step));
            found.extend(step);
        }
        found
    }
}

/// The action of this name that control can leave the step by.
fn place(actions: &[Action], name: &str) -> Option<usize> {
    let leaves =
        |action: &Action| !matches!(action.kind, ActionKind::Retry { .. }) && action.name == name;
    actions.iter().position(leaves)
}
