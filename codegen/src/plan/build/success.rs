//! Which declared responses a successful step can have got: narrowed by its criteria, as far as they judge the status.

use crate::{
    expression::{Comparison, Condition, Expression, OperandKind},
    model::arazzo::{CriterionKind, Step},
    resolve::operation::{Operation, Response, StatusPattern},
};

/// The declared responses that the step's criteria leave possible: exact statuses if there are any, else ranges, else `default`.
pub(super) fn success_responses<'o>(step: &Step, operation: &'o Operation) -> Vec<&'o Response> {
    let statuses: Vec<u16> = (100..600)
        .filter(|status| possible(step, *status))
        .collect();
    let matching = |wanted: &dyn Fn(&StatusPattern) -> bool| -> Vec<&'o Response> {
        let used = statuses
            .iter()
            .filter_map(|status| operation.response_for(*status));
        let mut found: Vec<&Response> = Vec::new();
        for response in used.filter(|response| wanted(&response.status)) {
            if !found.iter().any(|known| known.node == response.node) {
                found.push(response);
            }
        }
        found
    };
    for wanted in [
        &(|status: &StatusPattern| matches!(status, StatusPattern::Exact(_)))
            as &dyn Fn(&StatusPattern) -> bool,
        &|status: &StatusPattern| matches!(status, StatusPattern::Range(_)),
        &|status: &StatusPattern| matches!(status, StatusPattern::Default),
    ] {
        let found = matching(wanted);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a response with `status` can meet the step's criteria, as far as they judge the status.
fn possible(step: &Step, status: u16) -> bool {
    if step.success_criteria.is_empty() {
        return (200..300).contains(&status);
    }
    step.success_criteria
        .iter()
        .all(|criterion| match criterion.kind {
            CriterionKind::Simple => crate::expression::condition(&criterion.condition.text)
                .map_or(true, |condition| judge(&condition, status) != Some(false)),
            CriterionKind::Json(_) | CriterionKind::Regex | CriterionKind::Engine(_) => true,
        })
}

/// What a condition says of a status; `None` where that depends on something else.
fn judge(condition: &Condition, status: u16) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match (judge(left, status), judge(right, status)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Condition::Or(left, right) => match (judge(left, status), judge(right, status)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Condition::Not(inner) => judge(inner, status).map(|holds| !holds),
        Condition::Truthy(_) => None,
        Condition::Compare(left, comparison, right) => {
            let (number, mirrored) = match (&left.kind, &right.kind) {
                (OperandKind::Expression(Expression::StatusCode), other) => {
                    (status_number(other)?, false)
                }
                (other, OperandKind::Expression(Expression::StatusCode)) => {
                    (status_number(other)?, true)
                }
                _ => return None,
            };
            let (left, right) = if mirrored {
                (number, f64::from(status))
            } else {
                (f64::from(status), number)
            };
            Some(match comparison {
                Comparison::Equal => left == right,
                Comparison::NotEqual => left != right,
                Comparison::Less => left < right,
                Comparison::LessOrEqual => left <= right,
                Comparison::Greater => left > right,
                Comparison::GreaterOrEqual => left >= right,
            })
        }
    }
}

fn status_number(operand: &OperandKind) -> Option<f64> {
    match operand {
        OperandKind::Number(number) => number.as_f64(),
        OperandKind::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}
