//! What is known of a value before anything runs: its kinds by the schemas, and its texts where they are listed.

use serde_json::Value;

use crate::{
    expression::{
        self, Expression, Message, Operand, OperandKind, Reference, Template, access_pointer,
        split_reference,
    },
    load::Node,
    resolve::operation::{Response, is_json},
    types::{Conjunction, Kinds, Walk, walk},
};

use super::{
    criteria::{self, At, List},
    statuses,
    subject::{Subject, operation},
};

/// Outputs that read outputs are followed this far.
const MAX_DEPTH: usize = 4;

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Every kind it can have, `null` apart.
    pub(super) kinds: Kinds,
    /// Every text it can be, where they are listed.
    pub(super) texts: Option<Vec<String>>,
    /// The schema that says so.
    pub(super) schema: Option<Node>,
}

impl Known {
    fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            texts: None,
            schema: None,
        }
    }

    /// One or the other.
    fn or(self, other: Self) -> Self {
        Self {
            kinds: self.kinds.or(other.kinds),
            texts: match (self.texts, other.texts) {
                (Some(mut texts), Some(more)) => {
                    texts.extend(more);
                    Some(texts)
                }
                _ => None,
            },
            schema: self.schema.or(other.schema),
        }
    }
}

/// What is known of an operand of a criterion; `None` where nothing is certain.
pub(super) fn operand(subject: &Subject, list: &List, operand: &Operand) -> Option<Known> {
    let way: Vec<String> = access_pointer(operand.access.iter().map(|access| &access.value))
        .tokens()
        .collect();
    let expression = match &operand.kind {
        OperandKind::Expression(expression) => expression,
        _ if !way.is_empty() => return None,
        OperandKind::Null => return None,
        OperandKind::Bool(_) => return Some(Known::of(Kinds::BOOLEAN)),
        OperandKind::Number(_) => return Some(Known::of(Kinds::NUMBER)),
        OperandKind::Text(text) => {
            return Some(Known {
                texts: Some(vec![text.clone()]),
                ..Known::of(Kinds::STRING)
            });
        }
    };
    let possible = possible(list);
    value(subject, list.index, &possible, expression, way, 0)
}

/// The statuses that the criteria around leave possible.
fn possible(list: &List) -> Vec<u16> {
    let own: Vec<_> = list
        .step
        .success_criteria
        .iter()
        .map(criteria::parsed)
        .collect();
    let fits = |status| {
        let success = statuses::succeeds(&own, Some(status));
        let around = match list.at {
            At::Step => None,
            At::SuccessAction => success,
            At::FailureAction => success.map(|success| !success),
        };
        around != Some(false) && statuses::all_hold(&list.criteria, Some(status)) != Some(false)
    };
    (100..600).filter(|status| fits(*status)).collect()
}

fn value(
    subject: &Subject,
    step: usize,
    possible: &[u16],
    expression: &Expression,
    way: Vec<String>,
    depth: usize,
) -> Option<Known> {
    match expression {
        Expression::StatusCode if way.is_empty() => Some(Known::of(Kinds::INTEGER)),
        Expression::Url | Expression::Method | Expression::SelfUri if way.is_empty() => {
            Some(Known::of(Kinds::STRING))
        }
        Expression::Response(Message::Header(_)) if way.is_empty() => {
            operation(subject.resolved.steps.get(step)?)?;
            Some(Known::of(Kinds::STRING))
        }
        Expression::Response(Message::Body(pointer)) => {
            let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
            body(
                subject,
                step,
                possible,
                &pointer.chain(way).collect::<Vec<_>>(),
            )
        }
        Expression::Input(reference) => input(subject, reference, way),
        Expression::Step { step, output } => step_output(subject, &step.value, output, way, depth),
        _ => None,
    }
}

/// A value of the body, by the schemas of the responses that can have come.
fn body(subject: &Subject, step: usize, possible: &[u16], way: &[String]) -> Option<Known> {
    let operation = operation(subject.resolved.steps.get(step)?)?;
    let mut responses: Vec<&Response> = Vec::new();
    for status in possible {
        if let Some(response) = statuses::declared(operation, *status)
            && !responses.iter().any(|known| known.node == response.node)
        {
            responses.push(response);
        }
    }
    let mut found: Option<Known> = None;
    for response in responses {
        if response.content.is_empty() {
            continue;
        }
        let json = response
            .content
            .iter()
            .find(|media| is_json(&media.name))
            .and_then(|media| media.schema.clone());
        // A body that is not described can be anything.
        if let Some(next) = described(&json?, way, subject)? {
            found = Some(match found {
                Some(found) => found.or(next),
                None => next,
            });
        }
    }
    found
}

fn input(subject: &Subject, reference: &Reference, way: Vec<String>) -> Option<Known> {
    let schema = subject.model.inputs.as_ref()?;
    let properties = schema.get("properties")?;
    let names: Vec<&String> = properties.as_object()?.keys().collect();
    let (name, walked) = split_reference(&reference.name.value, &names)?;
    described(schema, &joined(name, &walked, reference, way), subject)?
}

fn joined(
    name: &str,
    walked: &[expression::Access],
    reference: &Reference,
    way: Vec<String>,
) -> Vec<String> {
    let pointer = reference
        .pointer
        .iter()
        .flat_map(|pointer| pointer.value.tokens());
    std::iter::once(name.to_owned())
        .chain(access_pointer(walked).tokens().collect::<Vec<_>>())
        .chain(pointer)
        .chain(way)
        .collect()
}

/// An output of another step, which is what its expression reads there.
fn step_output(
    subject: &Subject,
    name: &str,
    reference: &Reference,
    way: Vec<String>,
    depth: usize,
) -> Option<Known> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let (index, step, resolved) = subject.steps().find(|(_, step, _)| step.id.text == name)?;
    let (_, node) = step
        .outputs
        .iter()
        .find(|(output, _)| *output == reference.name.value)?;
    let Ok(Template::Whole(whole)) = expression::template(node.as_str()?.trim()) else {
        return None;
    };
    let list = List {
        index,
        step,
        resolved,
        at: At::Step,
        criteria: step.success_criteria.iter().map(criteria::parsed).collect(),
    };
    // Outputs may also be those of a failed attempt, if control went on from there.
    let possible = if resolved.on_failure.is_empty() {
        possible(&list)
    } else {
        (100..600).collect()
    };
    let pointer = reference
        .pointer
        .iter()
        .flat_map(|pointer| pointer.value.tokens());
    let way = pointer.chain(way).collect();
    value(subject, index, &possible, &whole.value, way, depth + 1)
}

/// What `schema` says of the value at `way`: `None` where it is silent, `Some(None)` where there is no such value.
fn described(schema: &Node, way: &[String], subject: &Subject) -> Option<Option<Known>> {
    let refs = subject.documents;
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
        for alternative in &alternatives.all {
            let next = Known {
                kinds: alternative.kinds()?,
                texts: texts(alternative),
                schema: alternative.parts().last().cloned(),
            };
            known = Some(match known {
                Some(known) => known.or(next),
                None => next,
            });
        }
    }
    known.map(Some)
}

/// The texts that `enum` and `const` leave.
fn texts(schema: &Conjunction) -> Option<Vec<String>> {
    if !schema.kinds()?.within(Kinds::STRING) {
        return None;
    }
    schema.parts().iter().find_map(|part| {
        let object = part.as_object()?;
        let listed: Vec<&Value> = match (object.get("enum"), object.get("const")) {
            (_, Some(only)) => vec![only],
            (Some(Value::Array(listed)), None) => listed.iter().collect(),
            _ => return None,
        };
        let texts = listed.into_iter().filter(|value| !value.is_null());
        texts
            .map(|value| value.as_str().map(str::to_owned))
            .collect()
    })
}
