//! Success and failure actions (Arazzo 1.1, sections 4.6.7 and 4.6.8).

use std::time::Duration;

use crate::{
    load::Node,
    model::arazzo::ActionKind as Written,
    plan::{Action, ActionKind, Criterion, Helper, Poll, Test},
    resolve::workflow::ResolvedAction,
    types::{Names, field_ident},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

/// What follows an attempt of a step.
#[derive(Default)]
pub(super) struct Actions {
    pub(super) polls: Vec<Poll>,
    pub(super) success: Vec<Action>,
    pub(super) failure: Vec<Action>,
}

impl WorkflowBuilder<'_, '_> {
    /// Success actions of a step, with those that repeat it.
    fn after_success(&mut self, step: usize) -> Vec<Action> {
        let Some(resolved) = self.resolved.steps.get(step) else {
            return Vec::new();
        };
        let scope = self.scope(step, At::SuccessAction);
        let actions = resolved.on_success.iter();
        actions
            .filter_map(|action| self.action(action, step, &scope))
            .collect()
    }

    /// What follows an attempt of a step: its polls, success actions and failure actions. A `retry` after a success makes the
    /// answer a failure that is tried again before the other failure actions are asked (decision D-56).
    pub(super) fn actions(&mut self, step: usize) -> Actions {
        let mut found = Actions::default();
        for mut action in self.after_success(step) {
            let ActionKind::Retry { .. } = &action.kind else {
                found.success.push(action);
                continue;
            };
            let unless = found.success.iter().map(|earlier| earlier.criteria.clone());
            found.polls.push(Poll {
                name: action.name.clone(),
                criteria: std::mem::take(&mut action.criteria),
                unless: unless.collect(),
            });
            action.criteria.push(Criterion {
                test: Test::Repeats(action.name.clone()),
                text: String::new(),
            });
            found.failure.push(action);
        }
        let actions = &mut found.success;
        // What follows an action without criteria never runs; an action that only goes on is what happens anyway.
        if let Some(last) = actions.iter().position(|action| action.criteria.is_empty()) {
            actions.truncate(last + 1);
        }
        while actions
            .last()
            .is_some_and(|action| matches!(action.kind, ActionKind::Proceed))
        {
            actions.pop();
        }
        found.failure.extend(self.after_failure(step));
        let mut retries = Names::new();
        for action in &mut found.failure {
            if let ActionKind::Retry { ident, .. } = &mut action.kind {
                *ident = retries.claim(&field_ident(&action.name));
            }
        }
        found
    }

    /// Failure actions of a step.
    fn after_failure(&mut self, step: usize) -> Vec<Action> {
        let Some(resolved) = self.resolved.steps.get(step) else {
            return Vec::new();
        };
        let scope = self.scope(step, At::FailureAction);
        let actions = resolved.on_failure.iter();
        let mut actions: Vec<Action> = actions
            .filter_map(|action| self.action(action, step, &scope))
            .collect();
        let always = |action: &Action| {
            action.criteria.is_empty() && !matches!(action.kind, ActionKind::Retry { .. })
        };
        if let Some(last) = actions.iter().position(always) {
            actions.truncate(last + 1);
        }
        actions
    }

    fn action(&mut self, action: &ResolvedAction, step: usize, scope: &Scope) -> Option<Action> {
        let criteria = self.criteria(&action.model.criteria, scope);
        let kind = match action.model.kind {
            Written::End => ActionKind::End,
            Written::Goto => match (action.step, action.workflow) {
                (Some(target), _) if target == step + 1 && scope.at == At::SuccessAction => {
                    ActionKind::Proceed
                }
                (Some(target), _) => ActionKind::Goto {
                    step: target,
                    paced: false,
                },
                (None, Some(target)) => {
                    ActionKind::Transfer(self.action_workflow_call(action, target, scope)?)
                }
                (None, None) => return None,
            },
            Written::Retry => self.retry(action, scope)?,
        };
        (criteria.len() == action.model.criteria.len()).then(|| Action {
            name: action.model.name.text.clone(),
            kind,
            criteria,
        })
    }

    fn retry(&mut self, action: &ResolvedAction, scope: &Scope) -> Option<ActionKind> {
        let limit = action
            .model
            .retry_limit
            .as_ref()
            .and_then(whole)
            .unwrap_or(1);
        let after = action
            .model
            .retry_after
            .as_ref()
            .and_then(seconds)
            .unwrap_or_default();
        let helper = match (action.step, action.workflow) {
            // Retrying with the step itself as helper is a retry.
            (Some(step), _) => Some(Helper::Step(step)).filter(|_| Some(step) != scope.step),
            (None, Some(target)) => Some(Helper::Workflow(
                self.action_workflow_call(action, target, scope)?,
            )),
            (None, None) => None,
        };
        Some(ActionKind::Retry {
            ident: String::new(),
            limit,
            after,
            helper,
        })
    }
}

/// A whole number, also where it is written as text or with a zero fraction.
fn whole(node: &Node) -> Option<u32> {
    let value = node.value();
    let number = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())?;
    (number >= 0.0 && number.fract() == 0.0).then(|| number.min(f64::from(u32::MAX)) as u32)
}

/// Seconds, decimal; a day at the most.
fn seconds(node: &Node) -> Option<Duration> {
    let value = node.value();
    let number = value
        .as_f64()
        .or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(number).ok()
}
