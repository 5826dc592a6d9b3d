//! A failure in the making: what went wrong, before the step that knows its own name turns it into a `StepError`.

use std::sync::Arc;

use crate::error::Kind;
use crate::transport::TransportError;

#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    /// Why no response came back.
    pub(crate) source: Option<Arc<TransportError>>,
}

impl Problem {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
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

impl From<TransportError> for Problem {
    fn from(error: TransportError) -> Self {
        let message = error.to_string();
        let kind = if error.is_timeout() {
            Kind::Timeout
        } else {
            Kind::Transport
        };
        Self {
            source: Some(Arc::new(error)),
            ..Self::new(kind, message)
        }
    }
}
