//! All that was resolved.

use std::rc::Rc;

use crate::{
    diagnostic::Diagnostic,
    load::Node,
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
