//! Steps of other workflows that a step's `dependsOn` names: whether there are such (decision D-46).

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::Named},
    expression::{Spanned, StepDependency, SyntaxError},
    load::{Node, Place},
    model::{
        arazzo::{self, Description, Text},
        texts::Reference,
    },
};

use super::{
    Content, ResolvedStep, Resolver, WorkflowId, dependency_cycles::called_by,
    own_sources::report_unusable, sources,
};

/// Whether `text` names a step by its workflow.
pub(super) fn is_qualified(text: &str) -> bool {
    text.starts_with("$workflows.") || text.starts_with("$sourceDescriptions.")
}

impl Resolver<'_> {
    /// Reports what the qualified entries of a step's `dependsOn` name in vain.
    pub(super) fn check_foreign_steps(&self, step: &arazzo::Step, diagnostics: &mut Diagnostics) {
        for text in step
            .depends_on
            .iter()
            .filter(|text| is_qualified(&text.text))
        {
            if let Some(found) = self.foreign_step(text, diagnostics) {
                diagnostics.push(found.step(&step.id.text));
            }
        }
    }

    /// Adds the workflows whose steps a step depends on: a completed run of each is needed as for those that the workflow itself
    /// depends on. One that the workflow calls gives its own.
    pub(super) fn add_foreign_runs(
        &self,
        workflow: &arazzo::Workflow,
        own: usize,
        steps: &[ResolvedStep],
        depends_on: &mut Vec<(WorkflowId, Node)>,
    ) {
        let called: BTreeSet<WorkflowId> = steps.iter().flat_map(called_by).collect();
        let own = WorkflowId {
            description: self.description,
            workflow: own,
        };
        let texts = workflow.steps.iter().flat_map(|step| &step.depends_on);
        for text in texts.filter(|text| is_qualified(&text.text)) {
            let Some(id) = self.foreign_run(text) else {
                continue;
            };
            let known = depends_on.iter().any(|(known, _)| *known == id);
            if id != own && !known && !called.contains(&id) {
                depends_on.push((id, text.node.clone()));
            }
        }
    }

    /// What `text` is as the name of a step of another workflow.
    fn dependency(&self, text: &Text) -> Option<&Result<StepDependency, SyntaxError>> {
        match self.model.references.get(&text.node)? {
            Reference::Step(read) => Some(read),
            _ => None,
        }
    }

    /// The workflow whose step `text` names.
    fn foreign_run(&self, text: &Text) -> Option<WorkflowId> {
        let named = self.dependency(text)?.as_ref().ok()?;
        let description = match &named.source {
            None => self.description,
            Some(source) => {
                let (_, found) = self
                    .own_sources()
                    .find(|(_, found)| found.model.name.text == source.value)?;
                match found.content {
                    Content::Arazzo(description) => description,
                    _ => return None,
                }
            }
        };
        let model = &self.world.descriptions.get(description)?.model;
        let workflow = model
            .workflow_ids()
            .position(|id| id == named.workflow.value)?;
        Some(WorkflowId {
            description,
            workflow,
        })
    }

    fn foreign_step(&self, text: &Text, diagnostics: &mut Diagnostics) -> Option<Diagnostic> {
        let named = match self.dependency(text)? {
            Ok(named) => named,
            Err(error) => {
                let place = match error.span.is_empty() {
                    true => text.node.place(),
                    false => text.node.within(error.span.clone()),
                };
                return Some(
                    Diagnostic::new(Code::InvalidExpression, place, error.message.clone()).help(
                        "a step waits for steps: `STEP`, `$workflows.WORKFLOW.steps.STEP` or `$sourceDescriptions.NAME.WORKFLOW.steps.STEP`",
                    ),
                );
            }
        };
        let at = |name: &Spanned<String>| text.node.within(name.span.clone());
        let Some(source) = &named.source else {
            return unknown_step(self.model, named, at);
        };
        let (_, found) = self.source(text, source, None, diagnostics)?;
        match &found.content {
            Content::Arazzo(description) => {
                let description = self.world.descriptions.get(*description)?;
                unknown_step(&description.model, named, at)
            }
            Content::Unusable(why) => {
                report_unusable(why, diagnostics);
                None
            }
            Content::OpenApi(_) | Content::AsyncApi(_) => {
                Some(sources::without_workflows(at(source), &source.value))
            }
        }
    }
}

/// The workflow or the step that `named` names and `description` does not have.
fn unknown_step(
    description: &Description,
    named: &StepDependency,
    at: impl Fn(&Spanned<String>) -> Place,
) -> Option<Diagnostic> {
    let (id, ids) = (&named.workflow, || description.workflow_ids());
    let mut workflows = description.workflows.iter();
    let Some(workflow) = workflows.find(|workflow| workflow.id.text == id.value) else {
        let unread = description.unread_workflows.may_declare(&id.value, ids());
        return (!unread)
            .then(|| Named::Workflow.unknown(at(id), &id.value, &ids().collect::<Vec<_>>()));
    };
    let (step, steps) = (&named.step, || workflow.step_ids());
    let unread = workflow.unread.steps.may_declare(&step.value, steps());
    let known = steps().any(|id| id == step.value) || unread;
    (!known).then(|| {
        Named::Step
            .unknown(at(step), &step.value, &steps().collect::<Vec<_>>())
            .also(&workflow.id.node, "the workflow it is looked for in")
    })
}
