//! Tells a person what a run does while it does it.
//!
//! ```no_run
//! # static APIS: &[&arazzo_runtime::Api] = &[];
//! use arazzo_cli::progress::Progress;
//!
//! let progress = Progress::stderr();
//! let client = arazzo_runtime::Client::builder(APIS).observer(progress.clone()).build()?;
//! # Ok::<(), arazzo_runtime::BuildError>(())
//! ```

mod line;
mod screen;

#[cfg(feature = "program")]
pub(crate) use line::duration;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arazzo_runtime::{Event, EventKind, Observer, Outcome};

use line::Line;
use screen::Screen;

/// A line for each step of a run, with what it sent, what came back, how long it took and how often it was tried; steps
/// of called workflows are indented below the step that calls them.
///
/// On a terminal a spinner shows what is under way, and delays count down. Elsewhere there are lines only: one for each
/// step, and one for each delay before a retry. Colours follow `NO_COLOR`. An observer for runs that come one after
/// another; clones write to the same place.
#[derive(Clone)]
pub struct Progress {
    shared: Arc<Mutex<Shared>>,
    /// How far the lines of a run are indented.
    indent: usize,
}

struct Shared {
    screen: Screen,
    /// The steps that are running, the outermost first.
    open: Vec<Open>,
    /// How often each step of the outermost workflow has been a round of polling.
    rounds: BTreeMap<(u32, &'static str), u32>,
}

/// A step that is running.
struct Open {
    depth: u32,
    step: &'static str,
    since: Instant,
    request: Option<(String, String)>,
    status: Option<u16>,
    /// Its line, or that of a step inside of it, is printed.
    announced: bool,
    /// It waited for another round of polling.
    polled: bool,
}

impl Progress {
    /// Progress on standard error: with a spinner if it is a terminal.
    pub fn stderr() -> Self {
        Self::on(Screen::stderr())
    }

    /// Plain lines to `writer`. What cannot be written is dropped.
    pub fn lines(writer: impl Write + Send + 'static) -> Self {
        Self::on(Screen::plain(Box::new(writer)))
    }

    fn on(screen: Screen) -> Self {
        let shared = Shared {
            screen,
            open: Vec::new(),
            rounds: BTreeMap::new(),
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
            indent: 0,
        }
    }

    /// Prints a title, and indents what follows by way of the returned one: for a workflow that runs before another.
    #[must_use]
    pub fn section(&self, title: &str) -> Self {
        let mut shared = self.lock();
        shared.rounds.clear();
        let line = format!("{}{title}", " ".repeat(self.indent));
        shared.screen.line(&line);
        drop(shared);
        Self {
            shared: Arc::clone(&self.shared),
            indent: self.indent.saturating_add(2),
        }
    }

    /// Prints text of one's own between the lines, out of the spinner's way.
    pub fn note(&self, text: &str) {
        let mut shared = self.lock();
        for line in text.lines() {
            shared.screen.line(line);
        }
    }

    /// Ends the spinner, so that others can write.
    pub fn finish(&self) {
        self.lock().screen.finish();
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").finish_non_exhaustive()
    }
}

impl Observer for Progress {
    fn event(&self, event: &Event<'_>) {
        self.lock().event(event, self.indent);
    }
}

impl Shared {
    fn event(&mut self, event: &Event<'_>, indent: usize) {
        if let EventKind::StepStarted = event.kind {
            self.started(event, indent);
            return;
        }
        let own = |open: &Open| open.depth == event.depth() && open.step == event.step;
        let Some(position) = self.open.iter().rposition(own) else {
            return;
        };
        if let EventKind::StepFinished { outcome } = event.kind {
            self.open.truncate(position.saturating_add(1));
            if let Some(open) = self.open.pop() {
                self.finished(event, &open, outcome, indent);
            }
            return;
        }
        let Some(open) = self.open.get_mut(position) else {
            return;
        };
        match event.kind {
            EventKind::RequestSent { method, url } => {
                open.request = Some((method.to_owned(), line::path(url).to_owned()));
                open.status = None;
                let request = format!("{} {method} {}", open.step, line::path(url));
                self.screen.doing(&request);
            }
            EventKind::ResponseReceived { response } => open.status = Some(response.status()),
            EventKind::Waiting { delay, left } => {
                open.polled |= left.is_none();
                let (step, status) = (open.step, open.status);
                self.waiting(event, step, status, delay, left, indent);
            }
            _ => {}
        }
    }

    fn started(&mut self, event: &Event<'_>, indent: usize) {
        self.open.retain(|open| open.depth < event.depth());
        // Steps inside of another one stand below it, so that has to be printed first.
        let look = self.screen.look();
        let mut titles = Vec::new();
        for open in &mut self.open {
            if !std::mem::replace(&mut open.announced, true) {
                let line = Line::new(open.depth, indent, open.step);
                titles.push(line.title(event.workflow, look));
            }
        }
        for title in titles {
            self.screen.line(&title);
        }
        self.open.push(Open {
            depth: event.depth(),
            step: event.step,
            since: Instant::now(),
            request: None,
            status: None,
            announced: false,
            polled: false,
        });
        self.screen.doing(event.step);
    }

    fn finished(&mut self, event: &Event<'_>, open: &Open, outcome: Outcome, indent: usize) {
        let key = (open.depth, open.step);
        let mut line = Line::new(open.depth, indent, open.step);
        line.request = open.request.clone();
        line.status = open.status;
        line.elapsed = open.since.elapsed();
        line.attempts = event.attempt;
        line.outcome = Some(outcome);
        if open.polled && outcome == Outcome::Succeeded {
            let round = self.rounds.entry(key).or_default();
            *round = round.saturating_add(1);
            line.round = Some(*round);
            // Hours of polling are not hours of lines.
            if self.screen.is_live() || !round.is_power_of_two() {
                return;
            }
        } else {
            line.rounds = self.rounds.remove(&key);
        }
        self.screen.line(&line.text(self.screen.look()));
    }

    fn waiting(
        &mut self,
        event: &Event<'_>,
        step: &str,
        status: Option<u16>,
        delay: Duration,
        left: Option<u32>,
        indent: usize,
    ) {
        let why = match (left, status) {
            (None, _) => "not yet".to_owned(),
            (Some(_), Some(status)) => format!("status {status}"),
            (Some(_), None) => "no response".to_owned(),
        };
        let left = match left {
            None => String::new(),
            Some(0) => ", the last try".to_owned(),
            Some(1) => ", 1 more after that".to_owned(),
            Some(left) => format!(", {left} more after that"),
        };
        self.screen.waiting(&format!("{step}: {why}{left}"), delay);
        if !left.is_empty() && !self.screen.is_live() {
            let line = Line::new(event.depth(), indent, step);
            let text = format!("{why}, again in {}{left}", line::duration(delay));
            self.screen.line(&line.note(&text));
        }
    }
}
