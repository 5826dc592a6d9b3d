//! What is known of a value before anything runs: its kinds by the schemas, and its texts where they are listed.

mod reach;
mod reading;

use serde_json::Value;

use crate::{
    expression::{Operand, OperandKind, access_pointer},
    load::Node,
    model::{arazzo::Step, texts::Texts},
    types::{Conjunction, Kinds},
};

use super::{
    criteria::{self, At, List},
    statuses,
    subject::Subject,
};

pub(super) use reach::{Reach, reach};
pub(super) use reading::{
    before_request, before_request_at, described_at, is_undeclared, value_of,
};

/// What is known of a value.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Every kind it can have, `null` apart.
    pub(super) kinds: Kinds,
    /// Whether it can be `null`.
    pub(super) nullable: bool,
    /// The text of every value it can have, where they are listed.
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
        OperandKind::Bool(value) => return Some(literal(Kinds::BOOLEAN, value.to_string())),
        OperandKind::Number(number) => {
            return Some(literal(Kinds::NUMBER, number.to_string()));
        }
        OperandKind::Text(text) => return Some(literal(Kinds::STRING, text.clone())),
    };
    let possible = possible(list);
    reading::value(&subject.view(), list.index, possible, expression, way, 0)
}

fn literal(kinds: Kinds, text: String) -> Known {
    Known {
        texts: Some(vec![text]),
        ..Known::of(kinds)
    }
}

/// The statuses that the criteria around leave possible.
pub(super) fn possible<'l>(list: &'l List) -> &'l [u16] {
    list.possible.get_or_init(|| find_possible(list))
}

fn find_possible(list: &List) -> Vec<u16> {
    let own: Vec<_> = list
        .step
        .success_criteria
        .iter()
        .map(|criterion| criteria::parsed(criterion, &list.resolved.texts))
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

/// The statuses with which a step succeeds, or may do so, and those of them that its criteria name one by one.
pub(crate) fn success_statuses(step: &Step, texts: &Texts) -> (Vec<u16>, Vec<u16>) {
    let criteria: Vec<_> = step
        .success_criteria
        .iter()
        .map(|criterion| criteria::parsed(criterion, texts))
        .collect();
    let success = |status: &u16| statuses::succeeds(&criteria, Some(*status)) != Some(false);
    let possible: Vec<u16> = (100..600).filter(success).collect();
    let conditions = criteria
        .iter()
        .filter_map(|parsed| parsed.condition.as_ref());
    let comparisons = conditions.flat_map(criteria::comparisons);
    let named = comparisons.filter_map(statuses::awaited);
    let named = named.map(|(status, _)| status);
    let named = named.filter(|status| possible.contains(status)).collect();
    (possible, named)
}

/// The texts of the scalars that `enum` and `const` leave.
pub(super) fn texts(schema: &Conjunction) -> Option<Vec<String>> {
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
