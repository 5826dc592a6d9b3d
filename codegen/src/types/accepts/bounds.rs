//! Bounds of numbers, texts and lists.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::{Fault, Mismatch};
use crate::{
    load::{Node, Pointer},
    types::Conjunction,
};

/// What a value of the right kind is too much or too little for.
pub(super) fn exceeded(
    value: &Value,
    all: &Conjunction,
    dynamic: &dyn Fn(&Value) -> bool,
    at: &Pointer,
) -> Vec<Mismatch> {
    let mut parts = all.in_force();
    let found = parts.find_map(|part| {
        let words = match value {
            Value::Number(number) => of_number(number, part),
            Value::String(text) => {
                let count = text.chars().count();
                of_count(count, count, part, ["minLength", "maxLength"], "character")
            }
            Value::Array(items) => {
                // An element that a run does not find is left out.
                let certain = items.iter().filter(|item| !dynamic(item)).count();
                of_count(
                    items.len(),
                    certain,
                    part,
                    ["minItems", "maxItems"],
                    "element",
                )
            }
            _ => None,
        }?;
        Some(Mismatch::new(at, Fault::Bound(words), Some(part)))
    });
    found.into_iter().collect()
}

fn of_number(number: &Number, part: &Node) -> Option<String> {
    let bound = |keyword: &str| part.value().get(keyword);
    // Before 2020-12, a flag makes the bound beside it an exclusive one.
    let flag = |keyword: &str| bound(keyword) == Some(&Value::Bool(true));
    let number_at = |keyword: &str| bound(keyword).and_then(Value::as_number);
    let sides = [
        (
            "minimum",
            "exclusiveMinimum",
            Ordering::Less,
            "least",
            "more",
        ),
        (
            "maximum",
            "exclusiveMaximum",
            Ordering::Greater,
            "most",
            "less",
        ),
    ];
    sides
        .into_iter()
        .find_map(|(open, strict, beyond, limit, than)| {
            let above = |bound: &Number| compare(number, bound) == Some(beyond);
            let on = |bound: &Number| compare(number, bound) == Some(Ordering::Equal);
            let exclusive = number_at(strict).or_else(|| number_at(open).filter(|_| flag(strict)));
            if let Some(bound) = exclusive
                && (above(bound) || on(bound))
            {
                return Some(format!("expected {than} than {bound}, found {number}"));
            }
            let bound = number_at(open).filter(|bound| above(bound))?;
            Some(format!("expected at {limit} {bound}, found {number}"))
        })
}

/// `count`: as many as there can be; `certain`: as many as there are whatever happens.
fn of_count(
    count: usize,
    certain: usize,
    part: &Node,
    [least, most]: [&str; 2],
    what: &str,
) -> Option<String> {
    let bound = |keyword: &str| {
        let bound = part.value().get(keyword)?.as_u64()?;
        usize::try_from(bound).ok()
    };
    let told = |limit: &str, bound: usize, found: usize| {
        let plural = if bound == 1 { "" } else { "s" };
        format!("expected at {limit} {bound} {what}{plural}, found {found}")
    };
    let too_few = bound(least).filter(|bound| count < *bound);
    let too_many = || bound(most).filter(|bound| certain > *bound);
    match too_few {
        Some(bound) => Some(told("least", bound, count)),
        None => too_many().map(|bound| told("most", bound, certain)),
    }
}

fn compare(left: &Number, right: &Number) -> Option<Ordering> {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}
