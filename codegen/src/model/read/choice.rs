//! Reads a text that must be one of a few words.

use crate::{
    diagnostic::Diagnostic,
    expression::expression_in_literal,
    model::{
        arazzo::{Text, Version},
        faults,
    },
    nearest::meant,
};

use super::{Reader, fields::content};

/// A word and what it stands for.
pub(super) struct Choice<T> {
    word: &'static str,
    value: T,
    since: Version,
}

impl<T> Choice<T> {
    /// A word of every version.
    pub(super) const fn new(word: &'static str, value: T) -> Self {
        Self {
            word,
            value,
            since: Version::V1_0,
        }
    }

    /// A word that came with 1.1.
    pub(super) const fn new_1_1(word: &'static str, value: T) -> Self {
        Self {
            word,
            value,
            since: Version::V1_1,
        }
    }
}

/// What `word` stands for, in any version.
pub(super) fn find<T: Copy>(choices: &[Choice<T>], word: &str) -> Option<T> {
    let mut choices = choices.iter();
    choices
        .find(|choice| choice.word == word)
        .map(|choice| choice.value)
}

impl Reader<'_> {
    /// What `text` stands for; `what` names the choice in reports.
    pub(super) fn choice<T: Copy>(
        &mut self,
        text: &Text,
        what: &str,
        choices: &[Choice<T>],
    ) -> Option<T> {
        if let Some(chosen) = choices.iter().find(|choice| choice.word == text.text) {
            if chosen.since > self.version {
                self.needs_1_1(content(&text.node), &format!("{what} `{}`", text.text));
            }
            return Some(chosen.value);
        }
        let found = self.not_a_choice(text, what, choices);
        self.report(found);
        None
    }

    /// The report of a word that is none of `choices`.
    pub(super) fn not_a_choice<T>(
        &self,
        text: &Text,
        what: &str,
        choices: &[Choice<T>],
    ) -> Diagnostic {
        let offered = choices.iter().filter(|choice| choice.since <= self.version);
        let words: Vec<&str> = offered.map(|choice| choice.word).collect();
        let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) {
            "an"
        } else {
            "a"
        };
        let message = expression_in_literal(&text.text, &format!("{article} {what}"))
            .unwrap_or_else(|| format!("`{}` is not {article} {what}", text.text));
        let found = faults::invalid_value(content(&text.node), message)
            .help(format!("use one of {}", listed(&words)));
        match meant(&text.text, words) {
            Some(meant) => found.correct(meant, meant.name()),
            None => found,
        }
    }
}

/// `` `a`, `b` or `c` ``
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
