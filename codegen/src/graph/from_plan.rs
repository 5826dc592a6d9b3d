//! Reads the graph of a workflow off its plan.

use crate::plan::{
    self, ActionKind, Criterion, Destination, Plan, StepCall, Test, Workflow, WorkflowRef,
};

use super::{
    data::Reader,
    model::{Call, Edge, EdgeKind, Graph, Helper, Step, Target},
};

/// The graph of `workflow`, which is one of `plan`.
pub fn of(plan: &Plan, workflow: &Workflow) -> Graph {
    let reader = Reader { plan, workflow };
    let document = plan.documents.iter().find(|document| {
        let mut all = document.workflows.iter();
        all.any(|other| std::ptr::eq(other, workflow))
    });
    let module = document.and_then(|document| document.module.as_deref());
    let mut edges = Vec::new();
    for (index, step) in workflow.steps.iter().enumerate() {
        leave(plan, index, step, &mut edges);
    }
    let prerequisites = workflow.prerequisites.iter();
    Graph {
        name: below(module, &workflow.id),
        summary: first_paragraph(workflow.documentation.as_deref()),
        inputs: reader.inputs(),
        outputs: reader.outputs(),
        prerequisites: prerequisites
            .map(|prerequisite| workflow_name(plan, prerequisite.workflow))
            .collect(),
        steps: workflow
            .steps
            .iter()
            .map(|step| drawn(plan, step, &reader))
            .collect(),
        edges,
    }
}

fn drawn(plan: &Plan, step: &plan::Step, reader: &Reader<'_>) -> Step {
    let (call, summary) = match &step.call {
        StepCall::Operation(call) => (
            Call::Operation {
                method: call.method.clone(),
                path: call.path.clone(),
                id: call.operation_id.clone(),
                source: plan
                    .apis
                    .get(call.api)
                    .map(|api| api.source.clone())
                    .unwrap_or_default(),
            },
            call.summary.as_deref(),
        ),
        StepCall::Workflow(call) => (Call::Workflow(workflow_name(plan, call.workflow)), None),
    };
    Step {
        id: step.id.clone(),
        call,
        summary: first_paragraph(step.documentation.as_deref().or(summary)),
        criteria: step.criteria.iter().map(said).collect(),
        takes: reader.takes(step),
        gives: reader.gives(step),
        needs: step.depends_on.clone(),
        timeout: step.timeout,
    }
}

/// The ways out of a step, and its retries, in the order in which they are asked.
fn leave(plan: &Plan, index: usize, step: &plan::Step, edges: &mut Vec<Edge>) {
    let exits = |succeeded: bool| {
        step.exits
            .iter()
            .filter(move |exit| exit.succeeded == succeeded)
    };
    edges.extend(exits(true).map(|exit| way_out(plan, index, step, exit)));
    // What is tried again stands before what follows it.
    for action in &step.on_failure {
        if let ActionKind::Retry {
            limit,
            after,
            helper,
            ..
        } = &action.kind
        {
            let poll = step.polls.iter().find(|poll| {
                let repeats = |one: &Criterion| matches!(&one.test, Test::Repeats(name) if *name == poll.name);
                action.criteria.iter().any(repeats)
            });
            let criteria = poll.map_or(&action.criteria, |poll| &poll.criteria);
            edges.push(Edge {
                from: index,
                to: Target::Step(index),
                kind: EdgeKind::Retry {
                    limit: *limit,
                    after: *after,
                    polls: poll.is_some(),
                    helper: helper.as_ref().map(|helper| match helper {
                        plan::Helper::Step(step) => Helper::Step(*step),
                        plan::Helper::Workflow(call) => {
                            Helper::Workflow(workflow_name(plan, call.workflow))
                        }
                    }),
                },
                action: Some(action.name.clone()),
                criteria: criteria.iter().map(said).collect(),
            });
        }
    }
    edges.extend(exits(false).map(|exit| way_out(plan, index, step, exit)));
}

fn way_out(plan: &Plan, index: usize, step: &plan::Step, exit: &plan::Exit) -> Edge {
    let actions = match exit.succeeded {
        true => &step.on_success,
        false => &step.on_failure,
    };
    let action = exit.action.and_then(|action| actions.get(action));
    let kind = match action.map(|action| &action.kind) {
        None => EdgeKind::Next,
        Some(_) if !exit.succeeded => EdgeKind::Failure,
        Some(kind) => EdgeKind::Success {
            paced: matches!(kind, ActionKind::Goto { paced: true, .. }),
        },
    };
    Edge {
        from: index,
        to: match exit.to {
            Destination::Step(to) => Target::Step(to),
            Destination::Completed => Target::Completed,
            Destination::Ended => Target::Ended,
            Destination::Failed => Target::Failed,
            Destination::Workflow(target) => Target::Workflow(workflow_name(plan, target)),
        },
        kind,
        action: action.map(|action| action.name.clone()),
        criteria: action.map_or_else(Vec::new, |action| {
            action.criteria.iter().map(said).collect()
        }),
    }
}

/// A criterion with what it is applied to.
fn said(criterion: &Criterion) -> String {
    let text = &criterion.text;
    match &criterion.test {
        Test::Regex { context, .. } => format!("{} matches {text}", context.text),
        Test::JsonPathExists { context, .. } => {
            format!("{text} finds something in {}", context.text)
        }
        Test::JsonPathHolds { context, .. } | Test::XPath { context, .. } => {
            format!("{text} holds for {}", context.text)
        }
        _ => text.clone(),
    }
}

pub(super) fn workflow_name(plan: &Plan, reference: WorkflowRef) -> String {
    let document = plan.documents.get(reference.document);
    let workflow = document.and_then(|document| document.workflows.get(reference.workflow));
    let name = workflow.map_or("?", |workflow| workflow.id.as_str());
    below(
        document.and_then(|document| document.module.as_deref()),
        name,
    )
}

fn below(module: Option<&str>, name: &str) -> String {
    match module {
        Some(module) => format!("{module}.{name}"),
        None => name.to_owned(),
    }
}

fn first_paragraph(text: Option<&str>) -> Option<String> {
    let first = text?.trim().split("\n\n").next()?;
    let words: Vec<&str> = first.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
