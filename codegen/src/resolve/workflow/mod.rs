//! Workflows with everything they name found: sources, operations, workflows, components, steps.

mod actions;
pub(crate) mod asyncapi;
mod components;
mod dependency_cycles;
mod embraced;
mod foreign_steps;
mod inputs;
mod names;
mod order;
mod own_sources;
mod parameters;
mod places;
mod reference;
mod size;
mod sources;
mod target;
mod unknown;

use std::{collections::HashMap, rc::Rc, sync::Arc};

pub use inputs::leads_into_broken_components;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::{Document, Documents, Node},
    model::{
        arazzo::{self, Action, Description, Location, Text, Unread},
        texts::Texts,
    },
    resolve::operation::{Operation, OperationIds},
};

/// All Arazzo documents reached from the entry document, which comes first.
#[derive(Debug)]
pub struct World {
    /// Documents in the order they were reached.
    pub descriptions: Vec<ResolvedDescription>,
    /// API sources that a document lists, over all documents.
    pub sources: Vec<Source>,
}

/// An Arazzo document and what it reaches.
#[derive(Debug)]
pub struct ResolvedDescription {
    /// The objects as read.
    pub model: Rc<Description>,
    /// Indices into [`World::sources`], in the document's order.
    pub sources: Vec<usize>,
    /// Name below which a foreign document is known: the name of the source description that reached it first.
    pub name: Option<String>,
    /// Workflows, parallel to `model.workflows`.
    pub workflows: Vec<ResolvedWorkflow>,
}

/// A source description and the document it leads to.
#[derive(Debug)]
pub struct Source {
    /// Index of the Arazzo document that lists it.
    pub description: usize,
    /// The object as read.
    pub model: arazzo::SourceDescription,
    /// What was found.
    pub content: Content,
}

/// What a source description leads to.
#[derive(Debug, Clone)]
pub enum Content {
    /// An OpenAPI document.
    OpenApi(ApiDocument),
    /// Index into [`World::descriptions`].
    Arazzo(usize),
    /// An AsyncAPI document; `None` where it is not at hand, which its type makes up for (D-70).
    AsyncApi(Option<Node>),
    /// Could not be read or is none of these: why, reported when something needs it. `None` if that was reported.
    Unusable(Option<Box<Diagnostic>>),
}

/// An OpenAPI document that steps call.
#[derive(Debug, Clone)]
pub struct ApiDocument {
    /// Its root.
    pub root: Node,
    /// Where its operations are.
    pub operations: Rc<OperationIds>,
}

/// Names a workflow of the [`World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkflowId {
    /// Index into [`World::descriptions`].
    pub description: usize,
    /// Index into its workflows.
    pub workflow: usize,
}

/// A workflow whose names are found.
#[derive(Debug, Default)]
pub struct ResolvedWorkflow {
    /// Steps in execution order; each keeps its place in `model.steps`.
    pub steps: Vec<ResolvedStep>,
    /// `dependsOn`, found ones only.
    pub depends_on: Vec<(WorkflowId, Node)>,
    /// Inputs that were reported.
    pub unread_inputs: Unread,
    /// What the schemas of its inputs have in the place of `properties` under a misspelt name.
    pub misspelt_inputs: Vec<Node>,
    /// Whether it calls or needs a workflow that is not known because that was reported.
    pub calls_unknown: bool,
    /// What its strings say.
    pub texts: Rc<Texts>,
}

/// A step whose names are found.
#[derive(Debug)]
pub struct ResolvedStep {
    /// Index into the workflow's `model.steps`.
    pub index: usize,
    /// What it calls; `None` where that was reported.
    pub target: Option<ResolvedTarget>,
    /// Whether it is an AsyncAPI step, which leaves its workflow out.
    pub asyncapi: bool,
    /// Workflow-level parameters that no step parameter overrides, then the step's.
    pub parameters: Vec<ResolvedParameter>,
    /// The step's success actions, then the workflow's that it does not override (decision D-15).
    pub on_success: Vec<ResolvedAction>,
    /// The step's failure actions, then the workflow's.
    pub on_failure: Vec<ResolvedAction>,
    /// Parameters that were reported and are left out above.
    pub unread_parameters: Unread,
    /// Whether it has actions that were reported, or whose targets were: control can go anywhere from here.
    pub leads_anywhere: bool,
    /// Whether it waits for a step that is not known because that was reported: it can run after any.
    pub waits_for_unknown: bool,
    /// What its strings say: those of the workflow.
    pub texts: Rc<Texts>,
}

/// What a step calls.
#[derive(Debug, Clone)]
pub enum ResolvedTarget {
    /// An operation of a source.
    Operation {
        /// Index into [`World::sources`].
        source: usize,
        /// The operation.
        operation: Rc<Operation>,
    },
    /// A workflow.
    Workflow(WorkflowId),
}

/// A parameter with references resolved.
#[derive(Debug, Clone)]
pub struct ResolvedParameter {
    /// Where reports point: the step's own entry, or the workflow's.
    pub node: Node,
    /// `name`.
    pub name: Text,
    /// `in`.
    pub location: Option<(Location, Node)>,
    /// The value, overridden by a reusable object's `value` if given.
    pub value: Node,
    /// Whether it comes from the workflow's list.
    pub inherited: bool,
}

/// An action with references resolved.
#[derive(Debug, Clone)]
pub struct ResolvedAction {
    /// The action.
    pub model: Action,
    /// Where reports point.
    pub node: Node,
    /// Index of the step it goes to or that helps.
    pub step: Option<usize>,
    /// The workflow it goes to or that helps.
    pub workflow: Option<WorkflowId>,
    /// Action parameters (1.1) with references resolved.
    pub parameters: Vec<ResolvedParameter>,
    /// Parameters that were reported and are left out above.
    pub unread_parameters: Unread,
}

impl World {
    /// The workflow's object.
    pub fn model(&self, id: WorkflowId) -> Option<&arazzo::Workflow> {
        self.descriptions
            .get(id.description)?
            .model
            .workflows
            .get(id.workflow)
    }

    /// The workflow, resolved.
    pub fn workflow(&self, id: WorkflowId) -> Option<&ResolvedWorkflow> {
        self.descriptions
            .get(id.description)?
            .workflows
            .get(id.workflow)
    }

    /// All workflows, entry document first.
    pub fn ids(&self) -> Vec<WorkflowId> {
        let of = |(description, resolved): (usize, &ResolvedDescription)| {
            (0..resolved.workflows.len())
                .map(move |workflow| WorkflowId {
                    description,
                    workflow,
                })
                .collect::<Vec<_>>()
        };
        self.descriptions.iter().enumerate().flat_map(of).collect()
    }
}

/// Finds everything that the document at `entry` and the Arazzo documents it reaches name.
pub fn resolve(
    entry: &Arc<Document>,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Option<World> {
    let mut world = sources::read_all(entry, documents, diagnostics)?;
    if size::exceeded(&world, diagnostics) {
        return None;
    }
    for description in 0..world.descriptions.len() {
        let Some(model) = world
            .descriptions
            .get(description)
            .map(|found| Rc::clone(&found.model))
        else {
            continue;
        };
        let workflows: Vec<_> = (0..model.workflows.len())
            .map(|workflow| {
                Resolver {
                    world: &world,
                    documents,
                    model: &model,
                    description,
                }
                .workflow(workflow, diagnostics)
            })
            .collect();
        if let Some(found) = world.descriptions.get_mut(description) {
            found.workflows = workflows;
        }
    }
    names::provide(&mut world, documents);
    dependency_cycles::dependency_cycles(&world, diagnostics);
    sources::unneeded(&world, diagnostics);
    Some(world)
}

/// Resolves the workflows of one document.
struct Resolver<'a> {
    world: &'a World,
    documents: &'a Documents,
    model: &'a Description,
    description: usize,
}

impl Resolver<'_> {
    fn workflow(&self, index: usize, diagnostics: &mut Diagnostics) -> ResolvedWorkflow {
        let Some(workflow) = self.model.workflows.get(index) else {
            return ResolvedWorkflow::default();
        };
        let mut depends_on: Vec<_> = workflow
            .depends_on
            .iter()
            .filter_map(|text| {
                Some((
                    self.workflow_reference(text, None, diagnostics)?,
                    text.node.clone(),
                ))
            })
            .collect();
        let order = order::execution_order(workflow, diagnostics);
        let mut steps: Vec<ResolvedStep> = order
            .steps
            .into_iter()
            .filter_map(|step| self.step(workflow, step, diagnostics))
            .collect();
        for step in &mut steps {
            step.waits_for_unknown = order.unknown.contains(&step.index);
        }
        let calls_unknown = workflow.unread.dependencies
            || depends_on.len() < workflow.depends_on.len()
            || workflow.unread.steps.nameless == usize::MAX
            || steps.iter().any(|step| calls_unknown(workflow, step));
        self.add_foreign_runs(workflow, index, &steps, &mut depends_on);
        // Actions name steps by their place in the document; control flow wants their place in the order.
        let (unread_inputs, misspelt_inputs) = self.unread_inputs(workflow, diagnostics);
        let mut resolved = ResolvedWorkflow {
            steps,
            depends_on,
            unread_inputs,
            misspelt_inputs,
            calls_unknown,
            texts: Rc::default(),
        };
        let position: HashMap<usize, usize> = resolved
            .steps
            .iter()
            .map(|step| step.index)
            .zip(0..)
            .collect();
        let place = |index: usize| position.get(&index).copied();
        for step in &mut resolved.steps {
            for action in step.on_success.iter_mut().chain(&mut step.on_failure) {
                action.step = action.step.and_then(place);
            }
        }
        resolved
    }

    fn step(
        &self,
        workflow: &arazzo::Workflow,
        index: usize,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedStep> {
        let step = workflow.steps.get(index)?;
        let asyncapi = self.is_asyncapi(step);
        self.report_asyncapi_fields(step, asyncapi, diagnostics);
        self.check_foreign_steps(step, diagnostics);
        let target = if asyncapi {
            None
        } else {
            self.target(step, diagnostics)
        };
        self.report_places(step, target.as_ref(), diagnostics);
        let calls_workflow = matches!(step.target, Some(arazzo::Target::WorkflowId(_)));
        let (parameters, unread_parameters) =
            self.parameters(workflow, step, calls_workflow, diagnostics);
        let success = self.actions(workflow, step, actions::When::Success, diagnostics);
        let failure = self.actions(workflow, step, actions::When::Failure, diagnostics);
        Some(ResolvedStep {
            index,
            target,
            asyncapi,
            parameters,
            unread_parameters,
            leads_anywhere: success.lead_anywhere || failure.lead_anywhere,
            on_success: success.all,
            on_failure: failure.all,
            waits_for_unknown: false,
            texts: Rc::default(),
        })
    }
}

/// Whether `step` calls, or may go on as, a workflow that is not known.
fn calls_unknown(workflow: &arazzo::Workflow, step: &ResolvedStep) -> bool {
    let target = workflow.steps.get(step.index).map(|step| &step.target);
    let workflow = matches!(target, Some(None | Some(arazzo::Target::WorkflowId(_))));
    step.leads_anywhere || step.target.is_none() && workflow
}
