//! Dots in the pointers of simple conditions: part of a member's name, or an access to a member of it (decision D-10).
//!
//! The grammar of JSON Pointers takes `/@odata.nextLink` for one member, that of conditions allows `.name` behind an
//! expression. Where a schema declares the members of one reading only, that is meant; else the pointer is read as it is
//! written.

use crate::{
    expression::{Condition, Expression, Operand, OperandKind, access_pointer},
    load::Documents,
    resolve::workflow::{WorkflowId, World},
};

use super::{known::described_at, subject::View};

/// `condition` with the pointers that are meant; it stands in the step at `step`, in execution order.
pub(crate) fn settled(
    condition: Condition,
    world: &World,
    documents: &Documents,
    workflow: WorkflowId,
    step: Option<usize>,
) -> Condition {
    let view = View::of(world, documents, workflow);
    match (view, step) {
        (Some(view), Some(step)) => settle(condition, &view, step),
        _ => condition,
    }
}

/// The same for what rules look at.
pub(super) fn settle(mut condition: Condition, view: &View, step: usize) -> Condition {
    condition.each_operand(&mut |operand| settle_operand(operand, view, step));
    condition
}

fn settle_operand(operand: &mut Operand, view: &View, step: usize) {
    let Some((pointer, used)) = operand.pointer_as_written() else {
        return;
    };
    let OperandKind::Expression(walked) = &operand.kind else {
        return;
    };
    let Some(written) = walked.with_pointer(pointer) else {
        return;
    };
    let declares = |expression: &Expression, skipped: usize| {
        let rest = operand.access.iter().skip(skipped);
        let rest = access_pointer(rest.map(|access| &access.value));
        described_at(view, step, expression, rest.tokens().collect())
    };
    if !declares(&written, used) && declares(walked, 0) {
        return;
    }
    operand.access.drain(..used.min(operand.access.len()));
    operand.kind = OperandKind::Expression(written);
}
