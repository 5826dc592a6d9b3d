//! When a step runs, in words: for those that do not just follow the step before them.

use std::time::Duration;

use crate::plan::{Action, ActionKind, Helper, Step, Workflow};

/// What is to say about the step at `index`; nothing if it runs once, after the step before it.
pub(super) fn step(workflow: &Workflow, index: usize) -> String {
    let Some(step) = workflow.steps.get(index) else {
        return String::new();
    };
    let mut remarks = Vec::new();
    let leading: Vec<String> = sources(workflow, index).collect();
    if !leading.is_empty() {
        let only = match is_reached_in_order(workflow, index) {
            true => "also",
            false => "only",
        };
        remarks.push(format!("{only} reached by {}", leading.join(", ")));
    }
    if !step.definite {
        let leaving: Vec<String> = leaving(workflow, index).collect();
        if !leaving.is_empty() {
            remarks.push(format!("not after {}", leaving.join(", ")));
        }
    }
    remarks.extend(retries(step));
    remarks.join("; ")
}

/// The actions that lead to a step, other than by going on.
fn sources(workflow: &Workflow, index: usize) -> impl Iterator<Item = String> + '_ {
    each_action(workflow).filter_map(move |(step, action)| match &action.kind {
        ActionKind::Goto { step: target, .. } if *target == index => Some(named(step, action)),
        ActionKind::Retry {
            helper: Some(Helper::Step(target)),
            ..
        } if *target == index => Some(format!("a retry of {}", named(step, action))),
        _ => None,
    })
}

/// The actions of earlier steps that end the run or jump past a step.
fn leaving(workflow: &Workflow, index: usize) -> impl Iterator<Item = String> + '_ {
    let before = workflow.steps.iter().take(index);
    let actions = before.flat_map(|step| actions(step).map(move |action| (step, action)));
    actions.filter_map(move |(step, action)| match &action.kind {
        ActionKind::End | ActionKind::Transfer(_) => Some(named(step, action)),
        ActionKind::Goto { step: target, .. } if *target > index => Some(named(step, action)),
        _ => None,
    })
}

/// Whether the step before it can go on to it.
fn is_reached_in_order(workflow: &Workflow, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|at| workflow.steps.get(at)) else {
        return true;
    };
    let unconditional = before.on_success.iter().find(|it| it.criteria.is_empty());
    unconditional
        .is_none_or(|action| matches!(action.kind, ActionKind::Proceed | ActionKind::Retry { .. }))
}

fn retries(step: &Step) -> impl Iterator<Item = String> + '_ {
    actions(step).filter_map(|action| match &action.kind {
        ActionKind::Retry { limit, after, .. } => {
            let times = match limit {
                1 => "once".to_owned(),
                times => format!("{times} times"),
            };
            let pause = match *after {
                Duration::ZERO => String::new(),
                pause => format!(", {} s apart", pause.as_secs_f64()),
            };
            Some(format!(
                "repeated at most {times}{pause} by action `{}`",
                action.name
            ))
        }
        _ => None,
    })
}

fn each_action(workflow: &Workflow) -> impl Iterator<Item = (&Step, &Action)> {
    let steps = workflow.steps.iter();
    steps.flat_map(|step| actions(step).map(move |action| (step, action)))
}

fn actions(step: &Step) -> impl Iterator<Item = &Action> {
    step.on_success.iter().chain(&step.on_failure)
}

fn named(step: &Step, action: &Action) -> String {
    format!("action `{}` of step `{}`", action.name, step.id)
}

#[cfg(test)]
mod tests {
    use crate::testing::program;

    const API: &str = "
openapi: 3.1.0
info: {title: jobs, version: '1'}
servers: [{url: 'https://jobs.example'}]
paths:
  /jobs:
    get: {operationId: read, responses: {'200': {description: It.}}}
";

    #[test]
    fn a_step_off_the_straight_way_says_when_it_runs() {
        let text = "workflows:
- workflowId: w
  steps:
  - stepId: first
    operationId: read
    onSuccess:
    - {name: skip, type: goto, stepId: last, criteria: [{condition: $statusCode == 201}]}
    - {name: stop, type: end, criteria: [{condition: $statusCode == 202}]}
    onFailure: [{name: repair, type: goto, stepId: mend}]
  - stepId: second
    operationId: read
    onSuccess: [{name: over, type: end}]
  - {stepId: mend, operationId: read}
  - stepId: last
    operationId: read
    onFailure: [{name: again, type: retry, retryLimit: 1}]
";
        let program = program(API, text);
        let program = program.split_whitespace().collect::<Vec<_>>().join(" ");
        for remark in [
            "not after action `skip` of step `first`, action `stop` of step `first`, action `repair` of step `first`",
            "only reached by action `repair` of step `first`",
            "also reached by action `skip` of step `first`",
            "repeated at most once by action `again`",
        ] {
            assert!(program.contains(remark), "{remark} is not in {program}");
        }
        assert_eq!(program.matches(".remark(").count(), 3, "{program}");
    }
}
