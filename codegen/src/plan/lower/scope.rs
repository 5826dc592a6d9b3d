//! Where an expression stands, which decides what it may read.

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

/// Part of a step or workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Parameters, payload, replacements: before there is a response.
    Request,
    /// `successCriteria`.
    Criteria,
    /// Outputs of the step.
    Outputs,
    /// The context of a selector among the outputs of the step: JSON for its engine.
    Context,
    /// `onSuccess`.
    SuccessAction,
    /// `onFailure`: there may be no response.
    FailureAction,
    /// Outputs of the workflow.
    WorkflowOutputs,
}
