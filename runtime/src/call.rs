//! One run of one workflow.

use std::fmt;
use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::error::{Kind, StepError};
use crate::generated::Partial;
use crate::misfit;
use crate::response::Response;
use crate::run::{Failure, Run, Termination};
use crate::run_id::RunId;
use crate::state::State;
use crate::step::Step;
use crate::trace::Scope;
use crate::transport::{AnyTransport, Transport};

/// One run of one workflow. Runs share the client and nothing else; a called workflow shares its caller's budget and
/// deadline.
pub struct Call<'a, T = AnyTransport> {
    client: &'a Client<T>,
    workflow: &'static str,
    state: Arc<State>,
    /// How many failures had been handled when this run began.
    handled_before: usize,
    depth: u32,
    scope: Scope,
    completed: Completed,
}

/// The steps of one run that succeeded so far.
pub(crate) type Completed = Arc<Mutex<Vec<&'static str>>>;

impl<'a, T: Transport> Call<'a, T> {
    pub(crate) fn new(client: &'a Client<T>, workflow: &'static str, state: Arc<State>) -> Self {
        Self {
            client,
            workflow,
            state,
            handled_before: 0,
            depth: 0,
            scope: Scope::workflow(workflow, None),
            completed: Completed::default(),
        }
    }

    /// A run of another workflow inside of this one.
    pub fn nested(&self, workflow: &'static str) -> Self {
        Self {
            client: self.client,
            workflow,
            state: Arc::clone(&self.state),
            handled_before: self.state.handled_count(),
            depth: self.depth.saturating_add(1),
            scope: Scope::workflow(workflow, Some(&self.scope)),
            completed: Completed::default(),
        }
    }

    pub(crate) fn completed_steps(&self) -> &Completed {
        &self.completed
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

    /// The id of the run, which the workflows that it calls have as well.
    pub fn run_id(&self) -> &RunId {
        &self.state.id
    }

    /// What people call the run ([`RunOptions::label`](crate::RunOptions::label)).
    pub fn label(&self) -> Option<&str> {
        self.client.run().label.as_deref()
    }

    /// The last response in this run or in one that it called: what a workflow step means by `$statusCode`.
    pub fn response(&self) -> Option<Response> {
        self.state.last()
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
        value
            .as_ref()
            .map(misfit::fit)
            .transpose()
            .map_err(|misfit| {
                self.error(format!(
                    "output `{output}` does not have the declared type: {misfit}"
                ))
            })
    }

    /// The run is over: `result` says how, `steps` what it had achieved by then.
    ///
    /// # Errors
    /// The run failed, or a step is missing that every completed run executes ([`Kind::OutputType`]).
    pub fn over<I, O, S: Partial + Default>(
        &self,
        inputs: I,
        result: Result<(O, Termination), StepError>,
        steps: S,
    ) -> Result<Run<I, O, S::Completed>, Failure<S>> {
        self.over_with(inputs, result, steps, |_, _| ())
    }

    /// The same where a failure carries outputs of the workflow, which `partial` makes of what there is.
    ///
    /// # Errors
    /// As those of [`over`](Self::over).
    pub fn over_with<I, O, S: Partial + Default, P>(
        &self,
        inputs: I,
        result: Result<(O, Termination), StepError>,
        steps: S,
        partial: impl FnOnce(&I, &S) -> P,
    ) -> Result<Run<I, O, S::Completed>, Failure<S, P>> {
        let handled = self.state.handled_since(self.handled_before);
        let (outputs, termination) = match result {
            Ok(ended) => ended,
            Err(error) => {
                let outputs = partial(&inputs, &steps);
                return Err(Failure {
                    error,
                    steps,
                    outputs,
                    handled,
                });
            }
        };
        let Some(completed) = steps.completed() else {
            let steps = S::default();
            return Err(Failure {
                error: self.error("a step is missing that every run executes".to_owned()),
                outputs: partial(&inputs, &steps),
                steps,
                handled,
            });
        };
        Ok(Run {
            inputs,
            outputs,
            steps: completed,
            termination,
            handled,
        })
    }

    fn error(&self, message: String) -> StepError {
        StepError::of_workflow(Kind::OutputType, self.workflow, message)
    }

    pub(crate) fn state(&self) -> &Arc<State> {
        &self.state
    }

    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("workflow", &self.workflow)
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}
