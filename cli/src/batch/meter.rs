//! How far many runs have come: a bar on a terminal, a line now and then elsewhere.

use std::time::{Duration, Instant};

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::summary::Summary;
use crate::print::complain;
use crate::progress::duration;
use crate::text::short;

/// How often the bar moves without a result.
const TICK: Duration = Duration::from_millis(200);
/// How often a line is printed where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

pub(super) struct Meter {
    /// None where nothing is shown.
    shown: Option<Shown>,
    since: Instant,
}

enum Shown {
    Bar(ProgressBar),
    Lines { total: Option<u64>, next: Duration },
}

impl Meter {
    /// Shows nothing.
    pub(super) fn silent() -> Self {
        Self {
            shown: None,
            since: Instant::now(),
        }
    }

    /// Shows progress on standard error, towards `total` lines if it is known how many there are.
    pub(super) fn stderr(total: Option<u64>) -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let shown = match Term::stderr().is_term() && !is_dumb {
            true => Shown::Bar(bar(total)),
            false => Shown::Lines { total, next: EVERY },
        };
        Self {
            shown: Some(shown),
            since: Instant::now(),
        }
    }

    /// How long it has been going on.
    pub(super) fn took(&self) -> Duration {
        self.since.elapsed()
    }

    /// A line came to its result; `paused` are the hosts that are left alone now.
    pub(super) fn advance(&mut self, summary: &Summary, paused: &[(String, Duration)]) {
        let took = self.took();
        match &mut self.shown {
            Some(Shown::Bar(bar)) => {
                bar.set_position(summary.ended());
                bar.set_message(message(summary, paused));
            }
            Some(Shown::Lines { total, next }) if took >= *next => {
                *next = took.saturating_add(EVERY);
                let of = total.map_or_else(String::new, |total| format!(" of {total}"));
                let ended = summary.ended();
                let message = message(summary, paused);
                complain(&format!("{ended}{of} in {}{message}\n", duration(took)));
            }
            _ => {}
        }
    }

    /// Prints a line out of the way of the bar.
    pub(super) fn note(&self, text: &str) {
        match &self.shown {
            Some(Shown::Bar(bar)) => bar.println(text),
            _ => complain(&format!("{text}\n")),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(Shown::Bar(bar)) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let template = match total {
        Some(_) => "{bar:30} {pos} of {len}, {per_sec}, {eta} left{msg}",
        None => "{spinner} {pos}, {per_sec}, {elapsed}{msg}",
    };
    let style = ProgressStyle::with_template(template);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(TICK);
    bar
}

fn message(summary: &Summary, paused: &[(String, Duration)]) -> String {
    let mut out = match summary.failed {
        0 => String::new(),
        failed => format!(", {failed} failed"),
    };
    for (host, left) in paused.iter().filter(|(_, left)| left.as_secs() > 0) {
        let (host, left) = (short(host, 60), duration(*left));
        out.push_str(&format!(", {host} asks to wait for {left}"));
    }
    out
}
