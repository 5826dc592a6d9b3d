//! Error responses as the operation declares them, typed.

use crate::body_error::BodyError;
use crate::error::StepError;
use crate::response::Response;

/// The error responses (4XX, 5XX, `default`) that operations declare: an enum of a generated module. One of an operation has
/// a variant for each status, one of a workflow has a variant for each step that can fail with such a response.
pub trait Declared: Sized {
    /// The error response that `error` is about.
    ///
    /// # Errors
    /// It is about none that is declared, or the body is another one than declared.
    fn of(error: &StepError) -> Result<Self, BodyError>;
}

impl StepError {
    /// The response to the request of the failed step itself: not one in a workflow that it called.
    ///
    /// # Errors
    /// There is none.
    #[doc(hidden)]
    pub fn own_response(&self) -> Result<&Response, BodyError> {
        match self.cause() {
            None => self.response().ok_or(BodyError::NoResponse),
            Some(_) => Err(BodyError::Undeclared),
        }
    }

    /// What [`Declared`] makes of the failure in the workflow that the failed step called.
    ///
    /// # Errors
    /// There is none, or see [`Declared::of`].
    #[doc(hidden)]
    pub fn declared_by_cause<D: Declared>(&self) -> Result<D, BodyError> {
        D::of(self.cause().ok_or(BodyError::Undeclared)?)
    }
}
