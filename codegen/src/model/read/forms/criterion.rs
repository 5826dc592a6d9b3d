//! Tests in the forms of other languages, as the condition that says the same: `{statusCode: 200}`, `{expression: …}`.
//! What has no certain counterpart is `…` in it, since a condition that says less would hold where the test does not.

use serde_json::Value;

use crate::load::Node;

use super::status;

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

/// What the left side of a comparison is called where it has a field of its own.
const LEFT: [&str; 5] = ["context", "left", "lhs", "actual", "subject"];

/// What the right side is called.
const EXPECTED: [&str; 7] = [
    "value", "equals", "equal", "expected", "expect", "right", "rhs",
];

/// What the operator is called.
const OPERATOR: [&str; 4] = ["operator", "op", "comparator", "comparison"];

/// What turns a test into its opposite.
const NEGATED: [&str; 4] = ["negate", "negated", "not", "inverted"];

/// Members that test nothing.
const PROSE: [&str; 5] = ["type", "version", "name", "description", "comment"];

/// Operators by their names.
const NAMES: [(&str, &str); 24] = [
    ("==", "=="),
    ("===", "=="),
    ("=", "=="),
    ("eq", "=="),
    ("equal", "=="),
    ("equals", "=="),
    ("in", "=="),
    ("!=", "!="),
    ("!==", "!="),
    ("<>", "!="),
    ("ne", "!="),
    ("neq", "!="),
    ("notequal", "!="),
    ("notequals", "!="),
    ("<", "<"),
    ("lt", "<"),
    ("lessthan", "<"),
    ("<=", "<="),
    ("lte", "<="),
    (">", ">"),
    ("gt", ">"),
    ("greaterthan", ">"),
    (">=", ">="),
    ("gte", ">="),
];

/// The condition that `node`, which has no `condition`, was to be.
pub(super) fn condition(node: &Node) -> Option<String> {
    if !matches!(node.str_at("type"), None | Some("simple")) {
        return None;
    }
    let all = node.members();
    let tests = |key: &str| !key.starts_with("x-") && !PROSE.contains(&key);
    let members: Vec<_> = all.into_iter().filter(|(key, _)| tests(key)).collect();
    let of = |names: &[&str]| {
        let mut found = members.iter();
        found.find(|(key, _)| names.contains(&key.as_str()))
    };
    let negated = match of(&NEGATED) {
        Some((_, value)) => value.value().as_bool()?,
        None => false,
    };
    let (operator, right) = (of(&OPERATOR), of(&EXPECTED));
    let left = members.iter().find(|(key, value)| {
        let text = value.as_str().unwrap_or_default().trim();
        key == "context" || LEFT.contains(&key.as_str()) && text.starts_with('$')
    });
    let mut used = vec![of(&NEGATED), operator];
    let operator = match operator {
        Some((_, operator)) => operator.as_str().and_then(named).unwrap_or("…"),
        None => "==",
    };
    let found = if let Some(written @ (_, text)) = of(&CONDITIONS) {
        let text = text.as_str()?.trim().to_owned();
        // Beside an operator of its own it is but one side.
        let sided = right.is_some() || used.iter().skip(1).any(Option::is_some);
        if sided && !text.starts_with("$response") && !text.starts_with("$statusCode") {
            return None;
        }
        used.extend([Some(written), right.filter(|_| sided)]);
        match right {
            Some((_, right)) if sided => compare(&text, operator, right),
            _ if sided => return None,
            _ => text,
        }
    } else if let (Some((_, side)), Some((_, value))) = (left, right) {
        used.extend([left, right]);
        compare(side.as_str()?.trim(), operator, value)
    } else if left.is_some_and(|(key, _)| key == "context") {
        return None;
    } else {
        let known = |key: &str| used.iter().flatten().any(|(used, _)| used == key);
        let mut tests = members.iter().filter(|(key, _)| !known(key));
        let first @ (key, value) = tests.next()?;
        if EXPECTED.contains(&key.as_str()) && key != "value" {
            return None;
        }
        used.push(Some(first));
        equals(key, operator, value)?
    };
    let found = match negated {
        true => opposite(&found),
        false => found,
    };
    let known = |key: &str| used.iter().flatten().any(|(used, _)| used == key);
    let others = members.iter().filter(|(key, _)| !known(key));
    let mut parts = vec![found];
    parts.extend(others.map(|(key, value)| other(key, value)));
    if parts.len() == 1 {
        return parts.pop();
    }
    let grouped = parts.into_iter().map(|part| match part.contains("||") {
        true => format!("({part})"),
        false => part,
    });
    Some(grouped.collect::<Vec<_>>().join(" && "))
}

/// What a further member of a test says.
fn other(key: &str, value: &Node) -> String {
    let words = [&LEFT[..], &EXPECTED, &CONDITIONS, &["context"]];
    match words.iter().any(|words| words.contains(&key)) {
        true => "…".to_owned(),
        false => equals(key, "==", value).unwrap_or_else(|| "…".to_owned()),
    }
}

/// The condition that a list, a map or a number in the place of a text was to be.
pub(in super::super) fn of_value(node: &Node) -> Option<String> {
    match node.value() {
        Value::Object(_) => condition(node),
        Value::Array(_) => match node.items().as_slice() {
            [only] => match only.as_str() {
                Some(text) => Some(of_text(text)),
                None => condition(only),
            },
            [left, operator, right] => {
                let left = left.as_str().filter(|left| left.starts_with('$'))?;
                Some(compare(left, named(operator.as_str()?)?, right))
            }
            _ => None,
        },
        Value::Number(status) => Some(format!("$statusCode == {status}")),
        _ => None,
    }
}

/// The condition that a text was to be: itself, unless it is a class or a range of statuses.
pub(super) fn of_text(text: &str) -> String {
    status::of_text(text).unwrap_or_else(|| text.trim().to_owned())
}

/// Whether `text` is a whole comparison, and no JSONPath with one inside.
pub(super) fn is_comparison(text: &str) -> bool {
    let text = text.trim();
    let path = text.starts_with("$.") || text.starts_with("$[");
    text.starts_with('$') && !path && text.contains(['=', '<', '>'])
}

/// What operator is called `name`.
fn named(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_lowercase().replace(['_', '-'], "");
    let mut names = NAMES.iter();
    let (_, operator) = names.find(|(other, _)| *other == name)?;
    Some(operator)
}

/// The condition that what is called `key` compares to `value`; nothing where that is not plain.
fn equals(key: &str, operator: &str, value: &Node) -> Option<String> {
    if is_comparison(key) {
        return match value.value() {
            Value::Bool(true) => Some(key.to_owned()),
            Value::Bool(false) => Some(opposite(key)),
            _ => None,
        };
    }
    if let Some(text) = value.as_str().filter(|text| is_comparison(text)) {
        let alone = operator == "==" && !key.starts_with('$');
        return alone.then(|| text.trim().to_owned());
    }
    let joins = ["and", "or", "all", "any", "allOf", "anyOf", "oneOf", "none"];
    if joins.contains(&key) && (value.as_object().is_some() || value.value().is_array()) {
        return None;
    }
    Some(compare(&subject(key, value), operator, value))
}

fn compare(left: &str, operator: &str, value: &Node) -> String {
    match value.value() {
        Value::Object(_) => by_operators(left, operator, value),
        Value::Array(_) => {
            let items = value.items();
            let all = items.iter().map(|item| one(left, operator, item));
            let all: Vec<_> = all.collect();
            match operator {
                _ if all.is_empty() => format!("{left} {operator} …"),
                "==" => all.join(" || "),
                // Not one of them.
                "!=" => all.join(" && "),
                _ => format!("{left} {operator} …"),
            }
        }
        _ => one(left, operator, value),
    }
}

/// `{statusCode: {gte: 200, lt: 300}}`.
fn by_operators(left: &str, operator: &str, value: &Node) -> String {
    let members = value.members();
    let each = members.iter().map(|(key, value)| {
        let operator = named(key.trim_start_matches('$'))?;
        let scalar = !value.value().is_array() && value.as_object().is_none();
        scalar.then(|| one(left, operator, value))
    });
    match each.collect::<Option<Vec<_>>>() {
        Some(all) if !all.is_empty() && operator == "==" => all.join(" && "),
        _ => format!("{left} …"),
    }
}

fn one(left: &str, operator: &str, value: &Node) -> String {
    if left != "$statusCode" || value.as_str().is_some_and(|text| text.starts_with('$')) {
        return format!("{left} {operator} {}", literal(value));
    }
    match (status::of_value(value), operator) {
        (Some(found), "==") => found,
        (Some(found), "!=") => opposite(&found),
        (Some(found), _) => match found.split(' ').collect::<Vec<_>>().as_slice() {
            [_, "==", code] => format!("{left} {operator} {code}"),
            _ => format!("{left} {operator} …"),
        },
        // No status is a text.
        (None, _) => format!("{left} {operator} …"),
    }
}

/// The condition that holds where `condition` does not.
fn opposite(condition: &str) -> String {
    let flipped = |from: &str, to: &str| {
        let (left, right) = condition.split_once(from)?;
        let operators = ["==", "!=", "<", ">", "&&", "||"];
        let alone = |side: &str| !operators.iter().any(|operator| side.contains(operator));
        (alone(left) && alone(right)).then(|| format!("{left}{to}{right}"))
    };
    flipped(" == ", " != ")
        .or_else(|| flipped(" != ", " == "))
        .unwrap_or_else(|| format!("!({condition})"))
}

/// The expression that `key` was to be.
fn subject(key: &str, value: &Node) -> String {
    let first = key.split(['.', '[', '#']).next().unwrap_or(key);
    let number = |node: &Node| status::of_value(node).is_some();
    let inside = value.members();
    let numbers = number(value)
        || value.items().iter().any(number)
        || inside.iter().any(|(_, value)| number(value));
    match first.to_ascii_lowercase().replace(['_', '-'], "").as_str() {
        _ if key.starts_with('$') => key.to_owned(),
        "statuscode" | "httpstatus" | "responsecode" => "$statusCode".to_owned(),
        "status" | "code" if numbers => "$statusCode".to_owned(),
        "contenttype" if first == key => "$response.header.Content-Type".to_owned(),
        "inputs" | "steps" | "response" | "request" if first != key => format!("${key}"),
        "url" | "method" => format!("${first}"),
        _ => format!("$response.body#/{key}"),
    }
}

/// A value as conditions write it.
pub(in super::super) fn literal(node: &Node) -> String {
    match node.value() {
        Value::String(text) if is_comparison(text) => "…".to_owned(),
        Value::String(text) if text.starts_with('$') => text.clone(),
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Array(_) | Value::Object(_) => "…".to_owned(),
        scalar => scalar.to_string(),
    }
}
