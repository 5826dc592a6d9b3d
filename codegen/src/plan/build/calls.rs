//! Which workflow calls which: prerequisites that callers pass on, recursion.

use std::collections::BTreeSet;

use crate::resolve::workflow::{ResolvedTarget, WorkflowId};

use super::Builder;

impl Builder<'_> {
    /// Workflows that `id` calls by a step or an action, with the step (in execution order) that does.
    pub(super) fn callees(&self, id: WorkflowId) -> Vec<(WorkflowId, usize)> {
        let mut found = Vec::new();
        for (index, step) in self
            .world
            .workflow(id)
            .into_iter()
            .flat_map(|workflow| &workflow.steps)
            .enumerate()
        {
            if let Some(ResolvedTarget::Workflow(target)) = step.target {
                found.push((target, index));
            }
            let actions = step.on_success.iter().chain(&step.on_failure);
            found.extend(actions.filter_map(|action| Some((action.workflow?, index))));
        }
        found
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

    /// Workflows that can come to call themselves.
    pub(super) fn find_recursive(&self) -> BTreeSet<WorkflowId> {
        self.world
            .ids()
            .into_iter()
            .filter(|id| self.reached(*id).contains(id))
            .collect()
    }

    /// Whether `id` can come to call itself.
    pub(super) fn is_recursive(&self, id: WorkflowId) -> bool {
        self.recursive.contains(&id)
    }

    /// Whether a call of `target` in `caller` is part of a circle of calls.
    pub(super) fn closes_recursion(&self, caller: WorkflowId, target: WorkflowId) -> bool {
        target == caller || self.reached(target).contains(&caller)
    }

    /// Runs that a caller of `id` hands in: its own prerequisites, then those of the workflows it calls (decision D-42).
    pub(super) fn prerequisites(&self, id: WorkflowId) -> Vec<WorkflowId> {
        let mut found = Vec::new();
        let reached = self.reached(id);
        for at in std::iter::once(id).chain(reached.into_iter().filter(|at| *at != id)) {
            for (target, _) in self
                .world
                .workflow(at)
                .into_iter()
                .flat_map(|workflow| &workflow.depends_on)
            {
                if !found.contains(target) {
                    found.push(*target);
                }
            }
        }
        found
    }
}
