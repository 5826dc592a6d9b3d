//! Builds the plan of one workflow: what steps ask of each other, then step by step.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Code, Diagnostic},
    elaborate::{Made, Needs},
    model::arazzo::{self},
    plan::{Control, Entry, Presence, Step, Takes, Workflow},
    resolve::workflow::ResolvedTarget,
};

use super::{documentation::documentation, scope::At, workflow_builder::WorkflowBuilder};

impl<'b, 'a> WorkflowBuilder<'b, 'a> {
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
}
