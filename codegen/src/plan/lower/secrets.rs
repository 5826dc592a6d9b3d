//! What is secret in workflows although no schema says so.

use std::collections::BTreeSet;

use crate::{resolve::workflow::WorkflowId, types::Shape};

/// What is secret in workflows although no schema says so, by name.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Inputs that some call gives a secret.
    pub(super) inputs: BTreeSet<(WorkflowId, String)>,
    /// Outputs of workflows that can come to call themselves, which have no types of their own.
    pub(super) outputs: BTreeSet<(WorkflowId, String)>,
}

impl Secrets {
    pub(super) fn is_empty(&self) -> bool {
        self.inputs.is_empty() && self.outputs.is_empty()
    }

    pub(super) fn add(&mut self, more: Self) {
        self.inputs.extend(more.inputs);
        self.outputs.extend(more.outputs);
    }
}

/// What hides a value of this shape, if its type can change without anybody missing its parts.
pub(super) fn hidden(shape: &Shape) -> Option<Shape> {
    match shape {
        Shape::String => Some(Shape::Secret),
        Shape::Value => Some(Shape::SecretValue),
        _ => None,
    }
}
