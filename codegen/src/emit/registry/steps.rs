//! The steps of a workflow in the list: what they call, when they have succeeded, and what follows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{
    Action, ActionKind, Criterion, Helper, Plan, Step, StepCall, Test, Workflow, WorkflowCall,
};

use super::super::docs;
use super::{key_of, list, request};

/// A step.
pub(super) fn step(plan: &Plan, workflow: &Workflow, index: usize, step: &Step) -> TokenStream {
    let id = &step.id;
    let words = Words { plan, workflow };
    let new = match &step.call {
        StepCall::Operation(call) => {
            let source = plan.apis.get(call.api).map_or("", |api| &api.source);
            let (method, path) = (&call.method, &call.path);
            quote!(Step::operation(#id, #source, #method, #path))
        }
        StepCall::Workflow(call) => {
            let key = words.key(call);
            quote!(Step::workflow(#id, #key))
        }
    };
    let summary = summary(step);
    let written = step
        .criteria
        .iter()
        .filter(|it| !matches!(it.test, Test::Successful));
    let criteria = written.map(|criterion| docs::plain(&criterion.text));
    let success = step
        .on_success
        .iter()
        .map(|action| words.action(action, "ends the workflow"));
    let failure = step
        .on_failure
        .iter()
        .map(|action| words.action(action, "ends the workflow, which has failed"));
    let outputs = step.outputs.iter().map(|output| {
        let (name, text) = (&output.name, docs::plain(&output.text));
        quote!((#name, #text))
    });
    let described = [
        (!summary.is_empty()).then(|| quote!(.summary(#summary))),
        list("criteria", criteria.map(|text| quote!(#text))),
        list("on_success", success.map(|text| quote!(#text))),
        list("on_failure", failure.map(|text| quote!(#text))),
        list("outputs", outputs),
    ];
    let described = described.into_iter().flatten();
    let sent = request::of_step(plan, workflow, index, step);
    quote!(#new #(#described)* #sent)
}

/// What the step is for, or else its operation.
fn summary(step: &Step) -> String {
    let own = docs::plain(step.documentation.as_deref().unwrap_or_default());
    match &step.call {
        StepCall::Operation(call) if own.is_empty() => {
            docs::plain(call.summary.as_deref().unwrap_or_default())
        }
        _ => own,
    }
}

/// Actions as sentences.
struct Words<'p> {
    plan: &'p Plan,
    workflow: &'p Workflow,
}

impl Words<'_> {
    fn action(&self, action: &Action, end: &str) -> String {
        let done = match &action.kind {
            ActionKind::Proceed => "goes on".to_owned(),
            ActionKind::End => end.to_owned(),
            ActionKind::Goto { step, paced } => {
                let pause = if *paced { ", after a pause" } else { "" };
                format!("goes to step `{}`{pause}", self.step(*step))
            }
            ActionKind::Transfer(call) => format!("goes over to workflow `{}`", self.key(call)),
            ActionKind::Retry {
                limit,
                after,
                helper,
                ..
            } => {
                let times = if *limit == 1 {
                    "once".to_owned()
                } else {
                    format!("up to {limit} times")
                };
                let mut text = format!("repeats the step {times}");
                if !after.is_zero() {
                    text.push_str(&format!(", {after:?} apart"));
                }
                match helper {
                    Some(Helper::Step(index)) => {
                        text.push_str(&format!(", after step `{}`", self.step(*index)));
                    }
                    Some(Helper::Workflow(call)) => {
                        text.push_str(&format!(", after workflow `{}`", self.key(call)));
                    }
                    None => {}
                }
                text
            }
        };
        let name = &action.name;
        docs::plain(&format!("{}`{name}` {done}", when(&action.criteria)))
    }

    fn step(&self, index: usize) -> &str {
        self.workflow.steps.get(index).map_or("", |step| &step.id)
    }

    fn key(&self, call: &WorkflowCall) -> String {
        key_of(self.plan, call.workflow).unwrap_or_default()
    }
}

fn when(criteria: &[Criterion]) -> String {
    if criteria.is_empty() {
        return String::new();
    }
    let texts: Vec<&str> = criteria.iter().map(|it| it.text.as_str()).collect();
    format!("when {}, ", texts.join(" and "))
}
