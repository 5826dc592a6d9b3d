//! Which cases the criteria of several actions tell apart.

use crate::expression::{Comparison, Condition, Operand};

use super::super::super::{
    criteria::{List, comparisons},
    known, statuses,
    subject::Subject,
};

/// Whether there is no response that both lists of criteria hold for, as far as can be known.
pub(super) fn are_exclusive(one: &List, other: &List) -> bool {
    let hold = |list: &List, status| statuses::all_hold(&list.criteria, status) != Some(false);
    if !statuses::every().any(|status| hold(one, status) && hold(other, status)) {
        return true;
    }
    let required = |list: &List| -> Vec<Test> {
        let conditions = list
            .criteria
            .iter()
            .filter_map(|parsed| parsed.condition.as_ref());
        conditions.flat_map(required).collect()
    };
    let others = required(other);
    required(one)
        .iter()
        .any(|test| others.iter().any(|other| test.excludes(other)))
}

/// Whether one list holds exactly when the other does not.
pub(super) fn are_opposite(one: &List, other: &List) -> bool {
    match (alone(one), alone(other)) {
        (Some(one), Some(other)) => opposite(one, other),
        _ => false,
    }
}

fn opposite(one: &Condition, other: &Condition) -> bool {
    let both = |(a, b): (&Condition, &Condition), (c, d): (&Condition, &Condition)| {
        opposite(a, c) && opposite(b, d) || opposite(a, d) && opposite(b, c)
    };
    match (one, other) {
        (Condition::And(a, b), Condition::Or(c, d))
        | (Condition::Or(a, b), Condition::And(c, d)) => both((a, b), (c, d)),
        (Condition::Not(inner), plain) | (plain, Condition::Not(inner)) => {
            inner.to_string() == plain.to_string()
        }
        _ => match (Test::of(one), Test::of(other)) {
            (Some(one), Some(other)) => one.is_opposite_of(&other),
            _ => false,
        },
    }
}

/// Whether `guard` and the lists around it name every value that what `guard` tests can have, by its schema or as a boolean.
pub(super) fn name_all_cases(subject: &Subject, guard: &List, around: &[&List]) -> bool {
    let Some(condition) = alone(guard) else {
        return false;
    };
    let Some(Condition::Compare(left, ..)) = comparisons(condition).first().copied() else {
        return false;
    };
    let value = left.to_string();
    let mut named = accepted(condition, &value);
    for condition in around.iter().filter_map(|list| alone(list)) {
        named.extend(accepted(condition, &value));
    }
    let booleans = || vec!["true".to_owned(), "false".to_owned()];
    let known = known::operand(subject, guard, left);
    let texts = match known.and_then(|known| known.texts) {
        Some(texts) => texts,
        None => booleans(),
    };
    let is_named = |text: &String| {
        let text = text.to_lowercase();
        named.iter().any(|name| name.to_lowercase() == text)
    };
    texts.iter().all(is_named)
}

/// The texts of `value` that a condition, which must be about nothing else, holds for.
fn accepted(condition: &Condition, value: &str) -> Vec<String> {
    match condition {
        Condition::Or(left, right) => {
            let mut all = accepted(left, value);
            all.extend(accepted(right, value));
            all
        }
        Condition::Compare(left, Comparison::Equal, right) if left.to_string() == value => {
            text(right).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn text(operand: &Operand) -> Option<String> {
    let shown = operand.is_literal().then(|| operand.to_string())?;
    let inner = shown
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    Some(inner.map_or(shown.clone(), |inner| inner.replace("''", "'")))
}

/// A comparison with a literal.
struct Test {
    value: String,
    comparison: Comparison,
    literal: String,
}

impl Test {
    fn of(condition: &Condition) -> Option<Self> {
        let Condition::Compare(left, comparison, right) = condition else {
            return None;
        };
        (!left.is_literal()).then(|| {
            Some(Self {
                value: left.to_string(),
                comparison: *comparison,
                literal: text(right)?.to_lowercase(),
            })
        })?
    }

    fn excludes(&self, other: &Self) -> bool {
        let equal = |test: &Self| test.comparison == Comparison::Equal;
        let different = self.literal != other.literal;
        self.value == other.value
            && (equal(self) && equal(other) && different || self.is_opposite_of(other))
    }

    fn is_opposite_of(&self, other: &Self) -> bool {
        let opposite = match self.comparison {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        };
        self.value == other.value && self.literal == other.literal && other.comparison == opposite
    }
}

/// The comparisons that all have to hold for `condition` to hold.
fn required(condition: &Condition) -> Vec<Test> {
    match condition {
        Condition::And(left, right) => {
            let mut all = required(left);
            all.extend(required(right));
            all
        }
        _ => Test::of(condition).into_iter().collect(),
    }
}

/// The one condition of a list.
fn alone<'l>(list: &'l List<'_>) -> Option<&'l Condition> {
    match list.criteria.as_slice() {
        [one] => one.condition.as_ref(),
        _ => None,
    }
}
