//! Why a run failed, as far as it helps to mend it.

use arazzo_runtime::{Response, StepError};
use serde_json::{Map, Value};

use super::advice;
use super::compared::{self, Seen};
use super::ran::Ran;
use crate::arguments::{Kind, Order};
use crate::exchange::Mask;
use crate::record::Entry;
use crate::table::{columns, value};
use crate::text::{harmless, short};

/// How many lines, and characters, of a body are shown.
const LINES: usize = 40;
const CHARACTERS: usize = 4000;
/// How much of a value that was compared.
const VALUE: usize = 200;

/// What went wrong, what was compared, what the server said, and what to look at.
pub(super) fn text(order: &Order, ran: &Ran, error: &StepError) -> String {
    let mut out = format!("failed: {error}\n");
    for cause in chain(error).skip(1) {
        out.push_str(&format!("  because {cause}\n"));
    }
    let innermost = innermost(error);
    let response = innermost.response();
    let compared = compared(order, ran, innermost);
    if !compared.is_empty() {
        out.push_str(&format!("  compared\n{}", columns(4, &compared)));
    }
    if let Some(response) = response {
        out.push_str(&said(response));
    }
    for line in advice::advice(order, innermost) {
        out.push_str(&format!("  look at: {line}\n"));
    }
    out
}

/// An error, and what caused it.
fn chain(error: &StepError) -> impl Iterator<Item = &StepError> {
    std::iter::successors(Some(error), |error| error.cause())
}

/// What a failure began with.
fn innermost(error: &StepError) -> &StepError {
    chain(error).last().unwrap_or(error)
}

/// The expressions of the criterion that was not met, with their values.
fn compared(order: &Order, ran: &Ran, error: &StepError) -> Vec<Vec<String>> {
    let mut records = vec![&ran.record];
    records.extend(ran.before.iter().map(|(_, record)| record));
    let mut entries = records.into_iter().flat_map(|record| record.steps());
    let Some(criterion) = entries.find_map(|entry| unmet(&entry, error)) else {
        return Vec::new();
    };
    let is_own = error.workflow() == order.workflow.id;
    let (inputs, steps) = match is_own {
        true => (shown_inputs(order), &ran.finished.shown_steps),
        false => (Value::Null, &Value::Null),
    };
    let seen = Seen {
        response: error.response(),
        inputs: &inputs,
        steps,
    };
    let row = |(expression, found): (String, Option<Value>)| {
        let found = found.map_or_else(|| "(nothing)".to_owned(), |it| short(&value(&it), VALUE));
        vec![expression, "is".to_owned(), found]
    };
    compared::values(criterion, &seen)
        .into_iter()
        .map(row)
        .collect()
}

/// The criterion that the failed step did not meet.
fn unmet(entry: &Entry, error: &StepError) -> Option<&'static str> {
    let inside = entry.steps.iter().rev().find_map(|it| unmet(it, error));
    let is_it = entry.workflow == error.workflow() && Some(entry.step) == error.step();
    inside.or(entry.unmet.filter(|_| is_it))
}

/// The inputs as people may see them.
fn shown_inputs(order: &Order) -> Value {
    let workflow = order.workflow;
    let is_secret = |name: &str| {
        let mut fields = workflow.inputs.iter().filter(|field| field.name == name);
        fields.any(|field| Kind::of(workflow, field) == Kind::Secret)
    };
    let shown = order
        .inputs
        .iter()
        .map(|(name, value)| match is_secret(name) {
            true => (name.clone(), Value::from("[redacted]")),
            false => (name.clone(), value.clone()),
        });
    Value::Object(shown.collect::<Map<_, _>>())
}

/// What the server said, for programs: JSON where it is JSON and within the limit, else text up to that. Without secrets,
/// which are taken away before anything is cut off, lest a part of one is left at the end.
pub(super) fn response(error: &StepError, mask: &Mask) -> Option<Value> {
    let response = innermost(error).response()?;
    let body = mask.body(response.text()?.as_bytes());
    let text = String::from_utf8_lossy(&body);
    let is_long = text.chars().nth(CHARACTERS).is_some();
    let value = serde_json::from_str::<Value>(&text).ok();
    let value = value.filter(|_| !is_long);
    let mut out = Map::new();
    if let Some(media_type) = response.header("content-type") {
        let media_type = short(&mask.text(media_type), VALUE);
        out.insert("contentType".to_owned(), media_type.into());
    }
    let body = value.unwrap_or_else(|| text.chars().take(CHARACTERS).collect::<String>().into());
    out.insert("body".to_owned(), body);
    if is_long {
        out.insert("truncated".to_owned(), true.into());
    }
    Some(Value::Object(out))
}

/// What the server said, up to a limit.
fn said(response: &Response) -> String {
    let Some(text) = response.text() else {
        return String::new();
    };
    let pretty = serde_json::from_str::<Value>(&text).map(|json| format!("{json:#}"));
    let text = harmless(&pretty.unwrap_or(text));
    let media_type = response.header("content-type").unwrap_or("no media type");
    let mut out = format!("  the server said ({}):\n", short(media_type, VALUE));
    let mut left = CHARACTERS;
    let mut lines = text.lines();
    for line in lines.by_ref().take(LINES) {
        let kept: String = line.chars().take(left).collect();
        left = left.saturating_sub(kept.chars().count());
        out.push_str(&format!("    {kept}\n"));
        if left == 0 {
            break;
        }
    }
    if left == 0 || lines.next().is_some() {
        out.push_str(&format!(
            "    … ({} bytes in all)\n",
            response.bytes().len()
        ));
    }
    out
}
