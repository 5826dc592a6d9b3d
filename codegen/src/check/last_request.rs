//! Which operations can have been called last when a workflow comes to its end.

use std::collections::BTreeSet;

use crate::{
    flow::{Graph, To},
    resolve::{
        operation::Operation,
        workflow::{ResolvedTarget, WorkflowId, World},
    },
};

/// The operations whose answer can be the last one inside workflow `id`, after success or after whatever end (decision
/// D-24); `None` where not all of them are known.
pub(super) fn last_operations(
    world: &World,
    id: WorkflowId,
    succeeded: bool,
) -> Option<Vec<&Operation>> {
    let mut search = Search {
        world,
        succeeded,
        seen: BTreeSet::new(),
        open: vec![id],
        found: Vec::new(),
    };
    while let Some(id) = search.open.pop() {
        search.workflow(id)?;
    }
    (!search.found.is_empty()).then_some(search.found)
}

struct Search<'w> {
    world: &'w World,
    succeeded: bool,
    seen: BTreeSet<WorkflowId>,
    /// Workflows still to be looked at, the next one last.
    open: Vec<WorkflowId>,
    found: Vec<&'w Operation>,
}

impl<'w> Search<'w> {
    fn workflow(&mut self, id: WorkflowId) -> Option<()> {
        if !self.seen.insert(id) {
            return Some(());
        }
        let (model, workflow) = (self.world.model(id)?, self.world.workflow(id)?);
        let unread = &model.unread.steps;
        if unread.nameless > 0 || !unread.names.is_empty() || workflow.calls_unknown {
            return None;
        }
        let graph = Graph::of(workflow);
        let transfers = graph.edges.iter().filter_map(|edge| match edge.to {
            To::Transfer(target) => Some(target),
            _ => None,
        });
        let mut called: Vec<WorkflowId> = transfers.collect();
        for (index, step) in workflow.steps.iter().enumerate() {
            if step.leads_anywhere || step.waits_for_unknown {
                return None;
            }
            if !self.ends(&graph, index) {
                continue;
            }
            match step.target.as_ref()? {
                ResolvedTarget::Operation { operation, .. } => self.found.push(operation),
                ResolvedTarget::Workflow(target) => called.push(*target),
            }
        }
        self.open.extend(called.into_iter().rev());
        Some(())
    }

    /// Whether the workflow can be over after this step, which may always fail.
    fn ends(&self, graph: &Graph, index: usize) -> bool {
        !self.succeeded
            || graph
                .from(index)
                .iter()
                .any(|edge| matches!(edge.to, To::Completion | To::FailureEnd))
    }
}
