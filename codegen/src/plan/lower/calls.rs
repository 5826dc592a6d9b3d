//! Calls between workflows, and how their futures lie in one another.

use crate::{elaborate::call_graph::callees, plan::CallFuture, resolve::workflow::WorkflowId};

use super::Builder;

impl Builder<'_> {
    /// Workflows that `id` calls by a step or an action, with the step (in execution order) that does.
    pub(super) fn callees(&self, id: WorkflowId) -> Vec<(WorkflowId, usize)> {
        callees(self.world, id)
    }

    /// Runs that a caller of `id` hands in.
    pub(super) fn prerequisites(&self, id: WorkflowId) -> Vec<WorkflowId> {
        self.elaborated.calls().prerequisites(self.world, id)
    }

    /// Where the future of a call lies.
    pub(super) fn future(&self, caller: WorkflowId, target: WorkflowId) -> CallFuture {
        let calls = self.elaborated.calls();
        if calls.in_one_circle(caller, target) {
            return CallFuture::Boxed;
        }
        match calls.ends_chain(target) {
            true => CallFuture::Erased,
            false => CallFuture::Inside,
        }
    }
}
