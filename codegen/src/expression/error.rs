//! Building a [`SyntaxError`] piece by piece.

use std::{fmt, ops::Range};

use crate::{
    diagnostic::{Code, Diagnostic, Form, Suggestion},
    load::Node,
    nearest::Meant,
};

use super::SyntaxError;

impl SyntaxError {
    /// An error about the bytes of `span`.
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
            replacement: None,
            certain: false,
        }
    }

    /// With a hint at what to write instead.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same `by` bytes further on.
    #[must_use]
    pub(crate) fn shifted(self, by: usize) -> Self {
        let span = self.span.start + by..self.span.end + by;
        Self { span, ..self }
    }

    /// With the exact text to write instead of the bytes of `span`.
    #[must_use]
    pub(crate) fn replace_by(mut self, replacement: impl Into<String>) -> Self {
        self.replacement = Some(replacement.into());
        self
    }

    /// With the only text that can be meant instead of the bytes of `span`.
    #[must_use]
    pub(crate) fn correct_to(self, replacement: impl Into<String>) -> Self {
        Self {
            certain: true,
            ..self.replace_by(replacement)
        }
    }

    /// With the name that was meant, before which `prefix` stands.
    #[must_use]
    pub(crate) fn meaning(self, prefix: &str, meant: Meant<'_>) -> Self {
        let replacement = format!("{prefix}{}", meant.name());
        match meant {
            Meant::Certain(_) => self.correct_to(replacement),
            Meant::Likely(_) => self.replace_by(replacement),
        }
    }

    /// The report of an error in the string at `node`.
    pub(crate) fn report(self, code: Code, node: &Node) -> Diagnostic {
        let place = match self.span.is_empty() {
            true => node.place(),
            false => node.within(self.span.clone()),
        };
        let found = Diagnostic::error(code, place, self.message.clone());
        self.advise(found)
    }

    /// `found`, which is about the bytes of `span`, with what helps against it.
    #[must_use]
    pub(crate) fn advise(self, mut found: Diagnostic) -> Diagnostic {
        found.help = self.help;
        found.suggestion = self.replacement.map(|replacement| Suggestion {
            replacement,
            certain: self.certain,
            form: Form::Text,
        });
        found
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}
