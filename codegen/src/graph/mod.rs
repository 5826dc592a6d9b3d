//! Draws a workflow's control flow: its steps, and where each leads after success and after failure.

mod dot;
mod mermaid;
mod svg;

use crate::plan::{ActionKind, Criterion, Helper, Plan, Step, StepCall, Workflow, WorkflowRef};

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;

/// A workflow as boxes and arrows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// `workflowId`.
    pub name: String,
    /// Steps in execution order, then one box for each ending that something leads to.
    pub boxes: Vec<Node>,
    /// Arrows, in the order of the steps they start from.
    pub arrows: Vec<Arrow>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// `stepId`, or what the ending is.
    pub title: String,
    /// What the step calls.
    pub subtitle: Option<String>,
    /// What it stands for.
    pub kind: NodeKind,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A step.
    Step,
    /// The workflow completes.
    Completed,
    /// A success action ends it.
    Ended,
    /// It fails.
    Failed,
    /// Another workflow takes over.
    Workflow,
}

/// An arrow between boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Index of the box it starts from.
    pub from: usize,
    /// Index of the box it leads to.
    pub to: usize,
    /// Name and criteria of the action; empty where control just goes on.
    pub label: String,
    /// Whether it is taken after a failure.
    pub failure: bool,
}

/// The graph of `workflow`, which is one of `plan`.
pub fn of(plan: &Plan, workflow: &Workflow) -> Graph {
    let mut builder = Builder {
        plan,
        graph: Graph {
            name: workflow.id.clone(),
            boxes: workflow
                .steps
                .iter()
                .map(|step| step_box(plan, step))
                .collect(),
            arrows: Vec::new(),
        },
    };
    for (index, step) in workflow.steps.iter().enumerate() {
        builder.step(index, step, workflow.steps.len());
    }
    builder.graph
}

fn step_box(plan: &Plan, step: &Step) -> Node {
    let subtitle = match &step.call {
        StepCall::Operation(call) => format!("{} {}", call.method, call.path),
        StepCall::Workflow(call) => format!("workflow {}", workflow_name(plan, call.workflow)),
    };
    Node {
        title: step.id.clone(),
        subtitle: Some(subtitle),
        kind: NodeKind::Step,
    }
}

fn workflow_name(plan: &Plan, reference: WorkflowRef) -> String {
    let document = plan.documents.get(reference.document);
    let workflow = document.and_then(|document| document.workflows.get(reference.workflow));
    let name = workflow.map_or("?", |workflow| workflow.id.as_str());
    match document.and_then(|document| document.module.as_deref()) {
        Some(module) => format!("{module}.{name}"),
        None => name.to_owned(),
    }
}

struct Builder<'a> {
    plan: &'a Plan,
    graph: Graph,
}

impl Builder<'_> {
    fn step(&mut self, index: usize, step: &Step, count: usize) {
        let mut always = false;
        for action in &step.on_success {
            let to = self.target(&action.kind, index, count, false);
            self.arrow(index, to, &action.name, &action.criteria, false);
            always |= action.criteria.is_empty();
        }
        if !always {
            let to = self.next(index, count);
            self.graph.arrows.push(Arrow {
                from: index,
                to,
                label: String::new(),
                failure: false,
            });
        }
        for action in &step.on_failure {
            let to = self.target(&action.kind, index, count, true);
            let note = match &action.kind {
                ActionKind::Retry { limit, helper, .. } => retry_note(*limit, helper.as_ref()),
                _ => String::new(),
            };
            self.arrow(
                index,
                to,
                &format!("{}{note}", action.name),
                &action.criteria,
                true,
            );
        }
    }

    fn target(&mut self, kind: &ActionKind, index: usize, count: usize, failure: bool) -> usize {
        match kind {
            ActionKind::Proceed => self.next(index, count),
            ActionKind::End if failure => self.ending("failed", NodeKind::Failed),
            ActionKind::End => self.ending("ended", NodeKind::Ended),
            ActionKind::Goto { step, .. } => *step,
            ActionKind::Transfer(call) => {
                let name = workflow_name(self.plan, call.workflow);
                self.ending(&format!("workflow {name}"), NodeKind::Workflow)
            }
            ActionKind::Retry { .. } => index,
        }
    }

    fn next(&mut self, index: usize, count: usize) -> usize {
        if index + 1 < count {
            index + 1
        } else {
            self.ending("completed", NodeKind::Completed)
        }
    }

    fn ending(&mut self, title: &str, kind: NodeKind) -> usize {
        let known = self
            .graph
            .boxes
            .iter()
            .position(|node| node.kind == kind && node.title == title);
        known.unwrap_or_else(|| {
            self.graph.boxes.push(Node {
                title: title.to_owned(),
                subtitle: None,
                kind,
            });
            self.graph.boxes.len() - 1
        })
    }

    fn arrow(&mut self, from: usize, to: usize, name: &str, criteria: &[Criterion], failure: bool) {
        let criteria: Vec<&str> = criteria
            .iter()
            .map(|criterion| criterion.text.as_str())
            .collect();
        let label = match criteria.as_slice() {
            [] => name.to_owned(),
            all => format!("{name}: {}", all.join(" and ")),
        };
        self.graph.arrows.push(Arrow {
            from,
            to,
            label,
            failure,
        });
    }
}

fn retry_note(limit: u32, helper: Option<&Helper>) -> String {
    match helper {
        Some(_) => format!(" (retry {limit}×, after a helper)"),
        None => format!(" (retry {limit}×)"),
    }
}
