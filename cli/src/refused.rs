//! Why nothing was run.

use std::fmt;

use arazzo_runtime::BuildError;

/// Why nothing was run: wrong usage, inputs or settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub(crate) String);

impl Refused {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl From<BuildError> for Refused {
    fn from(error: BuildError) -> Self {
        Self(error.to_string())
    }
}
