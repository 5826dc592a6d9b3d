//! One line of progress.

use std::time::Duration;

use arazzo_runtime::Outcome;
use console::{Style, pad_str};

use crate::text::short;

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) colours: bool,
}

impl Look {
    /// Of lines on standard error.
    pub(crate) fn stderr() -> Self {
        Self {
            colours: console::colors_enabled_stderr(),
        }
    }

    fn style(self, style: Style) -> Style {
        style.force_styling(self.colours)
    }
}

/// What a line says of a step.
pub(super) struct Line<'s> {
    indent: usize,
    step: &'s str,
    pub(super) request: Option<(String, String)>,
    pub(super) status: Option<u16>,
    pub(super) elapsed: Duration,
    pub(super) attempts: u32,
    pub(super) outcome: Option<Outcome>,
    /// Which round of polling it was.
    pub(super) round: Option<u32>,
    /// How many rounds of polling went before.
    pub(super) rounds: Option<u32>,
}

/// Where the request begins, so that short names leave it in one column.
const NAME: usize = 20;
/// The same for the status.
const REQUEST: usize = 36;
/// Longer paths are cut off.
const PATH: usize = 80;

impl<'s> Line<'s> {
    pub(super) fn new(depth: u32, indent: usize, step: &'s str) -> Self {
        let depth = usize::try_from(depth).unwrap_or_default();
        Self {
            indent: depth.saturating_mul(2).saturating_add(indent),
            step,
            request: None,
            status: None,
            elapsed: Duration::ZERO,
            attempts: 0,
            outcome: None,
            round: None,
            rounds: None,
        }
    }

    /// The line of a step that ended.
    pub(super) fn text(&self, look: Look) -> String {
        let (mark, colour) = match self.outcome {
            _ if self.round.is_some() => ("…", Style::new().dim()),
            Some(Outcome::Succeeded) => ("✓", Style::new().green()),
            Some(Outcome::Cancelled) => ("–", Style::new().yellow()),
            _ => ("✗", Style::new().red()),
        };
        let colour = look.style(colour);
        let mut parts = vec![self.name(&colour.apply_to(mark).to_string())];
        if let Some((method, path)) = &self.request {
            let request = format!("{method} {}", short(path, PATH));
            parts.push(pad(&request, REQUEST));
        }
        if let Some(status) = self.status {
            parts.push(colour.apply_to(status).to_string());
        }
        let dim = look.style(Style::new().dim());
        parts.push(dim.apply_to(duration(self.elapsed)).to_string());
        parts.extend(self.notes());
        parts.join("  ").trim_end().to_owned()
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.attempts > 1 {
            notes.push(format!("{} attempts", self.attempts));
        }
        match self.outcome {
            Some(Outcome::Failed(kind)) => notes.push(format!("failed ({kind})")),
            Some(Outcome::Cancelled) => notes.push("given up".to_owned()),
            _ => {}
        }
        if let Some(round) = self.round {
            notes.push(format!("not yet, round {round}"));
        }
        if let Some(rounds) = self.rounds {
            notes.push(format!("after {rounds} rounds"));
        }
        notes
    }

    /// The line of a step, above those of the workflow that it calls.
    pub(super) fn title(&self, workflow: &str, look: Look) -> String {
        let dim = look.style(Style::new().dim());
        let called = dim.apply_to(format!("workflow {workflow}")).to_string();
        format!("{}  {called}", self.name("▸"))
    }

    /// A remark between the lines of steps.
    pub(super) fn note(&self, text: &str) -> String {
        format!("{}  {text}", self.name("↻"))
    }

    fn name(&self, mark: &str) -> String {
        let indent = " ".repeat(self.indent);
        pad(&format!("{indent}{mark} {}", self.step), NAME)
    }
}

fn pad(text: &str, width: usize) -> String {
    pad_str(text, width, console::Alignment::Left, None).into_owned()
}

/// A time as a person reads it.
pub(crate) fn duration(time: Duration) -> String {
    let millis = time.as_millis();
    if millis < 1000 {
        return format!("{millis} ms");
    }
    let seconds = time.as_secs_f64();
    if seconds < 60.0 {
        return format!("{seconds:.1} s");
    }
    let seconds = time.as_secs();
    format!("{} min {} s", seconds / 60, seconds % 60)
}

/// The path of a URL, without its query.
pub(super) fn path(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = after
        .find('/')
        .and_then(|at| after.get(at..))
        .unwrap_or("/");
    path.split(['?', '#']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::Kind;

    use super::*;

    const PLAIN: Look = Look { colours: false };

    #[test]
    fn lines_say_what_happened() {
        let mut line = Line::new(1, 0, "create");
        line.request = Some(("POST".to_owned(), "/orders".to_owned()));
        line.status = Some(201);
        line.elapsed = Duration::from_millis(1234);
        line.attempts = 3;
        line.outcome = Some(Outcome::Succeeded);
        let text =
            "  ✓ create            POST /orders                          201  1.2 s  3 attempts";
        assert_eq!(line.text(PLAIN), text);
        line.outcome = Some(Outcome::Failed(Kind::Criteria));
        line.attempts = 1;
        let text = line.text(PLAIN);
        assert!(
            text.starts_with("  ✗ create") && text.ends_with("failed (criteria)"),
            "{text}"
        );
        assert!(line.text(Look { colours: true }).contains("\u{1b}[31m"));
    }

    #[test]
    fn times_and_paths_are_short() {
        assert_eq!(duration(Duration::from_millis(999)), "999 ms");
        assert_eq!(duration(Duration::from_secs(59)), "59.0 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(path("http://h.test:1/a/b?c=d#e"), "/a/b");
        assert_eq!(path("http://h.test"), "/");
    }
}
