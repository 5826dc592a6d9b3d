//! Follows an expression to the schemas that describe its value, through steps and the workflows they call.

use crate::{
    expression::{Expression, Message, Reference, Side},
    load::Node,
    model::{arazzo::ActionKind, texts::Texts},
    resolve::{
        operation::{MediaType, Operation, is_range, is_xml},
        workflow::{ResolvedAction, WorkflowId},
    },
    types::{Conjunction, Kinds, Walk, walk},
};

use super::{
    super::{
        named::Name,
        statuses,
        view::{View, operation},
    },
    Known,
};

/// In place of a step: the outputs of a workflow belong to none.
pub(super) const NOWHERE: usize = usize::MAX;

/// Outputs that read outputs are followed this far.
pub(super) const MAX_DEPTH: usize = 6;

/// What is known of an expression that is read for a request of the step at `step`.
pub(crate) fn before_request(view: &View, step: usize, expression: &Expression) -> Option<Known> {
    let anything: Vec<u16> = (100..600).collect();
    value(view, step, &anything, expression, Vec::new(), 1)
}

/// The same of the value at `way` below the expression.
pub(crate) fn before_request_at(
    view: &View,
    step: usize,
    expression: &Expression,
    way: Vec<String>,
) -> Option<Known> {
    let anything: Vec<u16> = (100..600).collect();
    value(view, step, &anything, expression, way, 1)
}

/// What is known of an expression that a criterion of the step at `step` reads.
pub(crate) fn value_of(
    view: &View,
    step: usize,
    possible: &[u16],
    expression: &Expression,
) -> Option<Known> {
    value(view, step, possible, expression, Vec::new(), 0)
}

/// Whether the schemas describe the value at `way` below an expression in a condition of the step at `step`: those of a success,
/// or of any answer.
pub(crate) fn described_at(
    view: &View,
    step: usize,
    expression: &Expression,
    way: Vec<String>,
) -> bool {
    [200..300, 100..600].into_iter().any(|statuses| {
        let statuses: Vec<u16> = statuses.collect();
        value(view, step, &statuses, expression, way.clone(), 0).is_some()
    })
}

/// What is known of the value at `way` below an expression. At a `depth` other than 0 it has become an output, which has
/// the type of its schema.
pub(super) fn value(
    view: &View,
    step: usize,
    possible: &[u16],
    expression: &Expression,
    way: Vec<String>,
    depth: usize,
) -> Option<Known> {
    match expression {
        Expression::StatusCode if way.is_empty() => Some(Known::of(Kinds::INTEGER)),
        Expression::Method if way.is_empty() && depth == 0 => {
            let operation = operation(view.resolved.steps.get(step)?)?;
            Some(Known {
                texts: Some(vec![operation.method.to_string()]),
                schema: Some(operation.node.clone()),
                ..Known::of(Kinds::STRING)
            })
        }
        Expression::Url | Expression::Method | Expression::SelfUri if way.is_empty() => {
            Some(Known::of(Kinds::STRING))
        }
        Expression::Response(Message::Header(name)) if way.is_empty() => {
            let operation = operation(view.resolved.steps.get(step)?)?;
            match depth {
                0 => Some(header(operation, &name.value, view)),
                _ if has_type(operation, &name.value) => None,
                _ => Some(Known::of(Kinds::STRING)),
            }
        }
        Expression::Response(Message::Body(pointer)) => {
            let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
            body(
                view,
                step,
                possible,
                &pointer.chain(way).collect::<Vec<_>>(),
            )
        }
        Expression::Input(reference) => input(view, reference, way),
        Expression::Step {
            step: named,
            output,
        } => step_output(view, (step, &named.value), output, way, depth),
        Expression::Output(output) => {
            let target = view.called(step)?;
            workflow_output(view, target, output, way, depth)
        }
        Expression::Workflow {
            workflow,
            side: Side::Outputs,
            name,
        } => {
            let target = view.workflow_named(&workflow.value)?;
            workflow_output(view, target, name, way, depth)
        }
        _ => None,
    }
}

/// Whether a header may be read as something else than text.
fn has_type(operation: &Operation, name: &str) -> bool {
    let headers = operation
        .responses
        .iter()
        .flat_map(|response| &response.headers);
    headers
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .any(|header| header.schema.is_some() || header.content.is_some())
}

/// The text of a header: a number where its schemas agree on that, one of those that they list.
fn header(operation: &Operation, name: &str, view: &View) -> Known {
    let headers = operation
        .responses
        .iter()
        .flat_map(|response| &response.headers)
        .filter(|header| header.name.eq_ignore_ascii_case(name));
    let mut known: Option<Known> = None;
    for header in headers {
        let described = header.schema.as_ref().and_then(|schema| {
            let all = Conjunction::of(schema, view.documents).alternatives(view.documents);
            match all.all.as_slice() {
                [only] => Known::by(only.clone()),
                _ => None,
            }
        });
        let scalar = Kinds::NUMBER.or(Kinds::STRING);
        let Some(next) = described.filter(|next| next.kinds.within(scalar)) else {
            return Known::of(Kinds::STRING);
        };
        known = Some(match known {
            Some(known) => known.or(next),
            None => next,
        });
    }
    known.unwrap_or_else(|| Known::of(Kinds::STRING))
}

/// A value of the body, by the schemas of the responses that can have come: where one has no body, there is no value to
/// be judged.
fn body(view: &View, step: usize, possible: &[u16], way: &[String]) -> Option<Known> {
    let operation = operation(view.resolved.steps.get(step)?)?;
    let mut found: Option<Known> = None;
    let mut add = |next: Known| {
        found = Some(match found.take() {
            Some(found) => found.or(next),
            None => next,
        });
    };
    for response in statuses::answering(operation, possible) {
        if response.content.is_empty() {
            continue;
        }
        let json = response.every_structured();
        // XML as a whole is text.
        let text = || way.is_empty() && json.iter().any(|media| is_xml(&media.name));
        if json.is_empty() || text() {
            return None;
        }
        // A body that is not described can be anything.
        for media in &json {
            // JSON lines are a list to an engine and the text that came to others.
            if media.lines && way.is_empty() {
                add(Known::of(Kinds::ARRAY.or(Kinds::STRING)));
                continue;
            }
            if let Some(next) = described(media.schema.as_ref()?, way, view)? {
                add(next);
            }
        }
        // Text has no parts, but the whole body may be text just as well.
        let others = response.content.iter();
        let others = others.filter(|media| way.is_empty() && !media.is_json());
        for media in others {
            match instead(media, view)? {
                Instead::Notation => {}
                Instead::Text => add(Known::of(Kinds::STRING)),
            }
        }
    }
    found
}

/// Whether the schemas of the responses that can have come declare nothing where an expression points into the body.
pub(crate) fn is_undeclared(
    view: &View,
    step: usize,
    possible: &[u16],
    expression: &Expression,
) -> bool {
    let Expression::Response(Message::Body(Some(pointer))) = expression else {
        return false;
    };
    let Some(operation) = view.resolved.steps.get(step).and_then(operation) else {
        return false;
    };
    let way: Vec<String> = pointer.value.tokens().collect();
    let responses = statuses::answering(operation, possible).into_iter();
    let content = responses.flat_map(|response| &response.content);
    let schemas = content.filter_map(|media| media.schema.as_ref());
    let mut found = schemas
        .map(|schema| walk(schema, &way, view.documents))
        .peekable();
    found.peek().is_some() && found.all(|walk| matches!(walk, Walk::Undeclared { .. }))
}

/// What may come instead of the JSON that a response declares.
enum Instead {
    /// The same data in another notation.
    Notation,
    Text,
}

/// What a media type beside JSON stands for; `None` where it can be anything.
fn instead(media: &MediaType, view: &View) -> Option<Instead> {
    let described = media.schema.as_ref();
    let described = described.and_then(|schema| described_kinds(schema, view));
    if described.is_some_and(|kinds| kinds.within(Kinds::ARRAY.or(Kinds::OBJECT))) {
        return Some(Instead::Notation);
    }
    let name = media.name.trim().to_ascii_lowercase();
    (name.starts_with("text/") && !is_range(&name)).then_some(Instead::Text)
}

fn described_kinds(schema: &Node, view: &View) -> Option<Kinds> {
    described(schema, &[], view)?.map(|known| known.kinds)
}

fn input(view: &View, reference: &Reference, way: Vec<String>) -> Option<Known> {
    let (schema, way) = joined_input(view, reference, way)?;
    described(&schema, &way, view)?
}

/// The schema of all inputs, and the way in it to what lies at `way` below one.
pub(super) fn joined_input(
    view: &View,
    reference: &Reference,
    way: Vec<String>,
) -> Option<(Node, Vec<String>)> {
    let schema = view.model.inputs.as_ref()?;
    let name = view.input(reference)?;
    let input = view.inputs().get(name.index)?.clone();
    let whole = std::iter::once(input).chain(name.way).chain(way);
    Some((schema.clone(), whole.collect()))
}

/// An output of another step, which is what its expression reads there.
fn step_output(
    view: &View,
    (reader, name): (usize, &str),
    reference: &Reference,
    way: Vec<String>,
    depth: usize,
) -> Option<Known> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let (index, step, resolved) = view.step_named(name)?;
    let output = view.output(index, reference)?;
    let expression = only(&step.outputs, &output, &resolved.texts)?;
    // A step that reads its own outputs for them is an error.
    if matches!(&expression, Expression::Step { step, .. } if step.value == name) {
        return None;
    }
    // Outputs may also be those of a failed attempt, if control went on from there to who reads them.
    let goes_on = |action: &ResolvedAction| match action.model.kind {
        ActionKind::Goto => true,
        ActionKind::End => reader == NOWHERE,
        ActionKind::Retry => false,
    };
    let possible = if resolved.on_failure.iter().any(goes_on) {
        (100..600).collect()
    } else {
        view.success(index)?.possible.clone()
    };
    let way = output.way.into_iter().chain(way).collect();
    value(view, index, &possible, &expression, way, depth + 1)
}

fn workflow_output(
    view: &View,
    target: WorkflowId,
    reference: &Reference,
    way: Vec<String>,
    depth: usize,
) -> Option<Known> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let called = view.workflow(target)?;
    let outputs = &called.model.outputs;
    let output = called.result(reference)?;
    let expression = only(outputs, &output, &called.resolved.texts)?;
    // Outputs of a workflow belong to no step: a request or a response read there is an error.
    if let Expression::Url
    | Expression::Method
    | Expression::StatusCode
    | Expression::Request(_)
    | Expression::Response(_) = expression
    {
        return None;
    }
    let way = output.way.into_iter().chain(way).collect();
    value(&called, NOWHERE, &[], &expression, way, depth + 1)
}

/// The expression that an output consists of.
pub(super) fn only(outputs: &[(String, Node)], name: &Name, texts: &Texts) -> Option<Expression> {
    let (_, node) = outputs.get(name.index)?;
    texts.value(node)?.expression().cloned()
}

/// What `schema` says of the value at `way`: `None` where it is silent, `Some(None)` where there is no such value.
fn described(schema: &Node, way: &[String], view: &View) -> Option<Option<Known>> {
    let refs = view.documents;
    let found = match walk(schema, way, refs) {
        Walk::Found(found) => found,
        Walk::Undeclared { .. } => return Some(None),
        Walk::Unknown { .. } => return None,
    };
    let mut known: Option<Known> = None;
    for place in &found.places {
        let alternatives = place.alternatives(refs);
        if alternatives.truncated || alternatives.all.is_empty() {
            return None;
        }
        for alternative in alternatives.all {
            let mut next = Known::by(alternative)?;
            next.nullable |= alternatives.nullable;
            known = Some(match known {
                Some(known) => known.or(next),
                None => next,
            });
        }
    }
    known.map(Some)
}
