//! A failure in the making: what went wrong, before the step that knows its own name turns it into a `StepError`.

use crate::error::Kind;

#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, message)
    }

    pub(crate) fn encode(message: impl Into<String>) -> Self {
        Self::new(Kind::Encode, message)
    }

    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(Kind::MissingValue, message)
    }
}
