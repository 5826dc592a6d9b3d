//! Why a step, and with it a workflow, failed.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::response::Response;
use crate::run::Failure;
use crate::transport::TransportError;

/// What sort of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The response did not meet the success criteria.
    Criteria,
    /// The workflow that the step called failed.
    Nested,
    /// A workflow that has to complete first (`dependsOn`) failed.
    Dependency,
    /// No response came back.
    Transport,
    /// No response came back in time.
    Timeout,
    /// A value that the request cannot do without is missing.
    MissingValue,
    /// A value cannot be put on the wire.
    Encode,
    /// An input breaks a constraint of its schema; nothing was sent.
    InvalidInput,
    /// The client's configuration does not suffice.
    Config,
    /// An output does not have the type its schema promises.
    OutputType,
    /// The budget of step executions is used up.
    StepLimit,
    /// The run was cancelled ([`Cancellation`](crate::Cancellation)).
    Cancelled,
    /// The [journal](crate::Journal) of the run does not let it go on: it is of another version, it cannot be written, or
    /// a request in flight may have been processed.
    Journal,
}

impl Kind {
    /// The kind as one word, stable across versions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Criteria => "criteria",
            Self::Nested => "nested",
            Self::Dependency => "dependency",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::MissingValue => "missing-value",
            Self::Encode => "encode",
            Self::InvalidInput => "invalid-input",
            Self::Config => "config",
            Self::OutputType => "output-type",
            Self::StepLimit => "step-limit",
            Self::Cancelled => "cancelled",
            Self::Journal => "journal",
        }
    }
}

impl Kind {
    /// The kind whose word it is, of those that an exchange can fail with.
    pub(crate) fn of_exchange(word: &str) -> Option<Self> {
        let kinds = [Self::Transport, Self::Timeout, Self::Config, Self::Encode];
        kinds.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const KINDS: [Kind; 10] = [
            Kind::Criteria,
            Kind::Nested,
            Kind::Dependency,
            Kind::Transport,
            Kind::Timeout,
            Kind::MissingValue,
            Kind::Encode,
            Kind::Config,
            Kind::OutputType,
            Kind::StepLimit,
        ];
        let word = Cow::<str>::deserialize(deserializer)?;
        let mut kinds = KINDS.into_iter();
        kinds
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| de::Error::custom("it is no kind of failure"))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A failed attempt of a step; what is left of it when no failure action handles it ends the workflow.
///
/// Serialises as the `failure` object of a run's report. Neither this nor `Debug` shows headers or bodies.
#[derive(Clone)]
pub struct StepError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    workflow: &'static str,
    step: Option<&'static str>,
    attempts: u32,
    message: String,
    response: Option<Response>,
    cause: Option<Arc<dyn Cause>>,
    action: Option<&'static str>,
    at: Instant,
    /// When it failed by the journal of the run.
    moment: Option<SystemTime>,
    /// The journal of the run refuses it each time.
    lasting: bool,
    /// The deadline of the run has passed.
    overdue: bool,
    /// The action that repeats the step, because the answer is not final.
    repeats: Option<&'static str>,
    /// Why no response came back.
    source: Option<Arc<TransportError>>,
    /// Whether a request of the step may have had an effect.
    effect: bool,
}

/// A failed run inside of a step or before a workflow, of whatever type.
trait Cause: Send + Sync {
    fn error(&self) -> &StepError;

    fn any(&self) -> &dyn Any;
}

impl<S: Send + Sync + 'static, O: Send + Sync + 'static, D: 'static> Cause for Failure<S, O, D> {
    fn error(&self) -> &StepError {
        &self.error
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

impl Cause for StepError {
    fn error(&self) -> &StepError {
        self
    }

    fn any(&self) -> &dyn Any {
        self
    }
}

impl StepError {
    pub(crate) fn new(
        kind: Kind,
        workflow: &'static str,
        step: &'static str,
        message: String,
    ) -> Self {
        Self(Box::new(Inner {
            kind,
            workflow,
            step: Some(step),
            attempts: 0,
            message,
            response: None,
            cause: None,
            action: None,
            at: Instant::now(),
            moment: None,
            lasting: false,
            overdue: false,
            repeats: None,
            source: None,
            effect: false,
        }))
    }

    pub(crate) fn after(mut self, attempts: u32, response: Option<Response>) -> Self {
        self.0.attempts = attempts;
        self.0.response = response;
        self
    }

    pub(crate) fn caused_by<S, O, D>(mut self, cause: Failure<S, O, D>) -> Self
    where
        S: Send + Sync + 'static,
        O: Send + Sync + 'static,
        D: 'static,
    {
        self.0.cause = Some(Arc::new(cause));
        self
    }

    /// Whether a request of the step may have had an effect.
    pub(crate) fn with_effect(mut self, effect: bool) -> Self {
        self.0.effect = effect;
        self
    }

    /// When it failed by the journal of the run.
    pub(crate) fn at_moment(mut self, moment: Option<SystemTime>) -> Self {
        self.0.moment = moment;
        self
    }

    /// Whether the journal of the run refuses it each time that it is executed.
    pub(crate) fn lasting(mut self, lasting: bool) -> Self {
        self.0.lasting = lasting;
        self
    }

    /// Whether the run could come further when it is executed again with its journal: what ended it was its deadline, a
    /// [cancellation](crate::Cancellation), or trouble with the journal, which leave no mark there. A run that failed by
    /// itself fails again.
    pub fn is_resumable(&self) -> bool {
        let own = match self.kind() {
            Kind::Cancelled => true,
            Kind::Journal => !self.0.lasting && self.0.cause.is_none(),
            _ => self.is_overdue(),
        };
        own || self.cause().is_some_and(Self::is_resumable)
    }

    /// When it failed by the journal of the run, if that has one.
    pub(crate) fn moment(&self) -> Option<SystemTime> {
        self.0.moment
    }

    /// Why no response came back.
    pub(crate) fn with_source(mut self, source: Option<Arc<TransportError>>) -> Self {
        self.0.source = source;
        self
    }

    /// The deadline of the run has passed.
    pub(crate) fn overdue(mut self) -> Self {
        self.0.overdue = true;
        self
    }

    /// The answer is not final for the action `action`, which repeats the step.
    pub(crate) fn repeated_by(mut self, action: &'static str) -> Self {
        self.0.repeats = Some(action);
        self
    }

    /// Whether this is an answer that is not final, for which the action `action` repeats the step (D-56).
    pub fn repeats(&self, action: &str) -> bool {
        self.0.repeats == Some(action)
    }

    /// Whether this is an answer that is not final, rather than a failure.
    pub(crate) fn is_repeated(&self) -> bool {
        self.0.repeats.is_some()
    }

    /// Whether the deadline of the run has passed.
    pub(crate) fn is_overdue(&self) -> bool {
        self.0.overdue
    }

    /// Adds to what went wrong, once.
    pub(crate) fn note(&mut self, note: &str) {
        if !self.0.message.ends_with(note) {
            self.0.message.push_str("; ");
            self.0.message.push_str(note);
        }
    }

    /// The same with something added to what went wrong.
    pub(crate) fn noting(mut self, note: &str) -> Self {
        self.note(note);
        self
    }

    /// `workflow` did not start, because a workflow it depends on failed with `cause`.
    pub fn dependency(workflow: &'static str, cause: StepError) -> Self {
        let message = format!(
            "workflow `{}`, which has to complete first, failed",
            cause.workflow()
        );
        let mut error = Self::of_workflow(Kind::Dependency, workflow, message);
        error.0.cause = Some(Arc::new(cause));
        error
    }

    /// An error outside of steps.
    pub(crate) fn of_workflow(kind: Kind, workflow: &'static str, message: String) -> Self {
        let mut error = Self::new(kind, workflow, "", message);
        error.0.step = None;
        error
    }

    /// What sort of failure it was.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The workflow that failed.
    pub fn workflow(&self) -> &'static str {
        self.0.workflow
    }

    /// The step that failed; none if the workflow did not start.
    pub fn step(&self) -> Option<&'static str> {
        self.0.step
    }

    /// How many requests (or calls of a workflow) this entry of the step made.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The status of the response of the failed attempt, if one came back.
    pub fn status(&self) -> Option<u16> {
        self.response().map(Response::status)
    }

    /// The response of the failed attempt, if one came back; for a called workflow, the last response inside it.
    pub fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// Whether the response, if one came back, is JSON where it is meant to be.
    pub fn is_readable(&self) -> bool {
        self.response().is_none_or(Response::is_readable)
    }

    /// Whether a request of the failed step may have changed something on the server, so that to run the workflow again
    /// may do it twice. False if none was sent, if each asked only (`GET`, `HEAD`, `OPTIONS`, `TRACE`), or was refused by
    /// a status 3xx or 4xx; for a called workflow, what its failed step says. Steps that were completed before are in
    /// [`Failure::steps`].
    pub fn may_have_been_processed(&self) -> bool {
        self.0.effect || self.cause().is_some_and(Self::may_have_been_processed)
    }

    /// What went wrong, without workflow and step.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The failure inside a called workflow or prerequisite.
    pub fn cause(&self) -> Option<&StepError> {
        self.0.cause.as_deref().map(Cause::error)
    }

    /// The failure of the workflow that the step called, with all that it had achieved: `F` is the type `Failure` in the
    /// module of that workflow. What failed further inside is below [`cause`](Self::cause).
    pub fn nested<F: 'static>(&self) -> Option<&F> {
        self.0.cause.as_deref()?.any().downcast_ref()
    }

    /// The failure action that ended the workflow.
    pub fn action(&self) -> Option<&'static str> {
        self.0.action
    }

    /// The same failure, ended by the failure action `action`.
    #[must_use]
    pub fn ended_by(mut self, action: &'static str) -> Self {
        self.0.action = Some(action);
        self
    }

    /// Whether no failure action may handle it: the step budget is used up, the deadline of the run has passed, or the
    /// run was cancelled, here or in a called workflow.
    pub fn is_final(&self) -> bool {
        matches!(
            self.kind(),
            Kind::StepLimit | Kind::Cancelled | Kind::Journal
        ) || self.is_overdue()
            || self.cause().is_some_and(StepError::is_final)
    }

    /// When the attempt failed, from which the delay of a retry counts.
    pub(crate) fn at(&self) -> Instant {
        self.0.at
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "workflow `{}`", self.workflow())?;
        if let Some(step) = self.step() {
            write!(f, ", step `{step}`")?;
        }
        write!(f, ": {}", self.message())?;
        if let Some(status) = self.status()
            && self.cause().is_none()
        {
            write!(f, " (status {status})")?;
        }
        if self.attempts() > 1 {
            write!(f, " after {} attempts", self.attempts())?;
        }
        if let Some(action) = self.action() {
            write!(f, ", ended by action `{action}`")?;
        }
        Ok(())
    }
}

impl fmt::Debug for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepError")
            .field("kind", &self.kind())
            .field("workflow", &self.workflow())
            .field("step", &self.step())
            .field("attempts", &self.attempts())
            .field("status", &self.status())
            .field("message", &self.message())
            .field("action", &self.action())
            .field("cause", &self.cause())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for StepError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Some(cause) = self.cause() {
            return Some(cause);
        }
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

impl Serialize for StepError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("workflow", self.workflow())?;
        map.serialize_entry("step", &self.step())?;
        map.serialize_entry("kind", self.kind().as_str())?;
        if let Some(status) = self.status() {
            map.serialize_entry("statusCode", &status)?;
        }
        map.serialize_entry("attempts", &self.attempts())?;
        map.serialize_entry("message", self.message())?;
        if let Some(cause) = self.cause() {
            map.serialize_entry("cause", cause)?;
        }
        map.end()
    }
}
