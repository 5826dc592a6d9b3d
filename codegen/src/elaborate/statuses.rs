//! What conditions say about the status: for each status, whether they hold, as far as the status alone decides.

use std::{cmp::Ordering, ops::Range};

use arazzo_syntax::comparison::{Decimal, Scalar};

use crate::{
    expression::{Comparison, Condition, Expression, Operand, OperandKind},
    resolve::operation::{Operation, Response, StatusPattern},
};

use super::criterion::Parsed;

/// A status, or none where there was no response.
pub(crate) type Status = Option<u16>;

/// Every status that a response can have.
pub(crate) fn every() -> impl Iterator<Item = Status> {
    (100..600).map(Some)
}

/// Whether `condition` holds for `status`; `None` where something else decides.
pub(crate) fn holds(condition: &Condition, status: Status) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match holds(left, status) {
            Some(false) => Some(false),
            left => match (left, holds(right, status)) {
                (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        },
        Condition::Or(left, right) => match holds(left, status) {
            Some(true) => Some(true),
            left => match (left, holds(right, status)) {
                (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
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
            let (left, right) = (value(left, status)?, value(right, status)?);
            if left.is_unlike(&right) || right.is_unlike(&left) {
                return None;
            }
            let (left, right) = (left.scalar(), right.scalar());
            Some(match comparison {
                Comparison::Equal => left.equals(&right),
                Comparison::NotEqual => !left.equals(&right),
                Comparison::Less => left.order(&right).is_some_and(Ordering::is_lt),
                Comparison::LessOrEqual => left.order(&right).is_some_and(Ordering::is_le),
                Comparison::Greater => left.order(&right).is_some_and(Ordering::is_gt),
                Comparison::GreaterOrEqual => left.order(&right).is_some_and(Ordering::is_ge),
            })
        }
    }
}

/// Whether all of `criteria` hold for `status`.
pub(crate) fn all_hold(criteria: &[Parsed], status: Status) -> Option<bool> {
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
pub(crate) fn succeeds(criteria: &[Parsed], status: Status) -> Option<bool> {
    if criteria.is_empty() {
        Some(status.is_some_and(|status| (200..300).contains(&status)))
    } else {
        all_hold(criteria, status)
    }
}

/// The response that the operation declares for `status`: exact, then range, then `default` (OpenAPI 3.1, section 4.8.16).
pub(crate) fn declared(operation: &Operation, status: u16) -> Option<&Response> {
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

/// The declared responses for `statuses`, each once. Where a success is expected with a status that is not declared, which
/// is reported, those that are declared for success: whatever else is wrong shows in the same run.
pub(crate) fn answering<'o>(operation: &'o Operation, statuses: &[u16]) -> Vec<&'o Response> {
    let mut found: Vec<&Response> = Vec::new();
    for response in statuses
        .iter()
        .filter_map(|status| declared(operation, *status))
    {
        if !found.iter().any(|known| known.node == response.node) {
            found.push(response);
        }
    }
    let success = |status: &u16| (200..300).contains(status);
    if found.is_empty() && statuses.iter().any(success) {
        let all = operation.responses.iter();
        let for_success = |response: &&Response| match response.status {
            StatusPattern::Exact(status) => success(&status),
            StatusPattern::Range(digit) => digit == 2,
            StatusPattern::Default => false,
        };
        found.extend(all.filter(for_success));
    }
    found
}

/// Whether the operand is the status itself.
pub(crate) fn is_status(operand: &Operand) -> bool {
    operand.access.is_empty()
        && matches!(
            operand.kind,
            OperandKind::Expression(Expression::StatusCode)
        )
}

/// The status that `$statusCode == N` waits for, and where it stands.
pub(crate) fn awaited(comparison: &Condition) -> Option<(u16, Range<usize>)> {
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

/// What is known of an operand before a run.
enum Known<'a> {
    Null,
    Bool(bool),
    Status(u16),
    Integer(i64),
    /// With the digits that are written.
    Number(String),
    Text(&'a str),
}

impl Known<'_> {
    /// Whether this is the status, and `other` of a kind that no status is like: `never-equal` judges that by the types.
    fn is_unlike(&self, other: &Self) -> bool {
        let number = match other {
            Self::Null | Self::Status(_) | Self::Integer(_) | Self::Number(_) => true,
            Self::Bool(_) => false,
            Self::Text(text) => Decimal::parse(text).is_some(),
        };
        matches!(self, Self::Status(_)) && !number
    }

    fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Status(status) => Scalar::Integer((*status).into()),
            Self::Integer(number) => Scalar::Integer((*number).into()),
            Self::Number(text) => Scalar::Number(text),
            Self::Text(text) => Scalar::Text(text),
        }
    }
}

fn value(operand: &Operand, status: Status) -> Option<Known<'_>> {
    match &operand.kind {
        OperandKind::Null => Some(Known::Null),
        OperandKind::Bool(value) => Some(Known::Bool(*value)),
        // Asked for every status: the text of a number is made only where it has to be.
        OperandKind::Number(number) => Some(match number.as_i64() {
            Some(whole) => Known::Integer(whole),
            None => Known::Number(number.to_string()),
        }),
        OperandKind::Text(text) => Some(Known::Text(text)),
        OperandKind::Expression(_) if is_status(operand) => {
            Some(status.map_or(Known::Null, Known::Status))
        }
        OperandKind::Expression(_) => None,
    }
}

fn truth(operand: &Operand, status: Status) -> Option<bool> {
    Some(value(operand, status)?.scalar().holds())
}
