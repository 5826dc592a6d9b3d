//! The runs of an order once they came to an end.

use crate::invocation::Finished;
use crate::record::Record;

/// The runs of an order: the workflow's own, and those before it.
pub(crate) struct Ran {
    pub(crate) finished: Finished,
    /// The steps of the workflow.
    pub(crate) record: Record,
    /// The workflows that ran before, by id.
    pub(crate) before: Vec<(&'static str, Record)>,
}
