//! What generated functions return: a completed run or a failure.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::body_error::BodyError;
use crate::declared::Declared;
use crate::error::{Kind, StepError};

/// A workflow that came to its end: it can be stored, compared, and handed to a workflow that depends on this one.
///
/// It serialises whole, with the text of secrets, so store it as one (decision D-127); [`redacted`](crate::redacted) is for
/// what people see, and `Debug` hides secrets as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run<I, O, S> {
    /// The inputs that it ran with, defaults included.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Handled {
    /// The `workflowId`.
    pub workflow: Cow<'static, str>,
    /// The `stepId`.
    pub step: Cow<'static, str>,
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
    pub action: Cow<'static, str>,
}

impl fmt::Display for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (workflow, step, message) = (&self.workflow, &self.step, &self.message);
        write!(f, "workflow `{workflow}`, step `{step}`: {message}")?;
        if let Some(status) = self.status {
            write!(f, " (status {status})")?;
        }
        write!(f, ", handled by action `{}`", self.action)
    }
}

/// How a workflow ended that did not fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "termination")]
pub enum Termination {
    /// After its last step, or by going over to another workflow.
    Completed,
    /// By a success action `end`.
    Ended {
        /// The step whose action it was.
        step: Cow<'static, str>,
        /// The name of the action.
        action: Cow<'static, str>,
    },
}

impl Termination {
    /// The end that the success action `action` of `step` brought about.
    #[doc(hidden)]
    pub const fn ended(step: &'static str, action: &'static str) -> Self {
        Self::Ended {
            step: Cow::Borrowed(step),
            action: Cow::Borrowed(action),
        }
    }
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_stored_run_is_the_same_when_it_is_read_again() {
        let run = Run {
            inputs: json!({"id": 7}),
            outputs: (),
            steps: (),
            termination: Termination::ended("find", "found"),
            handled: vec![Handled {
                workflow: "order".into(),
                step: "find".into(),
                kind: Kind::Timeout,
                status: None,
                attempts: 2,
                message: "no answer".to_owned(),
                action: Cow::Borrowed("again"),
            }],
        };
        let stored = serde_json::to_value(&run).expect("JSON");
        assert_eq!(
            stored["termination"],
            json!({"termination": "ended", "step": "find", "action": "found"})
        );
        assert_eq!(stored["handled"][0]["kind"], "timeout");
        let again: Run<serde_json::Value, (), ()> =
            serde_json::from_value(stored).expect("the run");
        assert_eq!(again, run);
    }

    #[test]
    fn every_kind_of_failure_is_read_by_its_word() {
        for word in ["criteria", "step-limit", "missing-value"] {
            let kind: Kind = serde_json::from_value(json!(word)).expect("a kind");
            assert_eq!(kind.as_str(), word);
        }
        assert!(serde_json::from_value::<Kind>(json!("unheard-of")).is_err());
    }
}
