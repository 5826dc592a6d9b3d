//! What a workflow under construction knows by name: its steps, their outputs, other workflows.

use std::rc::Rc;

use crate::{
    elaborate::Success,
    expression::Expression,
    model::{
        arazzo::{self, Description, Version},
        texts::Texts,
    },
    plan::WorkflowRef,
    resolve::workflow::{ResolvedTarget, WorkflowId},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl<'a> WorkflowBuilder<'_, 'a> {
    pub(super) fn model(&self) -> Option<&arazzo::Workflow> {
        self.description.workflows.get(self.id.workflow)
    }

    pub(super) fn description(&self) -> Rc<Description> {
        Rc::clone(&self.description)
    }

    /// What the strings of the workflow say.
    pub(super) fn texts(&self) -> &'a Texts {
        &self.resolved.texts
    }

    /// With which statuses the step at `step`, in execution order, succeeds.
    pub(super) fn success(&self, step: usize) -> Option<&'a Success> {
        self.view.success(step)
    }

    pub(super) fn version(&self) -> Version {
        self.description.version
    }

    pub(super) fn step_model(&self, step: usize) -> Option<&arazzo::Step> {
        self.model()?
            .steps
            .get(self.resolved.steps.get(step)?.index)
    }

    pub(super) fn step_named(&self, name: &str) -> Option<usize> {
        self.view.step_named(name).map(|(place, ..)| place)
    }

    pub(super) fn step_names(&self) -> Vec<String> {
        self.model()
            .into_iter()
            .flat_map(|model| &model.steps)
            .map(|step| step.id.text.clone())
            .collect()
    }

    pub(super) fn output_names(&self, step: usize) -> Vec<String> {
        self.step_model(step)
            .into_iter()
            .flat_map(|step| &step.outputs)
            .map(|(name, _)| name.clone())
            .collect()
    }

    pub(super) fn prerequisite(&self, target: WorkflowId) -> Option<usize> {
        self.prerequisites.iter().position(|(id, _)| *id == target)
    }

    pub(super) fn target(&self, scope: &Scope) -> Option<ResolvedTarget> {
        self.resolved.steps.get(scope.step?)?.target.clone()
    }

    pub(super) fn reference(&self, target: WorkflowId) -> WorkflowRef {
        WorkflowRef::from(target)
    }

    pub(super) fn scope(&self, step: usize, at: At) -> Scope {
        Scope {
            step: Some(step),
            id: self.step_model(step).map(|step| step.id.text.clone()),
            at,
        }
    }

    /// The name that the private types of a step begin with.
    pub(super) fn step_type(&self, scope: &Scope) -> String {
        scope
            .step
            .and_then(|step| self.step_idents.get(step))
            .map_or_else(String::new, |(_, name, _)| name.clone())
    }

    pub(super) fn type_name(&mut self, wanted: &str) -> String {
        self.lowering.reserve(wanted)
    }

    /// Whether an expression names something that exists, for text that may or may not be meant as an expression.
    pub(super) fn declares(&self, expression: &Expression) -> bool {
        self.view.declares(expression)
    }

    /// Whether the step of `scope` calls a workflow.
    pub(super) fn calls_workflow(&self, scope: &Scope) -> bool {
        scope
            .step
            .is_some_and(|step| self.view.called(step).is_some())
    }
}
