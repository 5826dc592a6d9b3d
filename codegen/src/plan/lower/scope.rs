//! Where an expression stands, which decides what it may read.

use crate::{plan::Origin, types::Type};

pub(super) use crate::elaborate::At;

/// The place of an expression in its workflow.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The step, in execution order; `None` in the workflow's outputs.
    pub(super) step: Option<usize>,
    /// Its `stepId`, for reports.
    pub(super) id: Option<String>,
    /// Which part of it.
    pub(super) at: At,
}

/// A value before the way into it is applied.
pub(super) struct Found {
    pub(super) origin: Origin,
    pub(super) ty: Type,
    pub(super) missing: bool,
}
