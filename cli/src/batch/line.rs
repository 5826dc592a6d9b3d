//! A result as it is written down.

use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::fingerprint::written;
use super::inputs::Entry;
use super::outcome::Outcome;

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
