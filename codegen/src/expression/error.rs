//! Building a [`SyntaxError`] piece by piece.

use std::{fmt, ops::Range};

use super::SyntaxError;

impl SyntaxError {
    /// An error about the bytes of `span`.
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
            replacement: None,
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
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}
