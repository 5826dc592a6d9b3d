//! The workflow that a `workflowId`, a `dependsOn` entry or an action names: of this document, or of an Arazzo source.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::Named},
    expression::Spanned,
    model::{
        arazzo::Text,
        texts::{Qualified, embraced},
    },
};

use super::{
    Content, Resolver, WorkflowId, own_sources::report_unusable, sources, unknown::unknown,
};

impl Resolver<'_> {
    /// The workflow that `text` names: a plain id of this document, or one of an Arazzo source.
    pub(super) fn workflow_reference(
        &self,
        text: &Text,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<WorkflowId> {
        let in_braces = embraced(&text.text).map(|inner| Text {
            text: inner.to_owned(),
            node: text.node.clone(),
        });
        let (as_it_stands, inside) = self.behind(text);
        let Some(inner) = in_braces else {
            return self.workflow_named((text, as_it_stands), step, diagnostics);
        };
        let mut found = diagnostics.branch();
        match self.workflow_named((&inner, inside), step, &mut found) {
            Some(workflow) => {
                diagnostics.push(with_step(nonstandard(text, &inner.text), step));
                Some(workflow)
            }
            None => self.workflow_named((text, as_it_stands), step, diagnostics),
        }
    }

    fn workflow_named(
        &self,
        (text, qualified): (&Text, Option<&Qualified>),
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<WorkflowId> {
        if let Some(Qualified { source, name }) = qualified {
            let (reference, name) = (name, source);
            let (_, source) = self.source(text, name, step, diagnostics)?;
            return match &source.content {
                Content::Arazzo(description) => {
                    self.foreign_workflow(*description, text, &reference.value, step, diagnostics)
                }
                Content::Unusable(why) => {
                    report_unusable(why, diagnostics);
                    None
                }
                Content::OpenApi(_) | Content::AsyncApi(_) => {
                    report_wrong_kind(text, name, step, diagnostics);
                    None
                }
            };
        }
        let workflows = &self.model.workflows;
        let position = |name: &str| {
            workflows
                .iter()
                .position(|workflow| workflow.id.text == name)
        };
        let local = |workflow: usize| WorkflowId {
            description: self.description,
            workflow,
        };
        // Neither prefix is grammatical here, but what is meant is plain.
        let bare = ["$workflows.", "workflows."]
            .into_iter()
            .find_map(|prefix| text.text.strip_prefix(prefix));
        let name = bare.unwrap_or(&text.text);
        match (position(&text.text), position(name)) {
            (Some(workflow), _) => Some(local(workflow)),
            (None, Some(workflow)) => {
                diagnostics.push(with_step(nonstandard(text, name), step));
                Some(local(workflow))
            }
            (None, None) => {
                let ids = || self.model.workflow_ids();
                if self.model.unread_workflows.may_declare(name, ids()) {
                    return None;
                }
                let mut found = unknown(Named::Workflow, text, name, ids());
                if let Some(source) = self.foreign_home(name) {
                    found = found.help(format!(
                        "a source declares it: write `$sourceDescriptions.{source}.{name}`"
                    ));
                }
                diagnostics.push(with_step(found, step));
                None
            }
        }
    }

    fn foreign_workflow(
        &self,
        description: usize,
        text: &Text,
        name: &str,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<WorkflowId> {
        let model = &self.world.descriptions.get(description)?.model;
        let position = |name: &str| model.workflow_ids().position(|id| id == name);
        let mut found = position(name);
        // `$sourceDescriptions.name.workflows.id` is not grammatical, but what is meant is plain.
        if found.is_none()
            && let Some(bare) = name.strip_prefix("workflows.")
        {
            found = position(bare);
            if found.is_some() {
                let standard = text.text.replacen(name, bare, 1);
                diagnostics.push(with_step(nonstandard(text, &standard), step));
            }
        }
        let ids = || model.workflow_ids();
        if found.is_none() && !model.unread_workflows.may_declare(name, ids()) {
            let report = unknown(Named::Workflow, text, name, ids());
            diagnostics.push(with_step(report, step));
        }
        found.map(|workflow| WorkflowId {
            description,
            workflow,
        })
    }

    /// The source of this document whose Arazzo document declares workflow `name`.
    fn foreign_home(&self, name: &str) -> Option<&str> {
        self.own_sources()
            .find_map(|(_, source)| match &source.content {
                Content::Arazzo(description) => {
                    let model = &self.world.descriptions.get(*description)?.model;
                    model
                        .workflows
                        .iter()
                        .any(|workflow| workflow.id.text == name)
                        .then_some(source.model.name.text.as_str())
                }
                _ => None,
            })
    }
}

fn report_wrong_kind(
    text: &Text,
    name: &Spanned<String>,
    step: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    let place = text.node.within(name.span.clone());
    let report = sources::without_workflows(place, &name.value)
        .help("what calls an operation is a step with `operationId` or `operationPath`");
    diagnostics.push(with_step(report, step));
}

fn nonstandard(text: &Text, standard: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NonstandardWorkflowReference,
        &text.node,
        "a workflow is named by its id alone, or by its id behind its source",
    )
    .help(format!("write `{standard}`"))
    .fix(standard)
}

fn with_step(report: Diagnostic, step: Option<&str>) -> Diagnostic {
    match step {
        Some(step) => report.step(step),
        None => report,
    }
}
