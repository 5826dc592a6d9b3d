//! What conditions say about the status: for each status, whether they hold, as far as the status alone decides.

use std::ops::Range;

use serde_json::Number;

use crate::{
    expression::{Comparison, Condition, Expression, Operand, OperandKind},
    resolve::operation::{Operation, Response, StatusPattern},
};

use super::criteria::Parsed;

/// A status, or none where there was no response.
pub(super) type Status = Option<u16>;

/// Every status that a response can have.
pub(super) fn every() -> impl Iterator<Item = Status> {
    (100..600).map(Some)
}

/// Whether `condition` holds for `status`; `None` where something else decides.
pub(super) fn holds(condition: &Condition, status: Status) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match (holds(left, status), holds(right, status)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Condition::Or(left, right) => match (holds(left, status), holds(right, status)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Condition::Not(inner) => holds(inner, status).map(|held| !held),
        Condition::Truthy(operand) => truth(operand, status),
        Condition::Compare(left, comparison, right) if is_same(left, right) => match comparison {
            Comparison::Equal => Some(true),
            Comparison::NotEqual | Comparison::Less | Comparison::Greater => Some(false),
            // Ordering holds between numbers and between texts only (decision D-12).
            Comparison::LessOrEqual | Comparison::GreaterOrEqual => None,
        },
        Condition::Compare(left, comparison, right) => {
            let compare = |left: f64, right: f64| apply(*comparison, left, right);
            match (value(left, status)?, value(right, status)?) {
                (Known::Number(left), Known::Number(right)) => Some(compare(left, right)),
                (Known::Null, Known::Null) => equality(*comparison, true),
                (Known::Null, _) | (_, Known::Null) => equality(*comparison, false),
                (Known::Bool(left), Known::Bool(right)) => equality(*comparison, left == right),
                (Known::Text(left), Known::Text(right)) => {
                    equality(*comparison, left.to_lowercase() == right.to_lowercase())
                }
                // Comparisons of different kinds are judged by their types.
                _ => None,
            }
        }
    }
}

/// Whether all of `criteria` hold for `status`.
pub(super) fn all_hold(criteria: &[Parsed], status: Status) -> Option<bool> {
    let mut all = Some(true);
    for criterion in criteria {
        match criterion
            .condition
            .as_ref()
            .and_then(|condition| holds(condition, status))
        {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Whether a response with `status` makes the step a success (decision D-01 where there are no criteria).
pub(super) fn succeeds(criteria: &[Parsed], status: Status) -> Option<bool> {
    if criteria.is_empty() {
        Some(status.is_some_and(|status| (200..300).contains(&status)))
    } else {
        all_hold(criteria, status)
    }
}

/// The response that the operation declares for `status`: exact, then range, then `default` (OpenAPI 3.1, section 4.8.16).
pub(super) fn declared(operation: &Operation, status: u16) -> Option<&Response> {
    let by = |wanted: StatusPattern| {
        operation
            .responses
            .iter()
            .find(move |response| response.status == wanted)
    };
    let digit = u8::try_from(status / 100).unwrap_or_default();
    by(StatusPattern::Exact(status))
        .or_else(|| by(StatusPattern::Range(digit)))
        .or_else(|| by(StatusPattern::Default))
}

/// Whether the operand is the status itself.
pub(super) fn is_status(operand: &Operand) -> bool {
    operand.access.is_empty()
        && matches!(
            operand.kind,
            OperandKind::Expression(Expression::StatusCode)
        )
}

/// The status that `$statusCode == N` waits for, and where it stands.
pub(super) fn awaited(comparison: &Condition) -> Option<(u16, Range<usize>)> {
    let Condition::Compare(left, Comparison::Equal, right) = comparison else {
        return None;
    };
    let literal = match (is_status(left), is_status(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => return None,
    };
    let status = u16::try_from(whole(literal)?).ok()?;
    (100..600)
        .contains(&status)
        .then(|| (status, literal.span.clone()))
}

/// The whole number that a literal is.
fn whole(operand: &Operand) -> Option<u64> {
    match &operand.kind {
        OperandKind::Number(number) => number.as_u64(),
        OperandKind::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Whether both are the same expression, so that they have the same value whatever that is.
fn is_same(left: &Operand, right: &Operand) -> bool {
    let both = [left, right].map(|operand| matches!(operand.kind, OperandKind::Expression(_)));
    // Conditions are asked for every status: the lengths tell most apart.
    both == [true, true]
        && left.span.len() == right.span.len()
        && !is_status(left)
        && left.to_string() == right.to_string()
}

enum Known<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'a str),
}

fn value(operand: &Operand, status: Status) -> Option<Known<'_>> {
    match &operand.kind {
        OperandKind::Null => Some(Known::Null),
        OperandKind::Bool(value) => Some(Known::Bool(*value)),
        OperandKind::Number(number) => number_of(number).map(Known::Number),
        OperandKind::Text(text) => Some(match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Known::Number(number),
            _ => Known::Text(text),
        }),
        OperandKind::Expression(_) if is_status(operand) => Some(match status {
            Some(status) => Known::Number(f64::from(status)),
            None => Known::Null,
        }),
        OperandKind::Expression(_) => None,
    }
}

fn truth(operand: &Operand, status: Status) -> Option<bool> {
    Some(match value(operand, status)? {
        Known::Null => false,
        Known::Bool(value) => value,
        Known::Number(_) if matches!(operand.kind, OperandKind::Text(_)) => true,
        Known::Number(number) => number != 0.0,
        Known::Text(text) => !text.is_empty(),
    })
}

fn number_of(number: &Number) -> Option<f64> {
    number.as_f64().filter(|number| number.is_finite())
}

fn equality(comparison: Comparison, equal: bool) -> Option<bool> {
    match comparison {
        Comparison::Equal => Some(equal),
        Comparison::NotEqual => Some(!equal),
        _ => Some(false),
    }
}

#[allow(
    clippy::float_cmp,
    reason = "statuses and what they are compared with are whole numbers"
)]
fn apply(comparison: Comparison, left: f64, right: f64) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
    }
}
