//! Builds the plan of one workflow: what steps ask of each other, then step by step.

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    elaborate::{Made, Needs, View},
    flow::Flow,
    model::arazzo::{self, Description},
    plan::{
        CalledSlot, Control, Entry, InputField, Parameter, Prerequisite, Presence, Step,
        StepOutput, StepTypes, Takes, Workflow, WorkflowRef,
    },
    resolve::workflow::{ResolvedTarget, ResolvedWorkflow, WorkflowId},
    types::{Lowering, Names, Untyped},
};

use super::{
    Builder,
    projection::ReadingBuilder,
    scope::{At, Scope},
};

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
            let workflow = reference(target);
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

    /// Builds everything.
    pub(super) fn build(mut self, ident: String) -> Option<Workflow> {
        let model = self.model().cloned()?;
        for made in self.view.order() {
            match made {
                Made::Parameters(step) => self.make_parameters(step),
                Made::Output(step, output) => self.make_output(step, output),
            }
        }
        let mut steps: Vec<Step> = (0..self.resolved.steps.len())
            .filter_map(|step| self.step(step))
            .collect();
        let needs = self.needs();
        self.promote(&mut steps, &needs);
        let outputs = self.workflow_outputs(&model, &steps);
        self.finish_readings(&mut steps, &outputs);
        self.finish_slots(&mut steps);
        self.pace(&mut steps);
        self.find_exits(&mut steps);
        let ends_on_failure = steps.iter().any(|step| {
            step.on_failure
                .iter()
                .any(|action| matches!(action.kind, crate::plan::ActionKind::End))
        });
        Some(Workflow {
            omitted: false,
            version: String::new(),
            id: model.id.text.clone(),
            ident,
            documentation: documentation(model.summary.as_deref(), model.description.as_deref()),
            constraints: self.builder.constraints(self.id, &self.inputs),
            inputs: self.inputs.to_vec(),
            open: self.builder.is_open(self.id),
            picture: None,
            notes: self.lowering.notes().to_vec(),
            type_names: self.lowering.type_names(),
            types: self.lowering.finish(),
            extras: BTreeMap::new(),
            outputs,
            credentials: self.builder.credentials(self.id),
            control: Control::default(),
            prerequisites: self
                .prerequisites
                .into_iter()
                .map(|(_, prerequisite)| prerequisite)
                .collect(),
            called: self.called,
            declared: Vec::new(),
            ends_on_failure,
            run_takes: Takes::default(),
            outputs_take: Takes::default(),
            steps,
        })
    }

    fn step(&mut self, index: usize) -> Option<Step> {
        let model = self.step_model(index)?.clone();
        let (ident, type_ident, types) = self.step_idents.get(index).cloned()?;
        let target = self.resolved.steps.get(index)?.target.clone();
        let call = match &target {
            Some(ResolvedTarget::Operation { source, operation }) => {
                self.operation_call(index, &model, *source, operation)
            }
            Some(ResolvedTarget::Workflow(target)) => {
                self.step_workflow_call(index, &model, *target)
            }
            None => {
                self.read_all_the_same(index, &model);
                None
            }
        };
        let criteria_scope = self.scope(index, At::Criteria);
        let criteria = if model.success_criteria.is_empty() {
            vec![crate::plan::Criterion {
                test: crate::plan::Test::Successful,
                text: "status is 2xx".to_owned(),
            }]
        } else {
            self.criteria(&model.success_criteria, &criteria_scope)
        };
        let actions = self.actions(index);
        let outputs = self.outputs.get(index)?.iter().flatten().cloned();
        Some(Step {
            id: model.id.text.clone(),
            ident,
            type_ident,
            types,
            documentation: model.description.clone(),
            outputs: outputs.collect(),
            call: call?,
            after: self.unproven_dependencies(index, &model),
            depends_on: self.dependencies(&model),
            criteria,
            polls: actions.polls,
            on_success: actions.success,
            on_failure: actions.failure,
            exits: Vec::new(),
            timeout: model.timeout.map(std::time::Duration::from_millis),
            definite: self.flow.at_completion.contains(index),
            at_end: Presence::default(),
            outputs_after_failure: false,
            entry: Entry::default(),
            attempt_takes: Takes::default(),
            takes: Takes::default(),
        })
    }

    /// The steps that one depends on and that some path to it leads around, which is reported.
    fn unproven_dependencies(&mut self, index: usize, model: &arazzo::Step) -> Vec<String> {
        // Where steps could not be read nobody knows what leads where.
        let unread =
            |workflow: &arazzo::Workflow| workflow.unread.steps != arazzo::Unread::default();
        if self.model().is_none_or(unread) {
            return Vec::new();
        }
        let before = self.flow.before.get(index).cloned().unwrap_or_default();
        let mut found = Vec::new();
        for text in &model.depends_on {
            let id = text.text.strip_prefix("$steps.").unwrap_or(&text.text);
            let step = self.step_named(id);
            if id == model.id.text || step.is_none_or(|step| before.contains(step)) {
                continue;
            }
            let message = format!(
                "a path leads to step `{}` around `{id}`, which it depends on",
                model.id.text
            );
            self.builder.diagnostics.push(
                Diagnostic::new(Code::DependencySkipped, &text.node, message)
                    .label("may not be completed")
                    .help("let the action that jumps lead to a step before it, or remove the entry")
                    .step(&model.id.text),
            );
            found.push(id.to_owned());
        }
        found
    }

    /// Reports what is wrong with the values of a step whose target was reported: nothing is sent, but all is told at once.
    fn read_all_the_same(&mut self, index: usize, model: &arazzo::Step) {
        let Some(step) = self.resolved.steps.get(index).filter(|step| !step.asyncapi) else {
            return;
        };
        let scope = self.scope(index, At::Request);
        let parameters = step.parameters.iter().map(|parameter| &parameter.value);
        let body = model.request_body.iter();
        let payload = body.clone().flat_map(|body| &body.payload);
        let replacements = body.flat_map(|body| &body.replacements);
        let values = parameters
            .chain(payload)
            .chain(replacements.map(|replacement| &replacement.value));
        for value in values {
            self.value(value, "Unknown", &scope);
        }
    }

    fn needs(&mut self) -> Needs {
        self.builder.needs(self.id)
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

pub(super) fn reference(id: WorkflowId) -> WorkflowRef {
    WorkflowRef {
        document: id.description,
        workflow: id.workflow,
    }
}

/// Rustdoc from summary and description.
pub(super) fn documentation(summary: Option<&str>, description: Option<&str>) -> Option<String> {
    match (summary, description) {
        (Some(summary), Some(description)) => {
            Some(format!("{}\n\n{}", summary.trim(), description.trim()))
        }
        (Some(text), None) | (None, Some(text)) => Some(text.trim().to_owned()),
        (None, None) => None,
    }
}
