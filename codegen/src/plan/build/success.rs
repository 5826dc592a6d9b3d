//! Which declared responses a successful step can have got: narrowed by its criteria, as far as they judge the status.

use crate::{
    check,
    expression::Names,
    model::arazzo::Step,
    resolve::operation::{Operation, Response},
};

/// The declared responses that the step's criteria leave possible.
pub(super) fn success_responses<'o>(
    step: &Step,
    names: &Names,
    operation: &'o Operation,
) -> Vec<&'o Response> {
    let (possible, named) = check::success_statuses(step, names);
    operation.responses_for(&possible, &named)
}
