//! Where control can go from each step, and by which action.

use std::collections::BTreeSet;

use crate::{
    model::arazzo::ActionKind,
    resolve::workflow::{ResolvedAction, ResolvedWorkflow, WorkflowId},
};

/// The ways out of all steps; steps are numbered in execution order.
pub(super) struct Graph<'a> {
    pub(super) edges: Vec<Edge<'a>>,
}

/// A way out of a step.
pub(super) struct Edge<'a> {
    pub(super) from: usize,
    pub(super) to: To,
    /// Whether it is taken after success.
    pub(super) succeeded: bool,
    /// The action that leads there; none where control just goes on.
    pub(super) action: Option<&'a ResolvedAction>,
}

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Step(usize),
    /// The workflow is completed or ended.
    End,
    /// The workflow goes on as another one.
    Transfer(WorkflowId),
}

impl<'a> Graph<'a> {
    pub(super) fn of(workflow: &'a ResolvedWorkflow) -> Self {
        let count = workflow.steps.len();
        let mut edges = Vec::new();
        for (from, step) in workflow.steps.iter().enumerate() {
            let way = |action: &'a ResolvedAction, succeeded| {
                Some(Edge {
                    from,
                    to: target(action)?,
                    succeeded,
                    action: Some(action),
                })
            };
            let mut goes_on = true;
            for action in &step.on_success {
                edges.extend(way(action, true));
                if unconditional(action) {
                    goes_on = false;
                    break;
                }
            }
            if goes_on {
                let next = from + 1;
                edges.push(Edge {
                    from,
                    to: if next < count {
                        To::Step(next)
                    } else {
                        To::End
                    },
                    succeeded: true,
                    action: None,
                });
            }
            for action in &step.on_failure {
                edges.extend(way(action, false));
                if unconditional(action) && action.model.kind != ActionKind::Retry {
                    break;
                }
            }
        }
        Self { edges }
    }

    /// The steps that some path leads to from `start`, `start` itself only if it can come round to it.
    pub(super) fn after(&self, start: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut next = vec![start];
        while let Some(at) = next.pop() {
            for edge in self.edges.iter().filter(|edge| edge.from == at) {
                if let To::Step(to) = edge.to
                    && found.insert(to)
                {
                    next.push(to);
                }
            }
        }
        found
    }
}

/// Whether an action applies whenever it is its turn.
pub(super) fn unconditional(action: &ResolvedAction) -> bool {
    action.model.is_unconditional()
}

fn target(action: &ResolvedAction) -> Option<To> {
    match action.model.kind {
        ActionKind::End => Some(To::End),
        ActionKind::Goto => action
            .step
            .map(To::Step)
            .or(action.workflow.map(To::Transfer)),
        ActionKind::Retry => None,
    }
}
