//! What is wrong with a pattern.

use std::{fmt, ops::Range};

/// What is wrong with a pattern, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The offending bytes.
    pub span: Range<usize>,
    /// One sentence without a full stop.
    pub message: String,
    /// What to write instead, if that is clear.
    pub help: Option<&'static str>,
    /// The exact replacement of the bytes of `span`, if that is clear.
    pub replacement: Option<&'static str>,
}

impl Fault {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
            replacement: None,
        }
    }

    pub(super) fn help(self, help: &'static str) -> Self {
        Self {
            help: Some(help),
            ..self
        }
    }

    pub(super) fn replace_by(self, replacement: &'static str) -> Self {
        Self {
            replacement: Some(replacement),
            ..self
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
