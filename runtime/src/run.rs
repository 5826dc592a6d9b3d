//! What generated functions return: a completed run or a failure.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::Serialize;

use crate::body_error::BodyError;
use crate::declared::Declared;
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
pub struct Failure<S, O = (), D = ()> {
    /// Why, where, after how many attempts.
    pub error: StepError,
    /// The outputs of the steps that did run.
    pub steps: S,
    /// The outputs of the workflow as far as they exist.
    pub outputs: O,
    /// The failures before this one that actions handled, in order.
    pub handled: Vec<Handled>,
    /// The type of what [`declared`](Self::declared) returns.
    declared: PhantomData<fn() -> D>,
}

impl<S, O, D> Failure<S, O, D> {
    /// A failure that nothing was handled before.
    pub fn new(error: StepError, steps: S, outputs: O) -> Self {
        Self {
            error,
            steps,
            outputs,
            handled: Vec::new(),
            declared: PhantomData,
        }
    }

    /// With the failures that actions handled before.
    pub(crate) fn after(mut self, handled: Vec<Handled>) -> Self {
        self.handled = handled;
        self
    }
}

impl<S, O, D: Declared> Failure<S, O, D> {
    /// The error response that the failed step got, typed as its operation declares it: `D` is the enum `Declared` in the
    /// module of the workflow. Where a step called a workflow, that of the step that failed inside. The body is read now and
    /// not before.
    ///
    /// # Errors
    /// No response came back, its status is not declared as an error, or the body is another one than declared.
    pub fn declared(&self) -> Result<D, BodyError> {
        D::of(&self.error)
    }
}

impl<S: Clone, O: Clone, D> Clone for Failure<S, O, D> {
    fn clone(&self) -> Self {
        Self::new(self.error.clone(), self.steps.clone(), self.outputs.clone())
            .after(self.handled.clone())
    }
}

impl<S: fmt::Debug, O: fmt::Debug, D> fmt::Debug for Failure<S, O, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("error", &self.error)
            .field("steps", &self.steps)
            .field("outputs", &self.outputs)
            .field("handled", &self.handled)
            .finish()
    }
}

impl<S, O, D> Deref for Failure<S, O, D> {
    type Target = StepError;

    fn deref(&self) -> &StepError {
        &self.error
    }
}

impl<S, O, D> fmt::Display for Failure<S, O, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<S: fmt::Debug, O: fmt::Debug, D> std::error::Error for Failure<S, O, D> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}
