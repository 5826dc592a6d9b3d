//! What a caller can watch of a run.

use std::ops::Deref;
use std::time::Duration;

use crate::error::Kind;
use crate::position::Position;
use crate::response::Response;

/// Watches runs. Called from within them, so it should return soon.
///
/// Any `Fn(&Event<'_>)` is one.
pub trait Observer: Send + Sync + 'static {
    /// Something happened.
    fn event(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync + 'static> Observer for F {
    fn event(&self, event: &Event<'_>) {
        self(event);
    }
}

/// Something that happened in a step. Credentials of the client are in none of it.
///
/// It dereferences to its position: `event.step` is the `stepId`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Event<'a> {
    /// Where in the run, after how many attempts: the id of the run tells it from others, and the steps that called its
    /// workflow lead to it.
    pub position: &'a Position,
    /// What people call the run ([`RunOptions::label`](crate::RunOptions::label)).
    pub label: Option<&'a str>,
    /// What happened.
    pub kind: EventKind<'a>,
}

impl Deref for Event<'_> {
    type Target = Position;

    fn deref(&self) -> &Position {
        self.position
    }
}

/// What happened.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum EventKind<'a> {
    /// A step is entered.
    StepStarted,
    /// No alternative of the operation's security is configured; the request goes out without credentials.
    CredentialMissing {
        /// The schemes for which no credential is configured.
        schemes: &'a [&'static str],
    },
    /// A request goes out.
    RequestSent {
        /// Its method.
        method: &'a str,
        /// Its URL, without a credential that the client added, and with `[redacted]` for a secret among its parameters.
        url: &'a str,
    },
    /// A response came back.
    ResponseReceived {
        /// The response.
        response: &'a Response,
    },
    /// A success criterion is not met.
    CriterionFailed {
        /// The criterion as the document has it.
        criterion: &'static str,
    },
    /// A success or failure action was chosen.
    ActionTaken {
        /// The name of the action.
        action: &'static str,
        /// The delay before a retry.
        delay: Duration,
    },
    /// A delay begins: before a retry, or between two rounds of polling.
    Waiting {
        /// How long; it may be nothing.
        delay: Duration,
        /// How many retries of the same action may follow the one that comes next; `None` for polling.
        left: Option<u32>,
    },
    /// A criterion or selector could not be evaluated and counts as not met or missing.
    EngineError {
        /// Which engine: `regex`, `jsonpath`, `xpath`.
        engine: &'static str,
        /// What it stumbled over.
        problem: &'a str,
    },
    /// A step is left.
    StepFinished {
        /// How.
        outcome: Outcome,
    },
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Its last attempt succeeded.
    Succeeded,
    /// Its last attempt failed.
    Failed(Kind),
    /// The run was cancelled, or the caller dropped it while the step waited: for a response, a delay, or a workflow
    /// that it called.
    Cancelled,
}

impl Outcome {
    /// The outcome as one word, stable across versions; the kind of a failure is not in it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed(_) => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}
