//! A result as it is written down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use arazzo_runtime::{Event, EventKind, Observer};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::fingerprint::written;
use super::inputs::Entry;
use super::summary::Reason;
use crate::arguments::Order;
use crate::invocation::Finished;
use crate::program::Secrets;
use crate::report::{failure_json, outcome};

/// Counts the requests of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts(Arc<AtomicU32>);

impl Observer for Attempts {
    fn event(&self, event: &Event<'_>) {
        if let EventKind::RequestSent { .. } = event.kind {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Attempts {
    pub(super) fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What became of a line.
pub(super) struct Outcome {
    /// The members of the result that say so.
    members: Map<String, Value>,
    /// Why it failed, if it did.
    pub(super) reason: Option<Reason>,
    attempts: u32,
}

impl Outcome {
    /// The inputs are invalid, so that nothing was run.
    pub(super) fn invalid(order: &Order, problem: &str) -> Self {
        let workflow = order.workflow.id;
        let failure = json!({"workflow": workflow, "kind": Reason::INPUTS, "message": problem});
        Self {
            members: Map::from_iter([
                ("workflow".to_owned(), workflow.into()),
                ("outcome".to_owned(), "failure".into()),
                ("failure".to_owned(), failure),
            ]),
            reason: Some(Reason::inputs(workflow)),
            attempts: 0,
        }
    }

    /// A run with these inputs came to its end.
    pub(super) fn of_run(
        order: &Order,
        secrets: &Secrets,
        inputs: &Value,
        finished: &Finished,
        attempts: u32,
    ) -> Self {
        let mut members = outcome(order.workflow, finished);
        let error = finished.ending.as_ref().err();
        if let Some(error) = error {
            let failure = failure_json(error, &secrets.mask(order, inputs));
            members.insert("failure".to_owned(), failure);
        }
        Self {
            members,
            reason: error.map(Reason::of),
            attempts,
        }
    }
}

#[derive(Serialize)]
struct Line<'a> {
    index: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a RawValue>,
    #[serde(flatten)]
    outcome: &'a Map<String, Value>,
    attempts: u32,
    started: String,
    seconds: f64,
}

/// The line of a result.
pub(super) fn line(
    entry: &Entry,
    outcome: &Outcome,
    started: SystemTime,
    took: Duration,
) -> Result<String, serde_json::Error> {
    let input = entry.shown.as_deref().map(serde_json::from_str);
    let line = Line {
        index: entry.index,
        fingerprint: entry.fingerprint.map(written),
        input: input.transpose()?,
        outcome: &outcome.members,
        attempts: outcome.attempts,
        started: humantime::format_rfc3339_millis(started).to_string(),
        seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
    };
    serde_json::to_string(&line)
}
