//! Which cases comparisons of one value with literals tell apart (decision D-12).

use crate::{
    elaborate::{criteria::List, criterion::comparisons, known, statuses},
    expression::{Comparison, Condition, Operand},
};

use super::subject::Subject;

/// What a condition is whatever the values in it are, as far as its comparisons with literals decide: never where it asks one
/// value to be two things, always where it asks it not to be one of two.
pub(super) fn decided(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match (decided(left), decided(right)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => {
                let (left, right) = (required(left), required(right));
                conflict(&left, &right).then_some(false)
            }
        },
        Condition::Or(left, right) => match (decided(left), decided(right)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => {
                let (left, right) = (offered(left), offered(right));
                let mut all = left
                    .iter()
                    .flat_map(|one| right.iter().map(move |other| (one, other)));
                all.any(|(one, other)| one.leaves_nothing_to(other))
                    .then_some(true)
            }
        },
        Condition::Not(inner) => decided(inner).map(|held| !held),
        Condition::Truthy(_) | Condition::Compare(..) => None,
    }
}

/// Whether some test of the one and some test of the other cannot both hold.
pub(super) fn conflict(some: &[Test], others: &[Test]) -> bool {
    some.iter()
        .any(|one| others.iter().any(|other| one.excludes(other)))
}

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
    conflict(&required(one), &required(other))
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
    let known = known::operand(&subject.view, guard.point(), left);
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
pub(super) struct Test {
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

    /// Whether nothing meets both.
    fn excludes(&self, other: &Self) -> bool {
        if self.value != other.value {
            return false;
        }
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
        match (self.comparison, other.comparison) {
            (Equal, Equal) => !self.same_literal(other),
            (Less, Greater | GreaterOrEqual) | (LessOrEqual, Greater) => self.is_below(other, true),
            (Greater | GreaterOrEqual, Less) | (Greater, LessOrEqual) => other.is_below(self, true),
            (LessOrEqual, GreaterOrEqual) => self.is_below(other, false),
            (GreaterOrEqual, LessOrEqual) => other.is_below(self, false),
            _ => self.is_opposite_of(other),
        }
    }

    /// Whether everything meets one or the other, `null` included.
    fn leaves_nothing_to(&self, other: &Self) -> bool {
        let kinds = (self.comparison, other.comparison);
        self.value == other.value
            && match kinds {
                (Comparison::NotEqual, Comparison::NotEqual) => !self.same_literal(other),
                (Comparison::Equal, Comparison::NotEqual)
                | (Comparison::NotEqual, Comparison::Equal) => self.same_literal(other),
                _ => false,
            }
    }

    fn same_literal(&self, other: &Self) -> bool {
        match (self.number(), other.number()) {
            (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
            _ => self.literal == other.literal,
        }
    }

    /// Whether the literal is a number below the other one, or where `equal` the same.
    fn is_below(&self, other: &Self, equal: bool) -> bool {
        let numbers = self.number().zip(other.number());
        numbers.is_some_and(|(one, other)| one < other || equal && one <= other)
    }

    fn number(&self) -> Option<f64> {
        self.literal
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
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

/// The comparisons of which one is enough for `condition` to hold.
fn offered(condition: &Condition) -> Vec<Test> {
    match condition {
        Condition::Or(left, right) => {
            let mut all = offered(left);
            all.extend(offered(right));
            all
        }
        _ => Test::of(condition).into_iter().collect(),
    }
}

/// The comparisons that all have to hold for `condition` to hold.
pub(super) fn required(condition: &Condition) -> Vec<Test> {
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
