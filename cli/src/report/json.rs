//! The outcome as one JSON object.

use arazzo_runtime::{Outcome, StepError, Termination};
use serde_json::{Map, Value, json};

use super::failure::response;
use super::ran::Ran;
use crate::exchange::Mask;
use crate::invocation::Finished;
use crate::record::{Entry, Record};
use crate::registry::Workflow;

/// The object that `run --json` prints.
pub(crate) fn json(workflow: &Workflow, ran: &Ran, mask: &Mask) -> Value {
    let finished = &ran.finished;
    let mut out = outcome(workflow, finished);
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    put("steps", steps(&finished.steps, &ran.record));
    if !ran.before.is_empty() {
        put("prerequisites", ran.before.iter().map(before).collect());
    }
    put(
        "handled",
        serde_json::to_value(&finished.handled).unwrap_or_default(),
    );
    if let Err(error) = &finished.ending {
        put("failure", failure(error, mask));
    }
    Value::Object(out)
}

/// How a run ended, and its outputs if it came to an end of its own.
pub(crate) fn outcome(workflow: &Workflow, finished: &Finished) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    put("workflow", workflow.id.into());
    put(
        "outcome",
        if finished.ending.is_ok() {
            "success"
        } else {
            "failure"
        }
        .into(),
    );
    match &finished.ending {
        Ok(Termination::Completed) => put("termination", "completed".into()),
        Ok(Termination::Ended { step, action }) => {
            put("termination", "ended".into());
            put("endedBy", json!({"step": step, "action": action}));
        }
        Err(error) => {
            if let Some(action) = error.action() {
                put("termination", "ended-on-failure".into());
                put("endedBy", json!({"step": error.step(), "action": action}));
            }
        }
    }
    let ended = finished
        .ending
        .as_ref()
        .err()
        .is_none_or(|error| error.action().is_some());
    if ended {
        put("outputs", object(&finished.outputs));
    }
    out
}

/// The error, with the server's answer that it began with.
pub(crate) fn failure(error: &StepError, mask: &Mask) -> Value {
    let mut out = serde_json::to_value(error).unwrap_or_default();
    if let (Some(members), Some(response)) = (out.as_object_mut(), response(error, mask)) {
        members.insert("response".to_owned(), response);
    }
    out
}

/// No outputs are an empty object.
fn object(outputs: &Value) -> Value {
    if outputs.is_null() {
        json!({})
    } else {
        outputs.clone()
    }
}

/// A workflow that ran before.
fn before((workflow, record): &(&'static str, Record)) -> Value {
    json!({"workflow": workflow, "steps": steps(&Value::Null, record)})
}

/// The steps in the order they ran; outputs stand with a step's last entry.
fn steps(outputs: &Value, record: &Record) -> Value {
    let entries = record.steps();
    let entry_of = |(position, entry): (usize, &Entry)| {
        let again = entries
            .iter()
            .skip(position.saturating_add(1))
            .any(|later| later.step == entry.step);
        let outputs = outputs.get(entry.step).filter(|_| !again);
        self::entry(entry, outputs)
    };
    entries.iter().enumerate().map(entry_of).collect()
}

fn entry(entry: &Entry, outputs: Option<&Value>) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
    put("step", entry.step.into());
    put("status", status(entry).into());
    put("attempts", entry.attempts.into());
    if let Some((method, url)) = &entry.request {
        put("method", method.as_str().into());
        put("url", url.as_str().into());
    }
    if let Some(status) = entry.status {
        put("statusCode", status.into());
    }
    if let Some(elapsed) = entry.elapsed {
        put("seconds", elapsed.as_secs_f64().into());
    }
    if let Some(outputs) = outputs {
        put("outputs", outputs.clone());
    }
    if !entry.steps.is_empty() {
        put("steps", entry.steps.iter().map(nested).collect());
    }
    Value::Object(out)
}

/// A step of a called workflow, which it names.
fn nested(entry: &Entry) -> Value {
    let mut out = self::entry(entry, None);
    if let Some(members) = out.as_object_mut() {
        members.insert("workflow".to_owned(), entry.workflow.into());
    }
    out
}

fn status(entry: &Entry) -> &'static str {
    match entry.outcome {
        None => "running",
        Some(Outcome::Succeeded) => "succeeded",
        Some(Outcome::Cancelled) => "cancelled",
        Some(_) => "failed",
    }
}
