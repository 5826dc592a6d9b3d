//! Which parts of a multipart body are bytes although the body is a JSON value before it is sent.
//!
//! Replacements change a JSON value, and `$request.body` reads one, in which bytes are base64. What was bytes before has to
//! be bytes in its part again; a part that may be bytes or text, depending on the run, cannot be told apart.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Pointer,
    plan::{Body, BodyKind, Replacement, ReplacementTarget, Text, Value},
    types::{Kind, Shape, Type},
};

use super::{encoding, scope::At, workflow_builder::WorkflowBuilder};

/// What a member is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Nothing yet: an empty list.
    Empty,
    /// Bytes, or a list of bytes.
    Bytes,
    /// Text, numbers, objects.
    Other,
    /// One or the other.
    Either,
}

impl Made {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Empty, made) | (made, Self::Empty) => made,
            (left, right) if left == right => left,
            _ => Self::Either,
        }
    }
}

impl WorkflowBuilder<'_, '_> {
    /// Notes which parts are base64 until they are sent.
    pub(super) fn mark_parts(&mut self, step: usize, body: &mut Body) {
        let made = self.made(&body.payload, &body.replacements);
        let BodyKind::Multipart(parts) = &mut body.kind else {
            return;
        };
        // Else the body goes from its members to its parts at once.
        if body.observed || !body.replacements.is_empty() {
            let bytes = made.iter().filter(|(_, made)| **made == Made::Bytes);
            bytes.for_each(|(name, _)| encoding::mark_base64(parts, name));
        }
        let either = made.iter().find(|(_, made)| **made == Made::Either);
        if let Some((name, _)) = either {
            let scope = self.scope(step, At::Request);
            let place = self.step_model(step).and_then(|step| {
                let body = step.request_body.as_ref()?;
                Some(body.node.clone())
            });
            let Some(place) = place else { return };
            self.report(
                Diagnostic::new(
                    Code::BytesOrText,
                    place.key(),
                    format!("part `{name}` may be bytes or text, and it is not known which"),
                )
                .help("write bytes to it everywhere, or text everywhere"),
                &scope,
            );
        }
    }

    /// Members by name, as they are after the replacements.
    fn made(&self, payload: &Value, replacements: &[Replacement]) -> BTreeMap<String, Made> {
        let mut members = self.members(payload);
        for replacement in replacements {
            let (_, missing) = self.type_of(&replacement.value);
            let made = self.made_of(&replacement.value);
            let ReplacementTarget::Pointer(Text::Constant(pointer)) = &replacement.target else {
                // It may change any of them.
                if made == Made::Bytes {
                    members.values_mut().for_each(|it| *it = it.and(made));
                }
                continue;
            };
            let way: Vec<String> = Pointer::parse(pointer)
                .map(|pointer| pointer.tokens().collect())
                .unwrap_or_default();
            match way.as_slice() {
                [] => members = self.members(&replacement.value),
                [name] => {
                    let before = members.entry(name.clone()).or_insert(Made::Empty);
                    *before = if missing { before.and(made) } else { made };
                }
                [name, index] if index == "-" || index.parse::<usize>().is_ok() => {
                    let before = members.entry(name.clone()).or_insert(Made::Empty);
                    *before = before.and(made);
                }
                _ => {}
            }
        }
        members
    }

    fn members(&self, payload: &Value) -> BTreeMap<String, Made> {
        let named = |ty: &Type| match &ty.shape {
            Shape::Named(id) => match &self.lowering.types().get(*id).kind {
                Kind::Struct { fields, .. } => fields
                    .iter()
                    .map(|field| (field.name.clone(), made_of(&field.ty)))
                    .collect(),
                _ => BTreeMap::new(),
            },
            _ => BTreeMap::new(),
        };
        match payload {
            Value::Object(object) => object
                .members
                .iter()
                .map(|member| (member.name.clone(), self.made_of(&member.value)))
                .collect(),
            Value::Literal(Json::Object(members)) => members
                .iter()
                .map(|(name, value)| {
                    let empty = value.as_array().is_some_and(Vec::is_empty);
                    (name.clone(), if empty { Made::Empty } else { Made::Other })
                })
                .collect(),
            Value::Read(read) => named(&read.ty),
            _ => BTreeMap::new(),
        }
    }

    fn made_of(&self, value: &Value) -> Made {
        match value {
            Value::Array(items) => items
                .iter()
                .fold(Made::Empty, |made, item| made.and(self.made_of(item))),
            Value::Literal(Json::Array(items)) if items.is_empty() => Made::Empty,
            value => made_of(&self.type_of(value).0),
        }
    }
}

fn made_of(ty: &Type) -> Made {
    match &ty.shape {
        Shape::Bytes => Made::Bytes,
        Shape::List(of) if of.shape == Shape::Bytes => Made::Bytes,
        _ => Made::Other,
    }
}
