//! A workflow as it is written and resolved.

use std::collections::{BTreeMap, HashMap};

use crate::{
    flow::Flow,
    load::Documents,
    model::arazzo::{self, Step},
    resolve::{
        operation::Operation,
        workflow::{ResolvedStep, ResolvedTarget, ResolvedWorkflow, WorkflowId, World},
    },
};

use super::{call_graph::CallGraph, success::Success};

/// What is known before any expression is followed.
pub(super) struct Ground {
    /// The names of each workflow's inputs.
    pub(super) inputs: BTreeMap<WorkflowId, Vec<String>>,
    /// The places of each workflow's steps in execution order, by their ids.
    pub(super) places: BTreeMap<WorkflowId, HashMap<String, usize>>,
    pub(super) flows: BTreeMap<WorkflowId, Flow>,
    pub(super) calls: CallGraph,
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
    flow: &'a Flow,
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
            flow: ground.flows.get(&id)?,
            ground,
        })
    }

    /// Another workflow.
    pub(super) fn workflow(&self, id: WorkflowId) -> Option<Self> {
        Self::of(self.world, self.documents, self.ground, id)
    }

    /// Its control flow.
    pub(crate) fn flow(&self) -> &'a Flow {
        self.flow
    }

    /// Which workflows call or wait for each other.
    pub(super) fn calls(&self) -> &'a CallGraph {
        &self.ground.calls
    }

    /// The steps in execution order.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Placed<'a>> + use<'a> {
        steps(self.model, self.resolved)
    }

    /// The step with this `stepId`.
    pub(crate) fn step_named(&self, id: &str) -> Option<Placed<'a>> {
        let place = self.ground.places.get(&self.id)?.get(id)?;
        let resolved = self.resolved.steps.get(*place)?;
        Some((*place, self.model.steps.get(resolved.index)?, resolved))
    }

    /// The step at `place` in execution order.
    pub(crate) fn step(&self, place: usize) -> Option<&'a Step> {
        self.model.steps.get(self.resolved.steps.get(place)?.index)
    }

    /// The ids of its steps, in the order of the document.
    pub(super) fn step_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.model.steps.iter().map(|step| step.id.text.as_str())
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
