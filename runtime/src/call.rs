//! One run of one workflow.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::error::{Kind, StepError};
use crate::misfit;
use crate::response::Response;
use crate::run::Failure;
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
    /// The last response in this run or in one that it called.
    last: Last,
}

/// Where steps leave their responses for the workflow step around them.
pub(crate) type Last = Arc<Mutex<Option<Response>>>;

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
            last: Last::default(),
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
            last: Arc::clone(&self.last),
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

    /// The last response in this run or in one that it called: what a workflow step means by `$statusCode`.
    pub fn response(&self) -> Option<Response> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// An output of the workflow that its schema or its flow promises.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if there is none.
    pub fn output<V>(&self, value: Option<V>, name: &str) -> Result<V, StepError> {
        value.ok_or_else(|| {
            self.error(format!(
                "output `{name}` is missing although every run should have it"
            ))
        })
    }

    /// Reads a value as the declared type of an output of the workflow. Nothing stays nothing.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if the value does not fit.
    pub fn typed<D: DeserializeOwned>(
        &self,
        value: Option<Value>,
        output: &str,
    ) -> Result<Option<D>, StepError> {
        value.map(misfit::fit).transpose().map_err(|misfit| {
            self.error(format!(
                "output `{output}` does not have the declared type: {misfit}"
            ))
        })
    }

    /// The outputs of the steps of a run that came to its end.
    ///
    /// # Errors
    /// [`Kind::OutputType`] if a step is missing that every such run executes.
    pub fn completed<S, P: Default, O: Default>(
        &self,
        steps: Option<S>,
    ) -> Result<S, Failure<P, O>> {
        steps.ok_or_else(|| Failure {
            error: self.error("a step is missing that every run executes".to_owned()),
            steps: P::default(),
            outputs: O::default(),
        })
    }

    fn error(&self, message: String) -> StepError {
        StepError::of_workflow(Kind::OutputType, self.workflow, message)
    }

    pub(crate) fn last(&self) -> &Last {
        &self.last
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
