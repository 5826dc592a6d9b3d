//! How far the schemas lead along a way that they do not describe to its end.

use crate::{
    expression::{Expression, Message, Reference, Side},
    load::Node,
    nearest::{meant, resembling},
    resolve::workflow::WorkflowId,
    types::{Inside, Walk, walk},
};

use super::{
    super::{
        statuses,
        view::{View, operation},
    },
    reading::{MAX_DEPTH, NOWHERE, joined_input, only},
};

/// How far a way is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The letters of the tokens that are declared, each with what parts it from the next.
    pub(crate) letters: usize,
    /// Whether all tokens are declared.
    pub(crate) whole: bool,
    /// Whether the schema has no such value, rather than nothing to say about it.
    pub(crate) undeclared: bool,
    /// Whether a near name in place of the first token that is not declared leads to the end.
    pub(crate) near: bool,
}

/// How far the way below an expression in the step at `step` is declared by the schema that leads furthest, of those for
/// `statuses`; `None` where there is no schema.
pub(crate) fn reach(
    view: &View,
    step: usize,
    statuses: &[u16],
    expression: &Expression,
    way: Vec<String>,
) -> Option<Reach> {
    let all = schemas(view, step, statuses, expression, way, 0);
    let reaches = all.iter().map(|(schema, way)| along(schema, way, view));
    reaches.max_by_key(|reach| (!reach.undeclared, reach.near, reach.letters))
}

fn along(schema: &Node, way: &[String], view: &View) -> Reach {
    let letters = |end: usize| way.iter().take(end).map(|token| token.len() + 1).sum();
    let (at, undeclared, near) = match walk(schema, way, view.documents) {
        Walk::Found(_) => (way.len(), false, false),
        Walk::Unknown { at, .. } => (at, false, false),
        Walk::Undeclared {
            at,
            inside,
            declared,
            ..
        } => {
            let near = inside == Inside::Object && is_near(schema, way, at, &declared, view);
            (at, true, near)
        }
    };
    Reach {
        letters: letters(at),
        whole: at == way.len(),
        undeclared,
        near,
    }
}

fn is_near(schema: &Node, way: &[String], at: usize, declared: &[String], view: &View) -> bool {
    let Some(token) = way.get(at) else {
        return false;
    };
    let leads_on = |name: &&str| {
        let mut better = way.to_vec();
        if let Some(token) = better.get_mut(at) {
            *token = (*name).to_owned();
        }
        matches!(walk(schema, &better, view.documents), Walk::Found(_))
    };
    let names = resembling(token, declared.iter().map(String::as_str));
    meant(token, names.filter(leads_on)).is_some()
}

/// The schemas that an expression looks into, each with the whole way in it.
fn schemas(
    view: &View,
    step: usize,
    possible: &[u16],
    expression: &Expression,
    way: Vec<String>,
    depth: usize,
) -> Vec<(Node, Vec<String>)> {
    match expression {
        Expression::Response(Message::Body(pointer)) => {
            let Some(operation) = view.resolved.steps.get(step).and_then(operation) else {
                return Vec::new();
            };
            let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
            let way: Vec<String> = pointer.chain(way).collect();
            let responses = statuses::answering(operation, possible).into_iter();
            let media = responses.flat_map(|response| response.every_structured());
            let schemas = media.filter_map(|media| media.schema.clone());
            schemas.map(|schema| (schema, way.clone())).collect()
        }
        Expression::Input(reference) => joined_input(view, reference, way).into_iter().collect(),
        _ if depth >= MAX_DEPTH => Vec::new(),
        Expression::Step {
            step: named,
            output,
        } => {
            let Some((index, step, resolved)) = view.step_named(&named.value) else {
                return Vec::new();
            };
            let Some(output) = view.output(index, output) else {
                return Vec::new();
            };
            let Some(expression) = only(&step.outputs, &output, &resolved.texts) else {
                return Vec::new();
            };
            let way = output.way.into_iter().chain(way).collect();
            schemas(view, index, possible, &expression, way, depth + 1)
        }
        Expression::Output(output) => {
            let target = view.called(step);
            let found =
                target.map(|target| of_workflow(view, target, output, possible, way, depth));
            found.unwrap_or_default()
        }
        Expression::Workflow {
            workflow,
            side: Side::Outputs,
            name,
        } => {
            let target = view.workflow_named(&workflow.value);
            let found = target.map(|target| of_workflow(view, target, name, possible, way, depth));
            found.unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The same for an output of a workflow.
fn of_workflow(
    view: &View,
    target: WorkflowId,
    output: &Reference,
    possible: &[u16],
    way: Vec<String>,
    depth: usize,
) -> Vec<(Node, Vec<String>)> {
    let Some(called) = view.workflow(target) else {
        return Vec::new();
    };
    let texts = &called.resolved.texts;
    let Some(output) = called.result(output) else {
        return Vec::new();
    };
    let Some(expression) = only(&called.model.outputs, &output, texts) else {
        return Vec::new();
    };
    let way = output.way.into_iter().chain(way).collect();
    schemas(&called, NOWHERE, possible, &expression, way, depth + 1)
}
