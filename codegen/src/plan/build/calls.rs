//! Which workflow calls which: prerequisites that callers pass on, recursion.

use std::collections::BTreeSet;

use crate::resolve::workflow::WorkflowId;

use super::{Builder, call_graph::callees};

impl Builder<'_> {
    /// Workflows that `id` calls by a step or an action, with the step (in execution order) that does.
    pub(super) fn callees(&self, id: WorkflowId) -> Vec<(WorkflowId, usize)> {
        callees(self.world, id)
    }

    /// Everything that `id` calls, directly or not.
    fn reached(&self, id: WorkflowId) -> BTreeSet<WorkflowId> {
        let mut found = BTreeSet::new();
        let mut next = vec![id];
        while let Some(at) = next.pop() {
            for (callee, _) in self.callees(at) {
                if found.insert(callee) {
                    next.push(callee);
                }
            }
        }
        found
    }

    /// Whether `id` can come to call itself.
    pub(super) fn is_recursive(&self, id: WorkflowId) -> bool {
        self.calls.is_recursive(id)
    }

    /// Runs that a caller of `id` hands in: its own prerequisites, then those of the workflows it calls (decision D-42).
    pub(super) fn prerequisites(&self, id: WorkflowId) -> Vec<WorkflowId> {
        if !self.calls.waits {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        let reached = self.reached(id);
        for at in std::iter::once(id).chain(reached.into_iter().filter(|at| *at != id)) {
            let workflow = self.world.workflow(at).into_iter();
            let waits = workflow.flat_map(|workflow| &workflow.depends_on);
            found.extend(
                waits
                    .map(|(target, _)| *target)
                    .filter(|target| known.insert(*target)),
            );
        }
        found
    }
}
