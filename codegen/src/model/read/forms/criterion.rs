//! Tests in the forms of other languages, as the condition that says the same: `{statusCode: 200}`, `{expression: …}`.

use serde_json::Value;

use crate::load::Node;

/// What conditions are called elsewhere.
pub(in super::super) const CONDITIONS: [&str; 12] = [
    "expression",
    "expr",
    "assertion",
    "assert",
    "check",
    "test",
    "criterion",
    "query",
    "path",
    "pattern",
    "regex",
    "selector",
];

/// What the right side of a comparison is called where it has a field of its own.
const EXPECTED: [&str; 5] = ["value", "equals", "equal", "expected", "expect"];

/// The condition that `node`, which has no `condition`, was to be.
pub(super) fn condition(node: &Node) -> Option<String> {
    let members = node.members();
    let of = |names: &[&str]| {
        let mut found = members.iter();
        found.find(|(key, _)| names.contains(&key.as_str()))
    };
    if let Some((_, condition)) = of(&CONDITIONS) {
        return condition.as_str().map(|text| text.trim().to_owned());
    }
    if let Some(context) = node.str_at("context") {
        let simple = matches!(node.str_at("type"), None | Some("simple"));
        let (_, expected) = of(&EXPECTED).filter(|_| simple)?;
        return Some(compare(context.trim(), expected));
    }
    let plain = |key: &str| !key.starts_with("x-") && !matches!(key, "type" | "version" | "name");
    let mut named = members.iter().filter(|(key, _)| plain(key));
    let (key, value) = named.next()?;
    Some(equals(key, value))
}

/// The condition that a list, a map or a number in the place of a text was to be.
pub(in super::super) fn of_value(node: &Node) -> Option<String> {
    match node.value() {
        Value::Object(_) => condition(node),
        Value::Array(_) => {
            let items = node.items();
            let [only] = items.as_slice() else {
                return None;
            };
            match only.as_str() {
                Some(text) => Some(text.trim().to_owned()),
                None => condition(only),
            }
        }
        Value::Number(status) => Some(format!("$statusCode == {status}")),
        _ => None,
    }
}

/// The condition that what is called `key` equals `value`.
pub(super) fn equals(key: &str, value: &Node) -> String {
    compare(&subject(key, value), value)
}

fn compare(left: &str, value: &Node) -> String {
    let items = value.items();
    let all = items
        .iter()
        .map(|item| format!("{left} == {}", literal(item)));
    match items.is_empty() {
        true => format!("{left} == {}", literal(value)),
        false => all.collect::<Vec<_>>().join(" || "),
    }
}

/// The expression that `key` was to be.
fn subject(key: &str, value: &Node) -> String {
    let first = key.split(['.', '[', '#']).next().unwrap_or(key);
    let number = |node: &Node| node.value().is_number();
    let numbers = number(value) || value.items().iter().any(number);
    match first.to_ascii_lowercase().replace(['_', '-'], "").as_str() {
        _ if key.starts_with('$') => key.to_owned(),
        "statuscode" | "httpstatus" | "responsecode" => "$statusCode".to_owned(),
        "status" | "code" if numbers => "$statusCode".to_owned(),
        "inputs" | "steps" | "response" | "request" if first != key => format!("${key}"),
        "url" | "method" => format!("${first}"),
        _ => format!("$response.body#/{key}"),
    }
}

/// A value as conditions write it.
pub(in super::super) fn literal(node: &Node) -> String {
    match node.value() {
        Value::String(text) if text.starts_with('$') => text.clone(),
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Array(_) | Value::Object(_) => "…".to_owned(),
        scalar => scalar.to_string(),
    }
}
