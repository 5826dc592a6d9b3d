//! What becomes of a workflow when its run is over.

use std::fmt;

use arazzo_runtime::{Failure, Kind, Run, StepError};
use dbos::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a run failed with, as the database has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Failed {
    /// The workflow that failed, by its id in the document; that of the innermost call.
    pub workflow: String,
    /// Its step, if it failed in one.
    pub step: Option<String>,
    /// The word of its [`Kind`], such as `status`.
    pub kind: String,
    /// The status of the response that it failed with.
    pub status_code: Option<u16>,
    /// How often the step was tried.
    pub attempts: u32,
    /// Whether the last request may have been processed although there is no answer to it.
    pub may_have_been_processed: bool,
    /// What there is to say about it, without secrets.
    pub message: String,
    /// The outputs of the steps that did run.
    pub steps: Box<Value>,
}

impl Failed {
    /// Whether the journal refused to go on: it is of another version of the workflow, or a request in flight may have been
    /// processed.
    pub fn is_refused(&self) -> bool {
        self.kind == Kind::Journal.as_str()
    }

    fn new(error: &StepError, steps: Value) -> Self {
        Self {
            workflow: error.workflow().to_owned(),
            step: error.step().map(str::to_owned),
            kind: error.kind().as_str().to_owned(),
            status_code: error.status(),
            attempts: error.attempts(),
            may_have_been_processed: error.may_have_been_processed(),
            message: error.to_string(),
            steps: Box::new(steps),
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failed {}

/// The outputs of a run as the result of a workflow, or its failure.
///
/// A run that failed by itself is over: executed again it would be played back to the same failure. What ended the
/// execution alone, such as a deadline, is no result, and the worker executes the run again.
///
/// # Errors
/// See above.
pub fn outcome<I, O, S: Serialize, Q, D>(
    result: Result<Run<I, O, impl Sized>, Failure<S, Q, D>>,
) -> dbos::Result<O, Failed> {
    match result {
        Ok(run) => Ok(run.outputs),
        Err(failure) if failure.error.is_resumable() => Err(Error::Interrupted {
            workflow_id: dbos::workflow_id().unwrap_or_default(),
        }),
        Err(failure) => {
            let steps = serde_json::to_value(&failure.steps).unwrap_or_default();
            Err(Failed::new(&failure.error, steps).into())
        }
    }
}
