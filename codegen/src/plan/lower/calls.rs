//! Calls between workflows: how their futures lie in one another, and how long a chain of them may be.

use crate::{
    diagnostic::{Code, Diagnostic},
    elaborate::call_graph::callees,
    plan::CallFuture,
    resolve::workflow::WorkflowId,
};

use super::Builder;

/// How many workflows may call each the next: the compiler follows types made of types no deeper than some 380 of them.
const MAX_DEPTH: usize = 250;

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

    /// Reports the first workflow, from the end of the calls, that begins a chain too long to be compiled.
    pub(super) fn report_depth(&mut self) {
        let deep = self.elaborated.calls().deeper_than(MAX_DEPTH);
        let Some(workflow) = deep.and_then(|id| self.world.model(id)) else {
            return;
        };
        let message = format!("more than {MAX_DEPTH} workflows that each call the next");
        self.diagnostics.push(
            Diagnostic::error(Code::LimitExceeded, &workflow.id.node, message)
                .label("the first that is too many, counted from the last one called")
                .help("let one workflow call several, one after another"),
        );
    }
}
