//! Where an expression stands, which decides what it may read.

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
