//! What a journal has, line by line; without inputs and bodies, which may be secret.

use std::path::Path;
use std::time::{Duration, SystemTime};

use arazzo_journal::{FileJournal, Header, Outcome, Record};
use arazzo_runtime::{Entry, What};
use clap::ArgMatches;
use serde_json::{Value, json};

use super::refused::refused;
use crate::refused::Refused;
use crate::table::columns;
use crate::text::harmless;

/// The text of the command `show`.
///
/// # Errors
/// The file cannot be read, or is no journal.
pub(crate) fn show(matches: &ArgMatches) -> Result<String, Refused> {
    let file = matches.get_one::<String>("file");
    let path = Path::new(file.map(String::as_str).unwrap_or_default());
    let (header, records) = FileJournal::read(path).map_err(refused)?;
    Ok(match matches.get_flag("json") {
        true => format!("{:#}\n", as_json(&header, &records)),
        false => text(&header, &records),
    })
}

/// Where a run stands.
enum State<'r> {
    Ended(Outcome),
    /// This request may have been processed.
    InFlight(&'r str),
    UnderWay,
}

fn state(records: &[Record]) -> State<'_> {
    match records.last() {
        Some(Record::Ended { outcome, .. }) => State::Ended(*outcome),
        Some(Record::Kept { entry, .. }) => match &entry.what {
            What::Sending(request) => State::InFlight(request),
            _ => State::UnderWay,
        },
        _ => State::UnderWay,
    }
}

fn text(header: &Header, records: &[Record]) -> String {
    let lines: Vec<Vec<String>> = records.iter().filter_map(row).collect();
    let state = match state(records) {
        State::Ended(Outcome::Success) => "It was completed.".to_owned(),
        State::Ended(Outcome::Failure) => {
            "It failed; `resume --again` makes the last request again.".to_owned()
        }
        State::InFlight(request) => format!(
            "It has not ended: `{request}` was about to be sent and may have been processed. If it was not, `resume --again` \
             sends it."
        ),
        State::UnderWay => "It has not ended; `resume` lets it go on.".to_owned(),
    };
    let (workflow, run) = (&header.workflow, &header.run);
    format!(
        "workflow {workflow}, run {run}\n\n{}\n{state}\n",
        columns(2, &lines)
    )
}

/// Time, place, and what happened.
fn row(record: &Record) -> Option<Vec<String>> {
    let (at, place, what) = match record {
        Record::Kept { key, entry } => {
            let place = key.split(' ').next().unwrap_or_default();
            (Some(entry.at), place, happened(entry)?)
        }
        Record::Ended { at, outcome } => {
            let outcome = match outcome {
                Outcome::Success => "ended: success",
                Outcome::Failure => "ended: failure",
            };
            (Some(*at), "", outcome.to_owned())
        }
        Record::Again { key } => (None, key.as_str(), "to be made again".to_owned()),
        _ => return None,
    };
    let at = at.map(time).unwrap_or_default();
    Some(vec![at, place.to_owned(), harmless(&what)])
}

fn happened(entry: &Entry) -> Option<String> {
    Some(match &entry.what {
        What::Began(fingerprint) => format!("began, fingerprint {fingerprint}"),
        What::Sending(request) => format!("sending {request}"),
        What::Answered {
            request, status, ..
        } => format!("{status} to {request}"),
        What::Unanswered {
            request, message, ..
        } => format!("no response to {request}: {message}"),
        What::DelayUntil(until) => format!("delay until {}", time(*until)),
        _ => return None,
    })
}

fn time(millis: u64) -> String {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis));
    let time = time.unwrap_or(SystemTime::UNIX_EPOCH);
    humantime::format_rfc3339_millis(time).to_string()
}

fn as_json(header: &Header, records: &[Record]) -> Value {
    let (state, request) = match state(records) {
        State::Ended(Outcome::Success) => ("success", None),
        State::Ended(Outcome::Failure) => ("failure", None),
        State::InFlight(request) => ("in-flight", Some(request)),
        State::UnderWay => ("under-way", None),
    };
    let entries: Vec<Value> = records
        .iter()
        .filter_map(row)
        .map(|row| {
            let mut parts = row.into_iter();
            json!({"at": parts.next(), "position": parts.next(), "what": parts.next()})
        })
        .collect();
    json!({
        "workflow": header.workflow,
        "run": header.run,
        "state": state,
        "inFlight": request,
        "entries": entries,
    })
}
