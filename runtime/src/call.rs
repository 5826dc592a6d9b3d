//! One run of one workflow.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::client::Client;
use crate::step::Step;
use crate::trace::Scope;
use crate::transport::{DefaultTransport, Transport};

/// One run of one workflow. Runs share the client and nothing else; a called workflow shares its caller's budget.
pub struct Call<'a, T = DefaultTransport> {
    client: &'a Client<T>,
    workflow: &'static str,
    budget: Arc<AtomicU32>,
    depth: u32,
    scope: Scope,
}

impl<'a, T: Transport> Call<'a, T> {
    pub(crate) fn new(
        client: &'a Client<T>,
        workflow: &'static str,
        budget: Arc<AtomicU32>,
    ) -> Self {
        Self {
            client,
            workflow,
            budget,
            depth: 0,
            scope: Scope::workflow(workflow, None),
        }
    }

    /// A run of another workflow inside of this one.
    pub fn nested(&self, workflow: &'static str) -> Self {
        Self {
            client: self.client,
            workflow,
            budget: Arc::clone(&self.budget),
            depth: self.depth.saturating_add(1),
            scope: Scope::workflow(workflow, Some(&self.scope)),
        }
    }

    /// Enters a step.
    pub fn step(&self, step: &'static str) -> Step<'a, T> {
        Step::new(self, step)
    }

    /// The client.
    pub fn client(&self) -> &'a Client<T> {
        self.client
    }

    /// The `workflowId`.
    pub fn workflow(&self) -> &'static str {
        self.workflow
    }

    pub(crate) fn budget(&self) -> &Arc<AtomicU32> {
        &self.budget
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }
}

/// Takes one execution from the budget, if one is left.
pub(crate) fn spend(budget: &AtomicU32) -> bool {
    budget
        .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        })
        .is_ok()
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("workflow", &self.workflow)
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}
