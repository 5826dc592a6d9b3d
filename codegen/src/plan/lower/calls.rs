//! Which workflow calls which: prerequisites that callers pass on, recursion.

use std::collections::BTreeSet;

use crate::resolve::workflow::WorkflowId;

use super::{
    Builder,
    call_graph::{callees, waits},
};

impl Builder<'_> {
    /// Workflows that `id` calls by a step or an action, with the step (in execution order) that does.
    pub(super) fn callees(&self, id: WorkflowId) -> Vec<(WorkflowId, usize)> {
        callees(self.world, id)
    }

    /// Whether `id` can come to call itself.
    pub(super) fn is_recursive(&self, id: WorkflowId) -> bool {
        self.calls.is_recursive(id)
    }

    /// Runs that a caller of `id` hands in: its own prerequisites, then those of the workflows it calls (decision D-42).
    pub(super) fn prerequisites(&self, id: WorkflowId) -> Vec<WorkflowId> {
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        let below = self.calls.waiting(id).filter(|at| *at != id);
        for at in std::iter::once(id).chain(below) {
            let waits = waits(self.world, at).iter().map(|(target, _)| *target);
            found.extend(waits.filter(|target| known.insert(*target)));
        }
        found
    }
}
