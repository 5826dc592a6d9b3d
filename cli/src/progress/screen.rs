//! Where lines of progress go: to a terminal with a spinner, or just to a stream.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::line::{Look, duration};

/// How often the spinner moves.
const TICK: Duration = Duration::from_millis(100);

pub(super) enum Screen {
    /// A terminal, on which one line at the bottom changes.
    Live(Box<Live>),
    Plain {
        writer: Box<dyn Write + Send>,
        look: Look,
    },
}

pub(super) struct Live {
    bar: ProgressBar,
    now: Now,
}

/// What is under way; the spinner reads it whenever it moves.
type Now = Arc<Mutex<Doing>>;

#[derive(Default)]
struct Doing {
    what: String,
    /// When a delay is over.
    until: Option<Instant>,
}

impl Screen {
    pub(super) fn stderr() -> Self {
        let term = Term::stderr();
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if term.is_term() && !is_dumb {
            return Self::Live(Box::new(Live::new()));
        }
        Self::Plain {
            writer: Box::new(std::io::stderr()),
            look: Look::stderr(),
        }
    }

    pub(super) fn plain(writer: Box<dyn Write + Send>) -> Self {
        let look = Look { colours: false };
        Self::Plain { writer, look }
    }

    pub(super) fn is_live(&self) -> bool {
        matches!(self, Self::Live(_))
    }

    pub(super) fn look(&self) -> Look {
        match self {
            Self::Live(_) => Look::stderr(),
            Self::Plain { look, .. } => *look,
        }
    }

    /// Prints a line that stays.
    pub(super) fn line(&mut self, text: &str) {
        match self {
            Self::Live(live) => live.bar.println(text),
            // A reader that has gone away is no problem of ours.
            Self::Plain { writer, .. } => {
                let _ = writeln!(writer, "{text}").and_then(|()| writer.flush());
            }
        }
    }

    /// Says what is under way.
    pub(super) fn doing(&self, what: &str) {
        self.now(what, None);
    }

    /// Counts a delay down.
    pub(super) fn waiting(&self, what: &str, delay: Duration) {
        self.now(what, Instant::now().checked_add(delay));
    }

    fn now(&self, what: &str, until: Option<Instant>) {
        if let Self::Live(live) = self {
            let mut now = live.now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = Doing {
                what: what.to_owned(),
                until,
            };
            drop(now);
            live.bar.reset_elapsed();
            live.bar.enable_steady_tick(TICK);
            live.bar.tick();
        }
    }

    /// Takes the spinner away.
    pub(super) fn finish(&self) {
        if let Self::Live(live) = self {
            live.bar.finish_and_clear();
        }
    }
}

impl Live {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let now = Now::default();
        let read = Arc::clone(&now);
        let style = ProgressStyle::with_template("{spinner} {now}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner())
            .with_key(
                "now",
                move |state: &indicatif::ProgressState, writer: &mut dyn std::fmt::Write| {
                    let now = read.lock().unwrap_or_else(PoisonError::into_inner);
                    // What cannot be drawn is not.
                    let _ = writer.write_str(&now.text(state.elapsed()));
                },
            );
        bar.set_style(style);
        Self { bar, now }
    }
}

impl Doing {
    fn text(&self, elapsed: Duration) -> String {
        let Some(until) = self.until else {
            return format!("{}  {}", self.what, duration(elapsed));
        };
        let left = until.saturating_duration_since(Instant::now());
        // The second that has begun counts.
        let seconds = left.as_secs_f64().ceil();
        format!("{}, again in {seconds} s", self.what)
    }
}
