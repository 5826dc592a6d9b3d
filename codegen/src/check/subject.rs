//! A workflow with everything that rules ask about it.

use crate::{
    diagnostic::Mistakes,
    elaborate::{
        Elaborated, View,
        criteria::{List, Lists},
    },
    flow::{Flow, Graph},
    load::Documents,
    model::arazzo::{self, Step},
    resolve::workflow::{ResolvedStep, ResolvedWorkflow, WorkflowId, World},
};

/// What rules look at.
pub(super) struct Subject<'a> {
    elaborated: &'a Elaborated<'a>,
    /// The workflow without what only its flow needs.
    pub(super) view: View<'a>,
    pub(super) world: &'a World,
    pub(super) documents: &'a Documents,
    pub(super) id: WorkflowId,
    pub(super) model: &'a arazzo::Workflow,
    pub(super) resolved: &'a ResolvedWorkflow,
    pub(super) flow: &'a Flow,
    pub(super) graph: Graph<'a>,
    /// Whether nothing is known to be wrong with it, so that its control flow is the one its author wrote.
    pub(super) sound: bool,
}

impl<'a> Subject<'a> {
    pub(super) fn new(
        elaborated: &'a Elaborated<'a>,
        id: WorkflowId,
        mistakes: &Mistakes,
    ) -> Option<Self> {
        let (world, documents) = (elaborated.world, elaborated.documents);
        let view = elaborated.view(id)?;
        let model = world.model(id)?;
        let resolved = world.workflow(id)?;
        let components = world
            .descriptions
            .get(id.description)?
            .model
            .node
            .get("components");
        Some(Self {
            elaborated,
            view,
            world,
            documents,
            id,
            model,
            resolved,
            flow: view.flow(),
            graph: Graph::of(resolved),
            sound: !resolved.steps.iter().any(|step| step.asyncapi)
                && !mistakes.inside(&model.node)
                && !components.is_some_and(|node| mistakes.inside(&node)),
        })
    }

    /// The criteria of its steps.
    pub(super) fn criteria(&self) -> &'a [Lists<'a>] {
        self.elaborated.criteria(self.id)
    }

    /// All lists of criteria, step by step.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'a List<'a>> + use<'a> {
        self.criteria().iter().flat_map(Lists::all)
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
        self.view.steps()
    }

    /// The step at `index` in execution order.
    pub(super) fn step(&self, index: usize) -> Option<&'a Step> {
        self.model.steps.get(self.resolved.steps.get(index)?.index)
    }
}
