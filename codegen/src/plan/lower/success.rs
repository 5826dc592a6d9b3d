//! Which declared responses a successful step can have got: narrowed by its criteria, as far as they judge the status.

use crate::{
    check,
    model::{arazzo::Step, texts::Texts},
    resolve::operation::{Operation, Response},
};

/// The declared responses that the step's criteria leave possible.
pub(super) fn success_responses<'o>(
    step: &Step,
    texts: &Texts,
    operation: &'o Operation,
) -> Vec<&'o Response> {
    let (possible, named) = check::success_statuses(step, texts);
    operation.responses_for(&possible, &named)
}

/// The statuses of what the step takes for a success: those that its criteria name, else all of 2xx that they leave.
pub(super) fn success_of(step: &Step, texts: &Texts) -> Vec<u16> {
    let (possible, named) = check::success_statuses(step, texts);
    if !named.is_empty() {
        return named;
    }
    let usual = possible
        .iter()
        .copied()
        .filter(|status| (200..300).contains(status));
    let usual: Vec<u16> = usual.collect();
    if usual.is_empty() { possible } else { usual }
}
