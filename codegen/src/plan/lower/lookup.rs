//! What a workflow under construction knows by name: its steps, their outputs, other workflows.

use std::rc::Rc;

use crate::{
    elaborate::Success,
    expression::Expression,
    model::{
        arazzo::{self, Description, SourceKind, Version},
        texts::Texts,
    },
    plan::WorkflowRef,
    resolve::workflow::{Content, ResolvedTarget, WorkflowId},
};

use super::{
    scope::{At, Scope},
    workflow::{WorkflowBuilder, reference},
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
        self.builder.elaborated.view(self.id)?.success(step)
    }

    pub(super) fn version(&self) -> Version {
        self.description.version
    }

    pub(super) fn self_constant(&self) -> Option<String> {
        let node = &self.description.node;
        self.description
            .self_uri
            .as_ref()
            .map(|_| node.document().base.clone())
    }

    /// The `type` of a source: as given, or what its document is.
    pub(super) fn source_type(&self, source: &arazzo::SourceDescription) -> Option<&'static str> {
        if let Some(kind) = source.kind {
            return Some(kind.word());
        }
        let place = source.node.place();
        let mut sources = self.builder.world.sources.iter();
        let found = sources.find(|found| found.model.node.place() == place)?;
        let kind = match &found.content {
            Content::OpenApi(_) => SourceKind::OpenApi,
            Content::Arazzo(_) => SourceKind::Arazzo,
            Content::AsyncApi(_) => SourceKind::AsyncApi,
            Content::Unusable(_) => return None,
        };
        Some(kind.word())
    }

    pub(super) fn step_model(&self, step: usize) -> Option<&arazzo::Step> {
        self.model()?
            .steps
            .get(self.resolved.steps.get(step)?.index)
    }

    pub(super) fn step_named(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
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

    /// What to read instead of `$outputs.name`: the outputs of that name that steps have.
    pub(super) fn steps_with_output(&self, name: &str) -> String {
        let has = |step: &&arazzo::Step| step.outputs.iter().any(|(output, _)| output == name);
        let steps = self.model().into_iter().flat_map(|model| &model.steps);
        let found: Vec<String> = steps
            .filter(has)
            .take(3)
            .map(|step| format!("`$steps.{}.outputs.{name}`", step.id.text))
            .collect();
        match found.is_empty() {
            true => "read the step's output: `$steps.<stepId>.outputs.<name>`".to_owned(),
            false => format!("read the step's output: {}", found.join(" or ")),
        }
    }

    /// What a step reads where it cannot read its own output `name` yet.
    pub(super) fn instead_of_own_output(&self, step: usize, name: &str) -> String {
        let resolved = self.resolved.steps.get(step);
        match resolved.and_then(|step| step.target.as_ref()) {
            Some(ResolvedTarget::Workflow(_)) => {
                format!("the outputs of the workflow that it calls are read with `$outputs.{name}`")
            }
            _ => {
                let outputs = self
                    .step_model(step)
                    .into_iter()
                    .flat_map(|step| &step.outputs);
                let mut own = outputs.filter(|(output, _)| output == name);
                let made_of = own.find_map(|(_, node)| node.as_str());
                let made_of = made_of.unwrap_or("$response.body#/…");
                format!("read what the output is made of: `{made_of}`")
            }
        }
    }

    pub(super) fn prerequisite(&self, target: WorkflowId) -> Option<usize> {
        self.prerequisites.iter().position(|(id, _)| *id == target)
    }

    pub(super) fn target(&self, scope: &Scope) -> Option<ResolvedTarget> {
        self.resolved.steps.get(scope.step?)?.target.clone()
    }

    pub(super) fn reference(&self, target: WorkflowId) -> WorkflowRef {
        reference(target)
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
        let view = self.builder.elaborated.view(self.id);
        view.is_some_and(|view| view.declares(expression))
    }
}
