//! The plan of one workflow in the making: what is shared by all that build it.

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Severity},
    elaborate::View,
    flow::Flow,
    model::arazzo::Description,
    plan::{CalledSlot, InputField, Parameter, Prerequisite, StepOutput, StepTypes, WorkflowRef},
    resolve::workflow::{ResolvedWorkflow, WorkflowId},
    types::{Lowering, Names, Step, Type, Untyped},
};

use super::{Builder, scope::Scope};

/// The plan of one workflow in the making.
pub(super) struct WorkflowBuilder<'b, 'a> {
    pub(super) builder: &'b mut Builder<'a>,
    pub(super) id: WorkflowId,
    pub(super) description: Rc<Description>,
    pub(super) resolved: &'a ResolvedWorkflow,
    pub(super) flow: &'a Flow,
    pub(super) view: View<'a>,
    pub(super) inputs: Rc<Vec<InputField>>,
    /// The workflow's types: of its inputs, then of what its steps hand on.
    pub(super) lowering: Lowering<'a>,
    /// Why values read since somebody last asked are no better than JSON.
    pub(super) untyped: Vec<Untyped>,
    pub(super) parameters: Vec<Vec<(usize, Parameter)>>,
    pub(super) outputs: Vec<Vec<Option<StepOutput>>>,
    /// The fields of each step's outputs.
    pub(super) output_idents: Vec<Vec<String>>,
    pub(super) readings: Vec<ReadingBuilder>,
    pub(super) observed_bodies: Vec<bool>,
    pub(super) called: Vec<CalledSlot>,
    pub(super) prerequisites: Vec<(WorkflowId, Prerequisite)>,
    pub(super) step_idents: Vec<(String, String, StepTypes)>,
}

/// What has been asked of a step's response so far.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadingBuilder {
    pub(super) leaves: Vec<LeafUse>,
    /// Whether something reads leaves before success is known, or where the schema is silent.
    pub(super) select: bool,
}

/// A pointer that is read.
#[derive(Debug, Clone)]
pub(super) struct LeafUse {
    pub(super) tokens: Vec<String>,
    pub(super) ty: Type,
    pub(super) missing: bool,
    /// How the schema leads there; `None` where it does not say.
    pub(super) way: Option<Vec<Step>>,
}

impl<'b, 'a> WorkflowBuilder<'b, 'a> {
    /// Ready to build workflow `id`.
    pub(super) fn new(builder: &'b mut Builder<'a>, id: WorkflowId) -> Option<Self> {
        let world = builder.world;
        let view = builder.elaborated.view(id)?;
        let description = Rc::clone(&world.descriptions.get(id.description)?.model);
        let resolved = world.workflow(id)?;
        let model = description.workflows.get(id.workflow)?;
        let count = resolved.steps.len();
        let inputs = builder.inputs(id);
        let mut lowering = builder.lowering(id);
        let steps = resolved.steps.iter();
        let steps = steps.filter_map(|step| model.steps.get(step.index));
        let ids: Vec<&str> = steps.clone().map(|step| step.id.text.as_str()).collect();
        let step_idents = builder.step_names(id, &ids, &mut lowering);
        let output_idents: Vec<Vec<String>> = steps
            .map(|step| {
                let owner = format!("{}/{}", model.id.text, step.id.text);
                let names = step.outputs.iter().map(|(name, _)| name.as_str());
                builder.field_names(&owner, "outputs", names)
            })
            .collect();
        let outputs = output_idents
            .iter()
            .map(|idents| vec![None; idents.len()])
            .collect();
        let targets = builder.prerequisites(id);
        let names = targets
            .iter()
            .map(|target| builder.wanted_workflow(*target));
        let names = Names::new().assign(&names.collect::<Vec<_>>());
        let prerequisites = targets.into_iter().zip(names);
        let prerequisites = prerequisites.map(|(target, ident)| {
            let workflow = WorkflowRef::from(target);
            (target, Prerequisite { ident, workflow })
        });
        let prerequisites = prerequisites.collect();
        Some(Self {
            flow: view.flow(),
            id,
            view,
            description: Rc::clone(&description),
            resolved,
            inputs,
            lowering,
            untyped: Vec::new(),
            parameters: vec![Vec::new(); count],
            outputs,
            output_idents,
            readings: vec![ReadingBuilder::default(); count],
            observed_bodies: vec![false; count],
            called: Vec::new(),
            prerequisites,
            step_idents,
            builder,
        })
    }

    pub(super) fn observe_body(&mut self, scope: &Scope) {
        if let Some(observed) = scope
            .step
            .and_then(|step| self.observed_bodies.get_mut(step))
        {
            *observed = true;
        }
    }

    pub(super) fn report(&mut self, found: Diagnostic, scope: &Scope) {
        let found = match &scope.id {
            Some(step) => found.step(step),
            None => found,
        };
        self.builder.diagnostics.push(found);
    }

    /// Reports a tolerated deviation and says how serious it is.
    pub(super) fn tolerate(&mut self, found: Diagnostic, scope: &Scope) -> Severity {
        let found = match &scope.id {
            Some(step) => found.step(step),
            None => found,
        };
        self.builder.diagnostics.tolerate(found);
        self.builder.diagnostics.tolerated()
    }
}
