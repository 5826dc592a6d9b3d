//! What is printed: the outcome as JSON for programs, or outputs and a message for people.

use arazzo_runtime::{Outcome, Termination};
use serde_json::{Map, Value, json};

use crate::invocation::Finished;
use crate::program::{complain, print};
use crate::record::{Entry, Record};
use crate::registry::Workflow;

/// The object that `run --json` prints.
pub(crate) fn json(workflow: &Workflow, finished: &Finished, record: &Record) -> Value {
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
    put("steps", steps(finished, record));
    put(
        "handled",
        serde_json::to_value(&finished.handled).unwrap_or_default(),
    );
    if let Err(error) = &finished.ending {
        put("failure", serde_json::to_value(error).unwrap_or_default());
    }
    Value::Object(out)
}

/// No outputs are an empty object.
fn object(outputs: &Value) -> Value {
    if outputs.is_null() {
        json!({})
    } else {
        outputs.clone()
    }
}

/// The steps in the order they ran; outputs stand with a step's last entry.
fn steps(finished: &Finished, record: &Record) -> Value {
    let entries = record.steps();
    let entry_of = |(position, entry): (usize, &Entry)| {
        let again = entries
            .iter()
            .skip(position.saturating_add(1))
            .any(|later| later.step == entry.step);
        let outputs = finished.steps.get(entry.step).filter(|_| !again);
        let mut out = self::entry(entry);
        if let (Some(members), Some(outputs)) = (out.as_object_mut(), outputs) {
            members.insert("outputs".to_owned(), outputs.clone());
        }
        out
    };
    entries.iter().enumerate().map(entry_of).collect()
}

fn entry(entry: &Entry) -> Value {
    json!({"step": entry.step, "status": status(entry), "attempts": entry.attempts})
}

fn status(entry: &Entry) -> &'static str {
    match entry.outcome {
        None => "running",
        Some(Outcome::Succeeded) => "succeeded",
        Some(Outcome::Cancelled) => "cancelled",
        Some(_) => "failed",
    }
}

/// For people: outputs to standard output, secrets among them redacted (D-117), what went wrong to standard error.
pub(crate) fn tell(finished: &Finished) {
    for handled in &finished.handled {
        complain(&format!("{handled}\n"));
    }
    if let Err(error) = &finished.ending {
        complain(&format!("failed: {error}\n"));
        let mut cause = error.cause();
        while let Some(inner) = cause {
            complain(&format!("  because {inner}\n"));
            cause = inner.cause();
        }
    }
    if let Some(outputs) = finished
        .shown
        .as_object()
        .filter(|outputs| !outputs.is_empty())
    {
        print(&format!("{:#}\n", Value::Object(outputs.clone())));
    }
}
