//! The actions of a step: its own, then the workflow's whose names it does not use (decision D-15).

use crate::{
    diagnostic::{Diagnostics, names::Named},
    model::arazzo::{self, Action, ActionKind, OrReference},
};

use super::{ResolvedAction, Resolver, components, order::prefixed_target, unknown::unknown};

/// Which list of actions is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// `onSuccess`, `successActions`
    Success,
    /// `onFailure`, `failureActions`
    Failure,
}

/// The actions after a step.
pub(super) struct Actions {
    pub(super) all: Vec<ResolvedAction>,
    /// Whether there are others, or one whose target is not known: all reported.
    pub(super) lead_anywhere: bool,
}

impl Resolver<'_> {
    /// The merged list of a step.
    pub(super) fn actions(
        &self,
        workflow: &arazzo::Workflow,
        step: &arazzo::Step,
        when: When,
        diagnostics: &mut Diagnostics,
    ) -> Actions {
        let (own, shared) = match when {
            When::Success => (&step.on_success, &workflow.success_actions),
            When::Failure => (&step.on_failure, &workflow.failure_actions),
        };
        let id = Some(step.id.text.as_str());
        let mut all = self.action_list(own, workflow, when, id, diagnostics);
        let shared_actions = self.action_list(shared, workflow, when, None, diagnostics);
        let found = all.len() + shared_actions.len();
        for action in shared_actions {
            if !all
                .iter()
                .any(|mine| mine.model.name.text == action.model.name.text)
            {
                all.push(action);
            }
        }
        let given = own.len() + shared.len();
        Actions {
            lead_anywhere: step.unread.actions
                || workflow.unread.actions
                || found < given
                || all.iter().any(goes_nowhere),
            all,
        }
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
                let references = &self.model.references;
                let found = match when {
                    When::Success => components::find(
                        (reusable, references),
                        "successActions",
                        &components.success_actions,
                        step,
                        diagnostics,
                    ),
                    When::Failure => components::find(
                        (reusable, references),
                        "failureActions",
                        &components.failure_actions,
                        step,
                        diagnostics,
                    ),
                };
                (&reusable.node, found?)
            }
        };
        let mut unread_parameters = action.unread_parameters.clone();
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
            parameters: self.parameter_list(
                &action.parameters,
                step,
                &mut unread_parameters,
                diagnostics,
            ),
            unread_parameters,
            model: action.clone(),
        })
    }
}

/// Whether `action` has no target that could be found, but needs one or names one.
fn goes_nowhere(action: &ResolvedAction) -> bool {
    let model = &action.model;
    let named = model.step.is_some() || model.workflow.is_some() || model.unread_target;
    let wanted = model.kind == ActionKind::Goto || named;
    model.kind != ActionKind::End && wanted && action.step.is_none() && action.workflow.is_none()
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
        if workflow.unread.steps.may_declare(name, workflow.step_ids()) {
            return None;
        }
        let mut report = unknown(Named::Step, text, name, workflow.step_ids())
            .note("an action goes to a step of its own workflow");
        if let Some(step) = step {
            report = report.step(step);
        }
        diagnostics.push(report);
    } else if name.len() != text.text.len() {
        diagnostics.tolerate(prefixed_target(text, name));
    }
    found
}
