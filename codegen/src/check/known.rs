//! What is known of a value before anything runs: its kinds by the schemas, and its texts where they are listed.

mod reading;

use serde_json::Value;

use crate::{
    expression::{Operand, OperandKind, access_pointer},
    load::Node,
    types::{Conjunction, Kinds},
};

use super::{
    criteria::{self, At, List},
    statuses,
    subject::Subject,
};

pub(super) use reading::before_request;

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Every kind it can have, `null` apart.
    pub(super) kinds: Kinds,
    /// Whether it can be `null`.
    pub(super) nullable: bool,
    /// Every text it can be, where they are listed.
    pub(super) texts: Option<Vec<String>>,
    /// The schema that says so.
    pub(super) schema: Option<Node>,
    /// The value fits one of these; none where only its kinds are known.
    pub(super) alternatives: Vec<Conjunction>,
}

impl Known {
    pub(super) fn of(kinds: Kinds) -> Self {
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
    reading::value(&subject.view(), list.index, &possible, expression, way, 0)
}

/// The statuses that the criteria around leave possible.
pub(super) fn possible(list: &List) -> Vec<u16> {
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

/// The statuses with which the step succeeds, or may do so.
pub(super) fn successful(list: &List) -> Vec<u16> {
    let success = |status: &u16| statuses::succeeds(&list.criteria, Some(*status)) != Some(false);
    (100..600).filter(success).collect()
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
