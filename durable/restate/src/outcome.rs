//! What becomes of an invocation when its run is over.

use arazzo_runtime::{Failure, Run, StepError};
use restate_sdk::errors::{HandlerError, TerminalError};
use restate_sdk::prelude::{HandlerResult, Json};
use serde::Serialize;
use serde_json::Value;

/// The outputs of a run as the result of a handler, or its failure.
///
/// A run that failed by itself is over, and so is the invocation: executed again it would be played back to the same
/// failure. Its error has the status 500 (409 where the journal refuses the run: another version of the workflow, a request
/// that may have been processed) and the failure as JSON. What ended the execution alone, such as a deadline, is an error
/// after which Restate tries again.
///
/// # Errors
/// See above.
pub fn outcome<I, O: Serialize, S, P, Q, D>(
    result: Result<Run<I, O, S>, Failure<P, Q, D>>,
) -> HandlerResult<Json<Value>> {
    match result {
        Ok(run) => serde_json::to_value(&run.outputs)
            .map(Json)
            .map_err(|error| TerminalError::new(error.to_string()).into()),
        Err(failure) => Err(refused(&failure.error)),
    }
}

fn refused(error: &StepError) -> HandlerError {
    if error.is_resumable() {
        return error.clone().into();
    }
    let code = match error.kind() {
        arazzo_runtime::Kind::Journal => 409,
        _ => 500,
    };
    let text = serde_json::to_string(error).unwrap_or_else(|_| error.to_string());
    TerminalError::new_with_code(code, text).into()
}
