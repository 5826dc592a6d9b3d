//! The workflow that a `workflowId`, a `dependsOn` entry or an action names: of this document, or of an Arazzo source.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    expression::{self, Expression, Spanned},
    model::arazzo::Text,
};

use super::{Content, Resolver, WorkflowId, target::unusable, unknown};

impl Resolver<'_> {
    /// The workflow that `text` names: a plain id of this document, or one of an Arazzo source.
    pub(super) fn workflow_reference(
        &self,
        text: &Text,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<WorkflowId> {
        let mut report = |found: Diagnostic| {
            diagnostics.push(match step {
                Some(step) => found.step(step),
                None => found,
            });
        };
        if let Ok(Expression::SourceDescription { name, reference }) = expression::parse(&text.text)
        {
            let (_, source) = self.source(text, &name.value, step, diagnostics)?;
            return match &source.content {
                Content::Arazzo(description) => {
                    self.foreign_workflow(*description, text, &reference.value, step, diagnostics)
                }
                Content::Unusable { message, help } => {
                    diagnostics.push(unusable(source, message, help.as_deref()));
                    None
                }
                Content::OpenApi(_) | Content::AsyncApi(_) => {
                    report_wrong_kind(text, &name, step, diagnostics);
                    None
                }
            };
        }
        let name = text.text.strip_prefix("$workflows.").unwrap_or(&text.text);
        let workflows = &self.model.workflows;
        match workflows
            .iter()
            .position(|workflow| workflow.id.text == name)
        {
            Some(workflow) => Some(WorkflowId {
                description: self.description,
                workflow,
            }),
            None => {
                let mut found = unknown(
                    "unknown-workflow",
                    text,
                    "workflow",
                    name,
                    workflows.iter().map(|workflow| workflow.id.text.as_str()),
                );
                if let Some(source) = self.foreign_home(name) {
                    found = found.help(format!(
                        "a source declares it: write `$sourceDescriptions.{source}.{name}`"
                    ));
                }
                report(found);
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
        let workflows = &self.world.descriptions.get(description)?.model.workflows;
        let found = workflows
            .iter()
            .position(|workflow| workflow.id.text == name);
        if found.is_none() {
            let report = unknown(
                "unknown-workflow",
                text,
                "workflow",
                name,
                workflows.iter().map(|workflow| workflow.id.text.as_str()),
            );
            diagnostics.push(match step {
                Some(step) => report.step(step),
                None => report,
            });
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
    let report = Diagnostic::error(
        "wrong-source-kind",
        text.node.within(name.span.clone()),
        format!(
            "source description `{}` holds operations, not workflows",
            name.value
        ),
    )
    .label("not an Arazzo document");
    diagnostics.push(match step {
        Some(step) => report.step(step),
        None => report,
    });
}
