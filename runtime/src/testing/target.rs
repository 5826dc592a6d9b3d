//! Which requests an answer or an assert is for.

use std::fmt;

use http::Method;

use super::sent::SentRequest;
use super::step::Step;
use crate::transport::Operation;

/// Requests of one sort; made of a [`Step`], or by one of its functions.
#[derive(Clone, Debug)]
pub struct Target(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Step(Step),
    Operation(Method, String),
    Token,
    Any,
}

impl Target {
    /// Requests of an operation, whichever step sends them: its method, and its path as the API description has it.
    #[must_use]
    pub fn operation(method: Method, path: impl Into<String>) -> Self {
        Self(Kind::Operation(method, path.into()))
    }

    /// Requests for OAuth 2.0 access tokens.
    #[must_use]
    pub const fn token() -> Self {
        Self(Kind::Token)
    }

    /// All requests.
    #[must_use]
    pub const fn any() -> Self {
        Self(Kind::Any)
    }

    pub(super) fn step(&self) -> Option<&Step> {
        match &self.0 {
            Kind::Step(step) => Some(step),
            _ => None,
        }
    }

    /// The more it says the earlier it comes.
    pub(super) fn rank(&self) -> u8 {
        match self.0 {
            Kind::Step(_) | Kind::Token => 0,
            Kind::Operation(..) => 1,
            Kind::Any => 2,
        }
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }

    pub(super) fn covers(&self, request: &SentRequest) -> bool {
        let token = request.is_token_request();
        match &self.0 {
            Kind::Step(step) => request.position().is_some_and(|position| {
                !token && (position.workflow, position.step) == (step.workflow, step.step)
            }),
            Kind::Operation(method, path) => {
                let operation = request.extensions().get::<Operation>();
                operation.is_some_and(|it| it.method == *method && it.path == path.as_str())
            }
            Kind::Token => token,
            Kind::Any => true,
        }
    }
}

impl From<Step> for Target {
    fn from(step: Step) -> Self {
        Self(Kind::Step(step))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Step(Step { workflow, step, .. }) => {
                write!(f, "step `{step}` of workflow `{workflow}`")
            }
            Kind::Operation(method, path) => write!(f, "operation `{method} {path}`"),
            Kind::Token => f.write_str("requests for tokens"),
            Kind::Any => f.write_str("any request"),
        }
    }
}
