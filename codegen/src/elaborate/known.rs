//! What is known of a value before anything runs: its kinds by the schemas, and its texts where they are listed.

mod reach;
mod reading;
mod source;

use serde_json::Value;

use crate::{
    expression::{Operand, OperandKind, access_pointer},
    load::Node,
    types::{Conjunction, Kinds},
};

use super::view::View;

pub(crate) use reach::{Reach, reach};
pub(crate) use reading::{before_request, described_at, is_undeclared, value_of};
pub(crate) use source::Point;

/// What is known of a value.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// Every kind it can have, `null` apart.
    pub(crate) kinds: Kinds,
    /// Whether it can be `null`.
    pub(crate) nullable: bool,
    /// The text of every value it can have, where they are listed.
    pub(crate) texts: Option<Vec<String>>,
    /// The schema that says so.
    pub(crate) schema: Option<Node>,
    /// The value fits one of these; none where only its kinds are known.
    pub(crate) alternatives: Vec<Conjunction>,
}

impl Known {
    pub(crate) fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            nullable: false,
            texts: None,
            schema: None,
            alternatives: Vec::new(),
        }
    }

    /// What one schema without choices says.
    fn by(schema: Conjunction) -> Option<Self> {
        Some(Self {
            kinds: schema.kinds()?,
            nullable: schema.nullable(),
            texts: texts(&schema),
            schema: schema.parts().last().cloned(),
            alternatives: vec![schema],
        })
    }

    /// One or the other.
    fn or(mut self, other: Self) -> Self {
        // Alternatives are all of them or none.
        if self.alternatives.is_empty() || other.alternatives.is_empty() {
            self.alternatives.clear();
        } else {
            self.alternatives.extend(other.alternatives);
        }
        Self {
            kinds: self.kinds.or(other.kinds),
            nullable: self.nullable || other.nullable,
            texts: match (self.texts, other.texts) {
                (Some(mut texts), Some(more)) => {
                    texts.extend(more);
                    Some(texts)
                }
                _ => None,
            },
            schema: self.schema.or(other.schema),
            alternatives: self.alternatives,
        }
    }
}

/// What is known of an operand of a criterion; `None` where nothing is certain.
pub(crate) fn operand(view: &View, point: Point<'_>, operand: &Operand) -> Option<Known> {
    let way: Vec<String> = access_pointer(operand.access.iter().map(|access| &access.value))
        .tokens()
        .collect();
    let expression = match &operand.kind {
        OperandKind::Expression(expression) => expression,
        _ if !way.is_empty() => return None,
        OperandKind::Null => return None,
        OperandKind::Bool(value) => return Some(literal(Kinds::BOOLEAN, value.to_string())),
        OperandKind::Number(number) => {
            return Some(literal(Kinds::NUMBER, number.to_string()));
        }
        OperandKind::Text(text) => return Some(literal(Kinds::STRING, text.clone())),
    };
    reading::value(view, point, expression, way)
}

fn literal(kinds: Kinds, text: String) -> Known {
    Known {
        texts: Some(vec![text]),
        ..Known::of(kinds)
    }
}

/// The texts of the scalars that `enum` and `const` leave.
pub(crate) fn texts(schema: &Conjunction) -> Option<Vec<String>> {
    let scalar = Kinds::STRING.or(Kinds::NUMBER).or(Kinds::BOOLEAN);
    if !schema.kinds()?.within(scalar) {
        return None;
    }
    let listed = schema.enumeration()?;
    Some(listed.iter().map(text).collect())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
