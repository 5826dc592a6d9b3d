//! One run of one workflow.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::Client;
use crate::entered::Entered;
use crate::error::{Kind, StepError};
use crate::limits::RunDeadline;
use crate::misfit;
use crate::partial::Partial;
use crate::position::Position;
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
    /// Where it was called, if it was.
    caller: Option<Arc<Position>>,
    scope: Scope,
    entered: Arc<Entered>,
}

/// How a run ends whose steps had the outputs `S`.
type Ended<I, O, S, P, D> = Result<Run<I, O, <S as Partial>::Completed>, Failure<S, P, D>>;

impl<'a, T: Transport> Call<'a, T> {
    pub(crate) fn new(client: &'a Client<T>, workflow: &'static str, state: Arc<State>) -> Self {
        let label = client.run().label.as_deref();
        let scope = Scope::workflow(workflow, &state.id, label, None);
        Self {
            client,
            workflow,
            state,
            handled_before: 0,
            caller: None,
            scope,
            entered: Arc::default(),
        }
    }

    /// A run that a step at the position `caller` calls.
    pub(crate) fn nested(
        client: &'a Client<T>,
        workflow: &'static str,
        state: &Arc<State>,
        caller: Position,
        scope: &Scope,
    ) -> Self {
        let label = client.run().label.as_deref();
        let scope = Scope::workflow(workflow, &state.id, label, Some(scope));
        Self {
            client,
            workflow,
            state: Arc::clone(state),
            handled_before: state.handled_count(),
            caller: Some(Arc::new(caller)),
            scope,
            entered: Arc::default(),
        }
    }

    pub(crate) fn entered(&self) -> &Arc<Entered> {
        &self.entered
    }

    /// The position of an entry of a step before its first attempt.
    pub(crate) fn position(&self, step: &'static str, entry: u32) -> Position {
        Position {
            run: self.state.id.clone(),
            caller: self.caller.clone(),
            workflow: self.workflow,
            step,
            entry,
            attempt: 0,
            index: 0,
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

    /// Says what the version of the workflow is known by: a run that goes on with a journal has to be of the version that
    /// began it.
    #[must_use]
    pub fn version(self, fingerprint: &'static str) -> Self {
        self.state.fingerprint.get_or_init(|| fingerprint);
        self
    }

    /// The id of the run, which the workflows that it calls have as well.
    pub fn run_id(&self) -> &RunId {
        &self.state.id
    }

    /// What people call the run ([`RunOptions::label`](crate::RunOptions::label)).
    pub fn label(&self) -> Option<&str> {
        self.client.run().label.as_deref()
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
    pub fn over<I, O, S: Partial + Default, D>(
        &self,
        inputs: I,
        result: Result<(O, Termination), StepError>,
        steps: S,
    ) -> Ended<I, O, S, (), D> {
        self.over_with(inputs, result, steps, |_, _| ())
    }

    /// The same where a failure carries outputs of the workflow, which `partial` makes of what there is.
    ///
    /// # Errors
    /// As those of [`over`](Self::over).
    pub fn over_with<I, O, S: Partial + Default, P, D>(
        &self,
        inputs: I,
        result: Result<(O, Termination), StepError>,
        steps: S,
        partial: impl FnOnce(&I, &S) -> P,
    ) -> Ended<I, O, S, P, D> {
        let handled = self.state.handled_since(self.handled_before);
        let (outputs, termination) = match result {
            Ok(ended) => ended,
            Err(error) => {
                let outputs = partial(&inputs, &steps);
                return Err(self.failed(Failure::new(error, steps, outputs).after(handled)));
            }
        };
        let Some(completed) = steps.completed() else {
            let steps = S::default();
            let error = self.error("a step is missing that every run executes".to_owned());
            let outputs = partial(&inputs, &steps);
            return Err(self.failed(Failure::new(error, steps, outputs).after(handled)));
        };
        self.scope.completed(&termination);
        Ok(Run {
            inputs,
            outputs,
            steps: completed,
            termination,
            handled,
        })
    }

    /// Says that the run failed.
    fn failed<S, P, D>(&self, failure: Failure<S, P, D>) -> Failure<S, P, D> {
        self.scope.failed(&failure.error, self.caller.is_some());
        failure
    }

    /// The failure of a run whose inputs are not what their schemas ask for.
    pub(crate) fn invalid_input(&self, message: String) -> StepError {
        StepError::of_workflow(Kind::InvalidInput, self.workflow, message)
    }

    fn error(&self, message: String) -> StepError {
        StepError::of_workflow(Kind::OutputType, self.workflow, message)
    }

    pub(crate) fn state(&self) -> &Arc<State> {
        &self.state
    }

    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }
}

impl<T: Transport> Client<T> {
    /// Begins a run of a workflow, with a step budget of its own.
    pub fn call(&self, workflow: &'static str) -> Call<'_, T> {
        let limits = self.limits();
        let journaled = self.transport().journal().map(|it| it.journal.run());
        let id = journaled.or_else(|| self.run().id.clone());
        let id = id.unwrap_or_else(RunId::random);
        let deadline = limits.deadline.map(RunDeadline::begun);
        let state = State::new(id, workflow, limits.max_steps, deadline);
        Call::new(self, workflow, Arc::new(state))
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("workflow", &self.workflow)
            .field("run", &self.state.id)
            .finish_non_exhaustive()
    }
}
