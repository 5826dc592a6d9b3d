//! Code that cannot be written.

use std::fmt;

/// The emitter wrote something that is no Rust: a defect of the emitter, never of a document.
#[derive(Debug)]
pub struct EmitError {
    /// What the parser said.
    pub message: String,
    /// The tokens, for a report.
    pub tokens: String,
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EmitError {}
