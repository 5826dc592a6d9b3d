//! A workflow with everything that rules ask about it.

use crate::{
    diagnostic::Mistakes,
    flow::{Flow, Graph},
    load::Documents,
    model::arazzo::{self, Step},
    resolve::{
        operation::Operation,
        workflow::{ResolvedStep, ResolvedTarget, ResolvedWorkflow, WorkflowId, World},
    },
};

/// What rules look at.
pub(super) struct Subject<'a> {
    pub(super) world: &'a World,
    pub(super) documents: &'a Documents,
    pub(super) id: WorkflowId,
    pub(super) model: &'a arazzo::Workflow,
    pub(super) resolved: &'a ResolvedWorkflow,
    pub(super) flow: Flow,
    pub(super) graph: Graph<'a>,
    /// Whether nothing is known to be wrong with it, so that its control flow is the one its author wrote.
    pub(super) sound: bool,
}

impl<'a> Subject<'a> {
    pub(super) fn new(
        world: &'a World,
        documents: &'a Documents,
        id: WorkflowId,
        mistakes: &Mistakes,
    ) -> Option<Self> {
        let model = world.model(id)?;
        let resolved = world.workflow(id)?;
        let components = world
            .descriptions
            .get(id.description)?
            .model
            .node
            .get("components");
        Some(Self {
            world,
            documents,
            id,
            model,
            resolved,
            flow: Flow::of(resolved),
            graph: Graph::of(resolved),
            sound: !resolved.steps.iter().any(|step| step.asyncapi)
                && !mistakes.inside(&model.node)
                && !components.is_some_and(|node| mistakes.inside(&node)),
        })
    }

    /// The workflow without what only its flow needs.
    pub(super) fn view(&self) -> View<'a> {
        View {
            world: self.world,
            documents: self.documents,
            model: self.model,
            resolved: self.resolved,
        }
    }

    /// The version of the document it stands in.
    pub(super) fn version(&self) -> arazzo::Version {
        let description = self.world.descriptions.get(self.id.description);
        description.map_or(arazzo::Version::V1_0, |found| found.model.version)
    }

    /// The steps in execution order.
    pub(super) fn steps(
        &self,
    ) -> impl Iterator<Item = (usize, &'a Step, &'a ResolvedStep)> + use<'a> {
        let model = self.model;
        self.resolved
            .steps
            .iter()
            .enumerate()
            .filter_map(move |(index, step)| Some((index, model.steps.get(step.index)?, step)))
    }

    /// The step at `index` in execution order.
    pub(super) fn step(&self, index: usize) -> Option<&'a Step> {
        self.model.steps.get(self.resolved.steps.get(index)?.index)
    }
}

/// A workflow as it is written and resolved: all that a value is judged by.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) world: &'a World,
    pub(super) documents: &'a Documents,
    pub(super) model: &'a arazzo::Workflow,
    pub(super) resolved: &'a ResolvedWorkflow,
}

impl<'a> View<'a> {
    pub(super) fn of(world: &'a World, documents: &'a Documents, id: WorkflowId) -> Option<Self> {
        Some(Self {
            world,
            documents,
            model: world.model(id)?,
            resolved: world.workflow(id)?,
        })
    }

    /// The step with this `stepId`, and its place in execution order.
    pub(super) fn step_named(&self, id: &str) -> Option<(usize, &'a Step, &'a ResolvedStep)> {
        let model = self.model;
        let mut steps = self.resolved.steps.iter().enumerate();
        steps.find_map(|(index, resolved)| {
            let step = model.steps.get(resolved.index)?;
            (step.id.text == id).then_some((index, step, resolved))
        })
    }
}

/// The operation that a step calls.
pub(super) fn operation(step: &ResolvedStep) -> Option<&Operation> {
    match step.target.as_ref()? {
        ResolvedTarget::Operation { operation, .. } => Some(operation),
        ResolvedTarget::Workflow(_) => None,
    }
}
