//! One entry of a step: its attempts, what they cost, and how they fail.

mod kept;
mod send;
mod values;
mod waiting;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::Method;

use crate::api::Api;
use crate::call::Call;
use crate::cancellation::Cancellation;
use crate::client::Client;
use crate::entered::Entered;
use crate::error::{Kind, StepError};
use crate::observer::{Event, EventKind, Outcome};
use crate::position::Position;
use crate::problem::Problem;
use crate::request::Request;
use crate::response::Response;
use crate::run::Handled;
use crate::state::State;
use crate::trace::Scope;
use crate::transport::{AnyTransport, Transport};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// One entry of a step. Retries are attempts of the same entry; a step that is reached again is entered anew.
pub struct Step<'a, T: Transport = AnyTransport> {
    client: &'a Client<T>,
    run: Arc<State>,
    entered: Arc<Entered>,
    /// Where in the run, after the attempts so far.
    position: Position,
    /// How many delays there were since the last request or call.
    delays: AtomicU32,
    /// How many workflows were called since the last request or call that is an attempt, that one included.
    calls: AtomicU32,
    scope: Scope,
    last: Option<Response>,
    /// Schemes without a credential, if the last request went out without any.
    unconfigured: Vec<&'static str>,
    failed: OnceLock<Kind>,
    /// A request is on its way, or a delay passes: a run that is dropped now is cancelled.
    waiting: AtomicBool,
    /// Whether a request so far may have changed something.
    effect: bool,
}

impl<'a, T: Transport> Step<'a, T> {
    pub(crate) fn new(call: &Call<'a, T>, id: &'static str) -> Self {
        let position = call.position(id, call.entered().enter(id));
        let step = Self {
            client: call.client(),
            run: Arc::clone(call.state()),
            entered: Arc::clone(call.entered()),
            delays: AtomicU32::new(0),
            calls: AtomicU32::new(0),
            scope: call.scope().step(&position),
            position,
            last: None,
            unconfigured: Vec::new(),
            failed: OnceLock::new(),
            waiting: AtomicBool::new(false),
            effect: false,
        };
        // Whatever engines noted down so far belongs to somebody else.
        crate::notes::take();
        step.emit(EventKind::StepStarted);
        step
    }

    /// Has to come after `step`, on which this one depends (Arazzo 1.1, section 4.6.5 `dependsOn`).
    ///
    /// # Errors
    /// [`Kind::Dependency`] if that has not been completed in this run.
    pub fn after(&self, step: &str) -> Result<(), StepError> {
        if self.entered.is_completed(step) {
            return Ok(());
        }
        let message = format!("step `{step}`, which has to be completed before, is not");
        Err(self.error(Kind::Dependency, message))
    }

    /// Begins an attempt: the request of an operation by method and path template.
    ///
    /// # Errors
    /// [`Kind::StepLimit`] if the budget is used up, [`Kind::Timeout`] if the deadline of the run has passed,
    /// [`Kind::Cancelled`], and [`Kind::Config`] if an option of the run is invalid.
    pub fn request(
        &mut self,
        method: Method,
        api: &'static Api,
        path: &'static str,
    ) -> Result<Request, StepError> {
        self.begin()?;
        Ok(Request::new(method, api, path))
    }

    /// Begins an attempt of a step that calls a workflow.
    ///
    /// # Errors
    /// Those of [`request`](Self::request).
    pub fn enter(&mut self) -> Result<(), StepError> {
        self.begin()?;
        self.advance(self.position.attempt.saturating_add(1));
        Ok(())
    }

    /// A run of another workflow that this step, or an action of it, calls.
    pub fn call(&self, workflow: &'static str) -> Call<'a, T> {
        let index = self.calls.fetch_add(1, Ordering::Relaxed);
        let caller = self.position.at(index);
        Call::nested(self.client, workflow, &self.run, caller, &self.scope)
    }

    /// The request or call of this attempt is on its way.
    fn advance(&mut self, attempt: u32) {
        self.position.attempt = attempt;
        *self.delays.get_mut() = 0;
        *self.calls.get_mut() = 0;
    }

    fn begin(&mut self) -> Result<(), StepError> {
        self.report_engines();
        self.last = None;
        self.unconfigured.clear();
        if self.is_cancelled() {
            return Err(self.cancelled(""));
        }
        if let Some(invalid) = &self.client.run().invalid {
            return Err(self.error(Kind::Config, invalid.clone()));
        }
        if !self.run.spend() {
            let limit = self.client.limits().max_steps;
            return Err(self.error(
                Kind::StepLimit,
                format!("the budget of {limit} step executions is used up"),
            ));
        }
        if let Some(deadline) = self.run.deadline
            && deadline.left(self.client.transport()).is_zero()
        {
            return Err(self.overdue(format!("{deadline} has passed")));
        }
        self.failed.take();
        Ok(())
    }

    fn timeout(&self, own: Option<Duration>) -> Duration {
        match (own, self.client.limits().timeout) {
            (Some(own), Some(limit)) => own.min(limit),
            (own, limit) => own.or(limit).unwrap_or(DEFAULT_TIMEOUT),
        }
    }

    /// `what` was waited for as long as the timeout allowed, or the deadline.
    fn late(&self, what: &str, timeout: Duration) -> StepError {
        match self.run.deadline {
            Some(deadline) if self.is_overdue() => {
                self.overdue(format!("{what} before {deadline} has passed"))
            }
            _ => self.error(Kind::Timeout, format!("{what} within {timeout:?}")),
        }
    }

    /// Whether the deadline of the run has passed.
    fn is_overdue(&self) -> bool {
        let deadline = self.run.deadline;
        deadline.is_some_and(|deadline| deadline.left(self.client.transport()).is_zero())
    }

    /// The deadline of the run has passed, which no failure action may handle.
    fn overdue(&self, message: String) -> StepError {
        self.error(Kind::Timeout, message).overdue()
    }

    fn is_cancelled(&self) -> bool {
        let cancellations = &self.client.run().cancellations;
        cancellations.iter().any(Cancellation::is_cancelled)
    }

    /// The run was cancelled, which no failure action may handle; the steps around this one are so as well.
    fn cancelled(&self, when: &str) -> StepError {
        self.run.set_cancelled(true);
        self.error(Kind::Cancelled, format!("the run was cancelled{when}"))
    }

    /// How many requests (or calls of a workflow) this entry has made.
    pub fn attempts(&self) -> u32 {
        self.position.attempt
    }

    /// The last response in the workflow that this step called: what `$statusCode` means after a call (decision D-24).
    pub fn inner_response(&self) -> Option<Response> {
        self.run.last()
    }

    /// The response of the current attempt.
    pub fn response(&self) -> Option<&Response> {
        self.last.as_ref()
    }

    /// Goes on if the success criterion with this text holds.
    ///
    /// # Errors
    /// It does not.
    pub fn require(&self, criterion: &'static str, holds: bool) -> Result<(), StepError> {
        match holds {
            true => Ok(()),
            false => Err(self.unmet(criterion)),
        }
    }

    /// Goes on if the status is 2xx, which is what success means where the document has no criteria (decision D-01).
    ///
    /// # Errors
    /// It is another.
    pub fn succeeded(&self, response: &Response) -> Result<(), StepError> {
        let status = response.status();
        self.require("status is 2xx", (200..300).contains(&status))
    }

    fn unmet(&self, criterion: &'static str) -> StepError {
        self.report_engines();
        self.emit(EventKind::CriterionFailed { criterion });
        let mut message = format!("criterion `{criterion}` is not met");
        if let Some(redirect) = self.last.as_ref().and_then(Response::redirect) {
            message.push_str(&format!("; {redirect}"));
        }
        let refused = self
            .last
            .as_ref()
            .is_some_and(|response| matches!(response.status(), 401 | 403));
        if refused && !self.unconfigured.is_empty() {
            message.push_str(&format!(
                "; no credential is configured for `{}`",
                self.unconfigured.join("`, `")
            ));
        }
        self.error(Kind::Criteria, message)
    }

    /// The step succeeded with an answer that is not final: `action` repeats it (D-56). A failure once no retry is left.
    pub fn not_final(&self, action: &'static str) -> StepError {
        self.report_engines();
        let message = format!(
            "the answer is not final: the criteria of action `{action}`, which repeats the step, still hold"
        );
        self.error(Kind::Criteria, message).repeated_by(action)
    }

    /// Says that an action other than a retry handles a failure.
    pub fn handled(&self, action: &'static str, failure: &StepError) {
        self.note_handled(action, failure);
        self.action(action);
    }

    fn note_handled(&self, action: &'static str, failure: &StepError) {
        self.run.handle(Handled {
            workflow: self.position.workflow.into(),
            step: self.position.step.into(),
            kind: failure.kind(),
            status: failure.status(),
            attempts: failure.attempts(),
            message: failure.message().to_owned(),
            action: action.into(),
        });
    }

    /// Says that an action was chosen that is no retry and handles no failure.
    pub fn action(&self, action: &'static str) {
        self.emit(EventKind::ActionTaken {
            action,
            delay: Duration::ZERO,
        });
    }

    fn report_engines(&self) {
        for (engine, problem) in crate::notes::take() {
            self.emit(EventKind::EngineError {
                engine,
                problem: &problem,
            });
        }
    }

    fn fail(&self, problem: Problem) -> StepError {
        self.error(problem.kind, problem.message)
            .with_source(problem.source)
    }

    fn error(&self, kind: Kind, message: String) -> StepError {
        self.failed.get_or_init(|| kind);
        // What fails before sending has no response, even if an earlier attempt had one.
        let before = matches!(
            kind,
            Kind::MissingValue | Kind::Encode | Kind::Config | Kind::StepLimit | Kind::Dependency
        );
        let response = if before { None } else { self.last.clone() };
        StepError::new(kind, self.position.workflow, self.position.step, message)
            .after(self.position.attempt, response)
            .with_effect(self.effect)
            .at_moment(self.run.moment())
    }

    fn emit(&self, kind: EventKind<'_>) {
        let position = &self.position;
        self.scope.note(position, &kind);
        self.client.observe(&Event {
            position,
            label: self.client.run().label.as_deref(),
            kind,
        });
    }
}

impl<T: Transport> Drop for Step<'_, T> {
    fn drop(&mut self) {
        self.report_engines();
        if *self.waiting.get_mut() {
            self.run.set_cancelled(true);
        }
        let outcome = match self.failed.get() {
            _ if self.run.is_cancelled() => Outcome::Cancelled,
            Some(kind) => Outcome::Failed(*kind),
            None => Outcome::Succeeded,
        };
        if outcome == Outcome::Succeeded {
            self.entered.complete(self.position.step);
        }
        self.emit(EventKind::StepFinished { outcome });
    }
}

impl<T: Transport> fmt::Debug for Step<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}
