//! Where control can go from each step, and by which action (Arazzo 1.1, sections 4.6.8 and 4.6.9).

use std::collections::BTreeSet;

use crate::{
    model::arazzo::ActionKind,
    resolve::workflow::{ResolvedAction, ResolvedWorkflow, WorkflowId},
};

/// The ways out of all steps; steps are numbered in execution order.
#[derive(Debug)]
pub struct Graph<'a> {
    /// Those from each step stand together, in the order of the steps.
    pub edges: Vec<Edge<'a>>,
}

/// A way out of a step.
#[derive(Debug)]
pub struct Edge<'a> {
    /// The step.
    pub from: usize,
    /// Where it leads.
    pub to: To,
    /// Whether it is taken after success.
    pub succeeded: bool,
    /// The action that leads there; none where control just goes on.
    pub action: Option<&'a ResolvedAction>,
}

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// To a step.
    Step(usize),
    /// The workflow is completed, or ended by a success action.
    Completion,
    /// A failure action ends it.
    FailureEnd,
    /// The workflow goes on as another one.
    Transfer(WorkflowId),
}

impl<'a> Graph<'a> {
    /// Those of a workflow. A retry is no way out: the step goes on after it.
    pub fn of(workflow: &'a ResolvedWorkflow) -> Self {
        let count = workflow.steps.len();
        let mut edges = Vec::new();
        for (from, step) in workflow.steps.iter().enumerate() {
            let way = |action: &'a ResolvedAction, succeeded| {
                Some(Edge {
                    from,
                    to: target(action, succeeded)?,
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
                        To::Completion
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

    /// The ways out of `step`.
    pub fn from(&self, step: usize) -> &[Edge<'a>] {
        let start = self.edges.partition_point(|edge| edge.from < step);
        let end = self.edges.partition_point(|edge| edge.from <= step);
        self.edges.get(start..end).unwrap_or_default()
    }

    /// The steps from which no path leads out of the workflow.
    pub fn stuck(&self, count: usize) -> Vec<bool> {
        let mut backwards = vec![Vec::new(); count];
        let mut next = Vec::new();
        for edge in &self.edges {
            match edge.to {
                To::Step(to) => backwards
                    .get_mut(to)
                    .into_iter()
                    .for_each(|to| to.push(edge.from)),
                To::Completion | To::FailureEnd | To::Transfer(_) => next.push(edge.from),
            }
        }
        let mut stuck = vec![true; count];
        while let Some(at) = next.pop() {
            let fresh = stuck.get_mut(at).is_some_and(std::mem::take);
            if let Some(before) = backwards.get(at).filter(|_| fresh) {
                next.extend(before);
            }
        }
        stuck
    }

    /// The steps that some path leads to from `start`, `start` itself only if it can come round to it.
    pub fn after(&self, start: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut next = vec![start];
        while let Some(at) = next.pop() {
            for edge in self.from(at) {
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
pub fn unconditional(action: &ResolvedAction) -> bool {
    action.model.is_unconditional()
}

fn target(action: &ResolvedAction, succeeded: bool) -> Option<To> {
    match action.model.kind {
        ActionKind::End if succeeded => Some(To::Completion),
        ActionKind::End => Some(To::FailureEnd),
        ActionKind::Goto => action
            .step
            .map(To::Step)
            .or(action.workflow.map(To::Transfer)),
        ActionKind::Retry => None,
    }
}
