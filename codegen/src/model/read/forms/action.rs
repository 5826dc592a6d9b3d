//! Actions in the forms of other languages, as the members of the action that says the same: `{retry: 3}`, `{goto: find}`.

use serde_json::Value;

use crate::load::Node;

/// The members of the action that a word was to be: its type, or the step where the run goes on.
pub(super) fn of_word(word: &str) -> Vec<(&str, &str)> {
    match word {
        "end" | "retry" => vec![("name", word), ("type", word)],
        "goto" => vec![("name", word), ("type", word), ("stepId", "…")],
        step => vec![("name", step), ("type", "goto"), ("stepId", step)],
    }
}

/// The members of the action that `node` was to be, which lacks its name, its type or both; nothing where they are not plain.
pub(in super::super) fn of_map(node: &Node) -> Option<Vec<(String, String)>> {
    let members = node.members();
    if let Some(kind) = node.str_at("type") {
        let name = node.str_at("name").unwrap_or(kind);
        return Some(action(name, kind, rest(&members)));
    }
    let retries = |key: &str| node.get(key).is_some();
    if !retries("retry") && (retries("retryAfter") || retries("retryLimit")) {
        let name = node.str_at("name").unwrap_or("retry");
        return Some(action(name, "retry", rest(&members)));
    }
    if let Some(target) = node.str_at("stepId").or_else(|| node.str_at("workflowId")) {
        let name = node.str_at("name").unwrap_or(target);
        return Some(action(name, "goto", rest(&members)));
    }
    let (key, value) = members
        .iter()
        .find(|(key, _)| key != "criteria" && key != "name")?;
    let inside = value.members();
    let name = node.str_at("name").unwrap_or(key);
    let members = match key.as_str() {
        "retry" => match value.value() {
            Value::Number(times) => vec![("retryLimit".to_owned(), times.to_string())],
            _ => rest(&inside),
        },
        "goto" => {
            let given = match value.as_str() {
                Some(step) => vec![("stepId".to_owned(), step.to_owned())],
                None => rest(&inside),
            };
            match given.is_empty() {
                true => vec![("stepId".to_owned(), "…".to_owned())],
                false => given,
            }
        }
        "end" => Vec::new(),
        _ => return Some(action(name, value.str_at("type")?, rest(&inside))),
    };
    Some(action(name, key, members))
}

fn action(name: &str, kind: &str, rest: Vec<(String, String)>) -> Vec<(String, String)> {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut members = vec![pair("name", name), pair("type", kind)];
    members.extend(rest);
    members
}

/// The other members, as far as they are in one line.
fn rest(members: &[(String, Node)]) -> Vec<(String, String)> {
    let others = members
        .iter()
        .filter(|(key, _)| key != "name" && key != "type");
    others
        .map(|(key, value)| (key.clone(), super::short(value)))
        .collect()
}
