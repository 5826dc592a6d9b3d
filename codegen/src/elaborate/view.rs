//! A workflow as it is written and resolved.

use std::collections::BTreeMap;

use crate::{
    load::Documents,
    model::arazzo::{self, Step},
    resolve::{
        operation::Operation,
        workflow::{ResolvedStep, ResolvedTarget, ResolvedWorkflow, WorkflowId, World},
    },
};

use super::success::Success;

/// What is known before any expression is followed.
pub(super) struct Ground {
    /// The names of each workflow's inputs.
    pub(super) inputs: BTreeMap<WorkflowId, Vec<String>>,
    /// The successes of each workflow's steps, in execution order.
    pub(super) successes: BTreeMap<WorkflowId, Vec<Success>>,
}

/// A workflow as it is written and resolved: all that a value is judged by.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    pub(crate) documents: &'a Documents,
    pub(crate) id: WorkflowId,
    pub(crate) model: &'a arazzo::Workflow,
    pub(crate) resolved: &'a ResolvedWorkflow,
    ground: &'a Ground,
}

/// A step, with its place in execution order.
pub(crate) type Placed<'a> = (usize, &'a Step, &'a ResolvedStep);

impl<'a> View<'a> {
    pub(super) fn of(
        world: &'a World,
        documents: &'a Documents,
        ground: &'a Ground,
        id: WorkflowId,
    ) -> Option<Self> {
        Some(Self {
            world,
            documents,
            id,
            model: world.model(id)?,
            resolved: world.workflow(id)?,
            ground,
        })
    }

    /// Another workflow.
    pub(super) fn workflow(&self, id: WorkflowId) -> Option<Self> {
        Self::of(self.world, self.documents, self.ground, id)
    }

    /// The steps in execution order.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Placed<'a>> + use<'a> {
        steps(self.model, self.resolved)
    }

    /// The step with this `stepId`.
    pub(crate) fn step_named(&self, id: &str) -> Option<Placed<'a>> {
        self.steps().find(|(_, step, _)| step.id.text == id)
    }

    /// The names of its inputs.
    pub(crate) fn inputs(&self) -> &'a [String] {
        let inputs = self.ground.inputs.get(&self.id);
        inputs.map_or(&[], Vec::as_slice)
    }

    /// With which statuses the step at `step`, in execution order, succeeds.
    pub(crate) fn success(&self, step: usize) -> Option<&'a Success> {
        self.ground.successes.get(&self.id)?.get(step)
    }
}

/// The steps of a workflow in execution order.
pub(super) fn steps<'a>(
    model: &'a arazzo::Workflow,
    resolved: &'a ResolvedWorkflow,
) -> impl Iterator<Item = Placed<'a>> + use<'a> {
    let steps = resolved.steps.iter().enumerate();
    steps.filter_map(move |(index, step)| Some((index, model.steps.get(step.index)?, step)))
}

/// The operation that a step calls.
pub(crate) fn operation(step: &ResolvedStep) -> Option<&Operation> {
    match step.target.as_ref()? {
        ResolvedTarget::Operation { operation, .. } => Some(operation),
        ResolvedTarget::Workflow(_) => None,
    }
}
