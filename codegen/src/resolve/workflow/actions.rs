//! The actions of a step: its own, then the workflow's whose names it does not use (decision D-15).

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::{self, Action, OrReference},
};

use super::{ResolvedAction, Resolver, components, unknown};

/// Which list of actions is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// `onSuccess`, `successActions`
    Success,
    /// `onFailure`, `failureActions`
    Failure,
}

impl Resolver<'_> {
    /// The merged list of a step.
    pub(super) fn actions(
        &self,
        workflow: &arazzo::Workflow,
        step: &arazzo::Step,
        when: When,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResolvedAction> {
        let (own, shared) = match when {
            When::Success => (&step.on_success, &workflow.success_actions),
            When::Failure => (&step.on_failure, &workflow.failure_actions),
        };
        let id = Some(step.id.text.as_str());
        let mut all = self.action_list(own, workflow, when, id, diagnostics);
        for action in self.action_list(shared, workflow, when, None, diagnostics) {
            if !all
                .iter()
                .any(|mine| mine.model.name.text == action.model.name.text)
            {
                all.push(action);
            }
        }
        all
    }

    fn action_list(
        &self,
        list: &[OrReference<Action>],
        workflow: &arazzo::Workflow,
        when: When,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResolvedAction> {
        list.iter()
            .filter_map(|entry| self.action(entry, workflow, when, step, diagnostics))
            .collect()
    }

    fn action(
        &self,
        entry: &OrReference<Action>,
        workflow: &arazzo::Workflow,
        when: When,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedAction> {
        let (node, action) = match entry {
            OrReference::Inline(action) => (&action.node, action),
            OrReference::Reference(reusable) => {
                let components = &self.model.components;
                let found = match when {
                    When::Success => components::find(
                        reusable,
                        "successActions",
                        &components.success_actions,
                        step,
                        diagnostics,
                    ),
                    When::Failure => components::find(
                        reusable,
                        "failureActions",
                        &components.failure_actions,
                        step,
                        diagnostics,
                    ),
                };
                (&reusable.node, found?)
            }
        };
        Some(ResolvedAction {
            node: node.clone(),
            step: action
                .step
                .as_ref()
                .and_then(|text| find_step(text, workflow, step, diagnostics)),
            workflow: action
                .workflow
                .as_ref()
                .and_then(|text| self.workflow_reference(text, step, diagnostics)),
            parameters: self.parameter_list(&action.parameters, step, diagnostics),
            model: action.clone(),
        })
    }
}

fn find_step(
    text: &arazzo::Text,
    workflow: &arazzo::Workflow,
    step: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    // `$steps.name` is not grammatical here, but its meaning is plain.
    let name = text.text.strip_prefix("$steps.").unwrap_or(&text.text);
    let found = workflow
        .steps
        .iter()
        .position(|candidate| candidate.id.text == name);
    if found.is_none() {
        let mut report = unknown(
            "unknown-step",
            text,
            "step",
            name,
            workflow.steps.iter().map(|step| step.id.text.as_str()),
        )
        .note("an action goes to a step of its own workflow");
        if let Some(step) = step {
            report = report.step(step);
        }
        diagnostics.push(report);
    } else if name.len() != text.text.len() {
        let report = Diagnostic::warning(
            "nonstandard-step-reference",
            &text.node,
            format!("`stepId` takes the plain id `{name}`"),
        )
        .fix(name);
        diagnostics.tolerate(report);
    }
    found
}
