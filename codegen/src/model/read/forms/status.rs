//! Statuses in the forms of other languages, as the comparisons that say the same: `2XX`, `200-299`, `>= 400`.

use serde_json::Value;

use crate::load::Node;

const STATUS: &str = "$statusCode";

/// The condition that the status is one of what `text` stands for.
pub(super) fn of_text(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(code) = code(text) {
        return Some(format!("{STATUS} == {code}"));
    }
    let mut operators = ["==", "!=", "<=", ">=", "<", ">"].into_iter();
    if let Some(operator) = operators.find(|operator| text.starts_with(operator)) {
        let code = code(text.strip_prefix(operator)?.trim())?;
        return Some(format!("{STATUS} {operator} {code}"));
    }
    if let Some((first, last)) = text.split_once('-') {
        let (first, last) = (code(first.trim())?, code(last.trim())?);
        return Some(format!("{STATUS} >= {first} && {STATUS} <= {last}"));
    }
    let mut letters = text.chars();
    let class = letters.next()?.to_digit(10)?;
    let is_class = (1..=5).contains(&class) && letters.as_str().eq_ignore_ascii_case("xx");
    let next = class + 1;
    is_class.then(|| format!("{STATUS} >= {class}00 && {STATUS} < {next}00"))
}

/// The condition that the status is `value`: one, or what a text stands for.
pub(super) fn of_value(value: &Node) -> Option<String> {
    match value.value() {
        Value::Number(code) => Some(format!("{STATUS} == {code}")),
        Value::String(text) => of_text(text),
        _ => None,
    }
}

fn code(text: &str) -> Option<u16> {
    let code = text.parse().ok()?;
    (100..600).contains(&code).then_some(code)
}
