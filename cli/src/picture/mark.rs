//! Marks a picture that the generator drew: its groups say which step or edge they are, so that no more than a class and a
//! text has to be put in.

use std::time::Duration;

use arazzo_runtime::Outcome;

use crate::progress::duration;
use crate::record::Entry;
use crate::text::harmless;

/// What became of a step, over all times that control came to it.
#[derive(Debug)]
pub(super) struct Became<'e> {
    pub(super) step: &'e str,
    /// How it ended the last time.
    pub(super) outcome: Option<Outcome>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
    /// How often control came to it.
    pub(super) times: u32,
}

/// What became of each step that ran, in the order in which they were first entered.
pub(super) fn became(steps: &[Entry]) -> Vec<Became<'_>> {
    let mut all: Vec<Became<'_>> = Vec::new();
    for entry in steps {
        let known = all.iter_mut().find(|one| one.step == entry.step);
        let elapsed = entry.so_far();
        match known {
            Some(one) => {
                one.outcome = entry.outcome;
                one.attempts = one.attempts.saturating_add(entry.attempts);
                one.elapsed = one.elapsed.saturating_add(elapsed);
                one.times = one.times.saturating_add(1);
            }
            None => all.push(Became {
                step: entry.step,
                outcome: entry.outcome,
                attempts: entry.attempts,
                elapsed,
                times: 1,
            }),
        }
    }
    all
}

impl Became<'_> {
    /// A sign, the attempts if there were several, and the time: `✓ 3× 1.2 s`.
    fn badge(&self) -> String {
        let sign = match self.outcome {
            Some(Outcome::Succeeded) => "✓ ",
            Some(Outcome::Failed(_)) => "✗ ",
            _ => "",
        };
        let attempts = match self.attempts {
            0 | 1 => String::new(),
            several => format!("{several}× "),
        };
        format!("{sign}{attempts}{}", duration(self.elapsed))
    }

    /// The same in words.
    pub(super) fn words(&self) -> String {
        let outcome = match self.outcome {
            Some(Outcome::Succeeded) => "succeeded",
            Some(Outcome::Failed(_)) => "failed",
            _ => "was not finished",
        };
        let attempts = match self.attempts {
            1 => "1 attempt".to_owned(),
            attempts => format!("{attempts} attempts"),
        };
        format!("{outcome} after {attempts} in {}", duration(self.elapsed))
    }

    fn class(&self) -> Option<&'static str> {
        match self.outcome {
            Some(Outcome::Succeeded) => Some("succeeded"),
            Some(Outcome::Failed(_)) => Some("failed"),
            _ => None,
        }
    }
}

/// The picture with what `steps` tell.
pub(super) fn marked(picture: &str, steps: &[Entry]) -> String {
    let mut marked = picture.to_owned();
    let mut sentences = Vec::new();
    for one in became(steps) {
        let name = escaped(one.step);
        if let Some(class) = one.class() {
            classify(&mut marked, "step", "data-step", &name, class);
        }
        badge(&mut marked, &name, &one.badge());
        sentences.push(format!("Step {} {}.", one.step, one.words()));
    }
    for key in steps.iter().flat_map(|entry| taken(picture, entry)) {
        classify(&mut marked, "edge", "data-edge", &key, "taken");
    }
    let told = match sentences.as_slice() {
        [] => "In this run no step ran.".to_owned(),
        all => format!("In this run: {}", all.join(" ")),
    };
    marked.replacen("<desc>", &format!("<desc>{} ", escaped(&told)), 1)
}

/// The edges that control took from a step, as the picture names them.
fn taken(picture: &str, entry: &Entry) -> Vec<String> {
    let step = escaped(entry.step);
    let has = |key: &String| picture.contains(&format!("data-edge=\"{key}\""));
    let key = |way: &str, action: &str| format!("{step}/{way}/{}", escaped(action));
    let way = match entry.outcome {
        Some(Outcome::Succeeded) => "success",
        Some(Outcome::Failed(_)) => "failure",
        _ => return Vec::new(),
    };
    let mut keys = Vec::new();
    let mut left = false;
    let last = entry.actions.len().saturating_sub(1);
    for (index, action) in entry.actions.iter().enumerate() {
        // The step went on after a retry; what it was left by comes last.
        let leaves = Some(key(way, action)).filter(|key| index == last && has(key));
        left |= leaves.is_some();
        keys.extend(leaves.or_else(|| Some(key("retry", action)).filter(has)));
    }
    let next = format!("{step}/next");
    if way == "success" && !left && has(&next) {
        keys.push(next);
    }
    keys
}

/// Adds a class to the group of a step or an edge.
fn classify(picture: &mut String, kind: &str, attribute: &str, name: &str, class: &str) {
    let from = format!("<g class=\"{kind}\" {attribute}=\"{name}\"");
    let to = format!("<g class=\"{kind} {class}\" {attribute}=\"{name}\"");
    *picture = picture.replacen(&from, &to, 1);
}

/// Puts a text where the picture has room for it.
fn badge(picture: &mut String, name: &str, text: &str) {
    let begin = format!("data-badge=\"{name}\"");
    let at = picture.find(&begin).and_then(|begin| {
        let rest = picture.get(begin..)?;
        Some(begin + rest.find("></text>")? + 1)
    });
    if let Some(at) = at {
        picture.insert_str(at, &escaped(text));
    }
}

/// A text as XML, as the generator writes names of documents.
pub(super) fn escaped(text: &str) -> String {
    harmless(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::Kind;

    use super::*;

    const MOOR: &str = include_str!("../../../codegen/tests/cases/pictures/moor.svg");

    /// A step with its attempts and actions, and whether it succeeded.
    type Ended = (&'static str, u32, &'static [&'static str], bool);

    fn run(steps: &[Ended]) -> Vec<Entry> {
        let entry = |(step, attempts, actions, succeeded): &Ended| {
            let outcome = match succeeded {
                true => Outcome::Succeeded,
                false => Outcome::Failed(Kind::Criteria),
            };
            Entry::ended(step, *attempts, actions, outcome)
        };
        steps.iter().map(entry).collect()
    }

    fn edges(picture: &str) -> Vec<&str> {
        let taken = picture
            .split("<g class=\"edge taken\" data-edge=\"")
            .skip(1);
        taken
            .map(|rest| rest.split('"').next().unwrap_or_default())
            .collect()
    }

    #[test]
    fn the_way_of_a_run_is_marked() {
        let steps = run(&[
            ("register", 3, &["busy", "busy"], true),
            (
                "watch",
                4,
                &["stillWaiting", "stillWaiting", "stillWaiting"],
                true,
            ),
            ("confirm", 1, &[], true),
        ]);
        let picture = marked(MOOR, &steps);
        assert_eq!(
            edges(&picture),
            [
                "register/next",
                "register/retry/busy",
                "watch/next",
                "watch/retry/stillWaiting",
                "confirm/next"
            ]
        );
        for step in ["register", "watch", "confirm"] {
            let group = format!("<g class=\"step succeeded\" data-step=\"{step}\"");
            assert!(picture.contains(&group), "{step}");
        }
        assert!(picture.contains(">✓ 3× 0 ms</text>") && picture.contains(">✓ 0 ms</text>"));
        assert!(
            picture
                .contains("<desc>In this run: Step register succeeded after 3 attempts in 0 ms.")
        );
        // Nothing else was touched.
        let plain = picture.len() - MOOR.len();
        assert!(plain < 500, "{plain}");
    }

    #[test]
    fn the_step_that_failed_is_marked_with_the_action_that_ended_the_run() {
        let picture = marked(MOOR, &run(&[("register", 1, &["giveUp"], false)]));
        assert_eq!(edges(&picture), ["register/failure/giveUp"]);
        assert!(picture.contains("<g class=\"step failed\" data-step=\"register\""));
        assert!(picture.contains(">✗ 0 ms</text>"));
        assert!(picture.contains("<g class=\"step\" data-step=\"watch\""));
    }

    #[test]
    fn a_step_that_control_came_to_twice_is_counted_once() {
        let steps = run(&[
            ("watch", 2, &["stillWaiting"], true),
            ("watch", 1, &[], true),
        ]);
        let all = became(&steps);
        assert_eq!((all.len(), all[0].attempts, all[0].times), (1, 3, 2));
    }
}
