//! What the terminal shows: a line a step, then the outputs or what went wrong.

use std::io::{IsTerminal, stdout};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use arazzo_runtime::{Event, EventKind, Observer, Outcome};
use arazzo_workflows::sentry::provision_project_key::{Failure, Run};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::options::{Options, Place};

/// What is encoded in a segment of a path, so that no value can leave it, or the quotes around it.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// Says where requests go and what is about to happen.
pub(crate) fn introduce(place: &Place, options: &Options) {
    if place.stand_in {
        println!(
            "Talking to a stand-in for Sentry at {} (`--help` tells how to reach the real one).",
            place.url
        );
    } else {
        println!("Talking to Sentry at {}.", place.url);
    }
    println!(
        "Project `{}` for team `{}` of organization `{}`, with key `{}`:\n",
        options.project_name, options.team, options.organization, options.key_name
    );
}

/// Prints each step when it is done.
pub(crate) struct Progress {
    /// What all URLs begin with and nobody needs to read.
    base: String,
    color: bool,
    current: Mutex<Current>,
}

/// What is known of the step that runs.
struct Current {
    started: Instant,
    request: String,
    status: Option<u16>,
}

impl Progress {
    pub(crate) fn new(base: &str) -> Self {
        let color = stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self {
            base: base.to_owned(),
            color,
            current: Mutex::new(Current::new()),
        }
    }

    fn finished(&self, step: &str, outcome: Outcome, current: &Current) {
        let (mark, color) = match outcome {
            Outcome::Succeeded => ("✓", 32),
            _ => ("✗", 31),
        };
        let mark = if self.color {
            format!("\x1b[{color}m{mark}\x1b[0m")
        } else {
            mark.to_owned()
        };
        let status = current
            .status
            .map_or("---".to_owned(), |status| status.to_string());
        let milliseconds = current.started.elapsed().as_millis();
        println!(
            "  {mark} {step:<15} {status}  {milliseconds:>4} ms  {}",
            current.request
        );
    }
}

impl Observer for Progress {
    fn event(&self, event: &Event<'_>) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match event.kind {
            EventKind::StepStarted => *current = Current::new(),
            EventKind::RequestSent { method, url } => {
                let path = url.strip_prefix(&self.base).unwrap_or(url);
                current.request = format!("{method} {path}");
            }
            EventKind::ResponseReceived { response } => current.status = Some(response.status()),
            EventKind::StepFinished { outcome } => self.finished(event.step, outcome, &current),
            _ => {}
        }
    }
}

impl Current {
    fn new() -> Self {
        Self {
            started: Instant::now(),
            request: String::new(),
            status: None,
        }
    }
}

/// The outputs; `dsn_public` is an `Option` because Sentry's schema does not promise it.
pub(crate) fn success(run: &Run) {
    let outputs = &run.outputs;
    println!("\nDone.");
    println!("  project  {}", printable(&outputs.project_slug));
    println!("  key      {}", printable(&outputs.key_id));
    let dsn = outputs.dsn_public.as_deref();
    println!(
        "  DSN      {}",
        dsn.map_or("(none came back)".to_owned(), printable)
    );
}

/// What failed and why, and what exists by now, from the typed outputs of the steps that completed.
pub(crate) fn failure(failure: &Failure, place: &Place, organization: &str) {
    let (step, kind) = (failure.step().unwrap_or("none"), failure.kind());
    eprintln!("\nStep `{step}` failed ({kind}): {}", failure.message());
    if let Some(response) = failure.response() {
        let body = printable(&response.text().unwrap_or_default());
        eprintln!("  status   {}", response.status());
        eprintln!("  body     {body}");
    }
    let Some(project) = &failure.steps.create_project else {
        let refused = failure.status().is_some_and(|status| status >= 400);
        let created = match failure.attempts() {
            0 => "Nothing was created.",
            _ if refused => "Nothing was created.",
            _ => "Whether the project was created is not known.",
        };
        eprintln!("\n{created}");
        return;
    };
    // The slug that was confirmed is the one to go by; before that, the one that came with the creation.
    let confirmed = failure.steps.confirm_project.as_ref();
    let slug = confirmed.map_or(&project.project_slug, |step| &step.project_slug);
    eprintln!("\nCreated by then:");
    eprintln!(
        "  project  {} (id {})",
        printable(slug),
        printable(&project.project_id)
    );
    if let Some(key) = &failure.steps.create_key {
        eprintln!("  key      {}", printable(&key.key_id));
    }
    if place.stand_in {
        eprintln!(
            "The stand-in forgets it now. Sentry would not, and this command would be printed:"
        );
    } else {
        eprintln!("To remove it, keys and all:");
    }
    let [organization, slug] = [organization, slug].map(|it| utf8_percent_encode(it, SEGMENT));
    let url = format!("{}/projects/{organization}/{slug}/", place.url);
    eprintln!("  curl -X DELETE -H \"Authorization: Bearer $SENTRY_AUTH_TOKEN\" '{url}'");
}

/// The beginning of a text from a server, without what a terminal might obey.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_control())
        .take(300)
        .collect()
}
