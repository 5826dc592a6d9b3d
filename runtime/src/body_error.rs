//! Why the body of a response is not at hand as what was asked for.

use std::fmt;

/// Why the body of a response is not at hand as the type that was asked for. No part of the body is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyError {
    /// There is no response.
    NoResponse,
    /// The operation declares no error response for this status, or the failure is none of an operation that declares some.
    Undeclared,
    /// The body is empty.
    Empty,
    /// The body is no JSON, nor anything else that is read like JSON; why.
    Unreadable(String),
    /// The body is JSON of another shape; where it differs.
    Mismatch(String),
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponse => f.write_str("there is no response"),
            Self::Undeclared => f.write_str("no such error response is declared"),
            Self::Empty => f.write_str("the body is empty"),
            Self::Unreadable(reason) => write!(f, "the body could not be read: {reason}"),
            Self::Mismatch(misfit) => write!(f, "the body does not have the type: {misfit}"),
        }
    }
}

impl std::error::Error for BodyError {}
