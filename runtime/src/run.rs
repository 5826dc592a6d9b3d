//! What generated functions return: a completed run or a failure.

use std::fmt;
use std::ops::Deref;

use serde::Serialize;

use crate::error::{Kind, StepError};

/// A workflow that came to its end. It serialises whole, with the text of secrets; its `Debug` hides them.
#[derive(Clone, Debug, Serialize)]
pub struct Run<I, O, S> {
    /// The inputs it was given; what was left out and has a default is read as the default.
    pub inputs: I,
    /// Its outputs.
    pub outputs: O,
    /// The outputs of its steps.
    pub steps: S,
    /// How it ended.
    pub termination: Termination,
    /// The failures on the way that actions handled, in order; those in workflows that it called are among them.
    pub handled: Vec<Handled>,
}

/// A failed attempt of a step that did not end the run, because a failure action handled it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Handled {
    /// The `workflowId`.
    pub workflow: &'static str,
    /// The `stepId`.
    pub step: &'static str,
    /// What sort of failure it was.
    pub kind: Kind,
    /// The status of the response, if one came back.
    #[serde(rename = "statusCode", skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How many requests (or calls of a workflow) this entry of the step had made.
    pub attempts: u32,
    /// What went wrong.
    pub message: String,
    /// The name of the action.
    pub action: &'static str,
}

impl fmt::Display for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (workflow, step, message) = (self.workflow, self.step, &self.message);
        write!(f, "workflow `{workflow}`, step `{step}`: {message}")?;
        if let Some(status) = self.status {
            write!(f, " (status {status})")?;
        }
        write!(f, ", handled by action `{}`", self.action)
    }
}

/// How a workflow ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "termination")]
pub enum Termination {
    /// After its last step, or by going over to another workflow.
    Completed,
    /// By a success action `end`.
    Ended {
        /// The step whose action it was.
        step: &'static str,
        /// The name of the action.
        action: &'static str,
    },
}

/// A workflow that failed: why, and what it had achieved by then.
#[derive(Clone, Debug)]
pub struct Failure<S, O = ()> {
    /// Why, where, after how many attempts.
    pub error: StepError,
    /// The outputs of the steps that did run.
    pub steps: S,
    /// The outputs of the workflow as far as they exist.
    pub outputs: O,
    /// The failures before this one that actions handled, in order.
    pub handled: Vec<Handled>,
}

impl<S, O> Deref for Failure<S, O> {
    type Target = StepError;

    fn deref(&self) -> &StepError {
        &self.error
    }
}

impl<S, O> fmt::Display for Failure<S, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<S: fmt::Debug, O: fmt::Debug> std::error::Error for Failure<S, O> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}
