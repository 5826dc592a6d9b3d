//! Actions in the forms of other languages, as the members of the action that says the same: `{retry: 3}`, `{goto: find}`.
//! What has no certain counterpart is `…` among them, since an action that says less would apply where it should not.

use std::sync::Arc;

use serde_json::Value;

use crate::load::Node;

/// The members of an action with their values in one line.
pub(super) type Members = Vec<(String, String)>;

/// What other languages call the types of actions.
pub(in super::super) const SYNONYMS: [(&str, &str); 9] = [
    ("abort", "end"),
    ("exit", "end"),
    ("fail", "end"),
    ("finish", "end"),
    ("return", "end"),
    ("stop", "end"),
    ("continue", "goto"),
    ("jump", "goto"),
    ("next", "goto"),
];

const KINDS: [&str; 3] = ["retry", "goto", "end"];

/// The members of the action that a word at `node` was to be: its type, or the step or workflow where the run goes on.
pub(super) fn of_word(node: &Node, word: &str) -> Members {
    let (field, id) = target(node, word);
    if declared(node, &field, &id) {
        return action(&id, "goto", vec![(field, id.clone())]);
    }
    let mut synonyms = SYNONYMS.iter();
    let meant = synonyms.find(|(other, _)| *other == word);
    match meant.map_or(word, |(_, meant)| meant) {
        kind @ ("end" | "retry") => action(word, kind, Vec::new()),
        "goto" => action(word, "goto", vec![pair("stepId", "…")]),
        _ => action(&id, "goto", vec![(field, id.clone())]),
    }
}

/// The actions that `node` was to be, which lacks its name, its type or both; nothing where they are not plain.
pub(super) fn of_map(node: &Node) -> Option<Vec<Members>> {
    let name = node.str_at("name");
    if node.get("name").is_some() && name.is_none() {
        return None;
    }
    if let Some(found) = typed(node, name) {
        return Some(vec![found]);
    }
    let members = node.members();
    let is_kind = |(key, _): &&(String, Node)| KINDS.contains(&key.as_str());
    let kinds: Vec<_> = members.iter().filter(is_kind).collect();
    match kinds.as_slice() {
        // Actions by their names.
        [] => {
            let named = members.iter().filter(|(key, _)| !key.starts_with("x-"));
            named
                .map(|(key, value)| typed(value, Some(key)).or_else(|| by_kind(value, Some(key))))
                .collect()
        }
        [_] => Some(vec![by_kind(node, name)?]),
        several => {
            // Which of them a name or a target belongs to nobody knows.
            let plain = |(key, _): &(String, Node)| KINDS.contains(&key.as_str());
            if !members.iter().all(plain) {
                return None;
            }
            let each = several.iter();
            each.map(|(key, value)| Some(action(key, key, of_kind(node, key, value)?)))
                .collect()
        }
    }
}

/// The action whose type is given, or follows from the fields that it has.
fn typed(node: &Node, name: Option<&str>) -> Option<Members> {
    let has = |key: &str| node.get(key).is_some();
    if let Some(kind) = node.str_at("type") {
        let mut synonyms = SYNONYMS.iter();
        let meant = synonyms.find(|(other, _)| *other == kind);
        let kind = meant.map_or(kind, |(_, meant)| meant);
        let left = rest(node, &["name", "type"]);
        return Some(action(name.unwrap_or(kind), kind, left));
    }
    if has("type") || KINDS.iter().any(|kind| has(kind)) {
        return None;
    }
    let left = rest(node, &["name"]);
    if has("retryAfter") || has("retryLimit") {
        return Some(action(name.unwrap_or("retry"), "retry", left));
    }
    let target = node
        .str_at("stepId")
        .or_else(|| node.str_at("workflowId"))?;
    Some(action(name.unwrap_or(target), "goto", left))
}

/// The action at `node` whose type is the name of one of its members.
fn by_kind(node: &Node, name: Option<&str>) -> Option<Members> {
    let members = node.members();
    let mut kinds = members
        .iter()
        .filter(|(key, _)| KINDS.contains(&key.as_str()));
    let (Some((kind, value)), None) = (kinds.next(), kinds.next()) else {
        return None;
    };
    let mut all = of_kind(node, kind, value)?;
    for (key, value) in rest(node, &["name", kind]) {
        match all.iter_mut().find(|(other, _)| *other == key) {
            Some((_, other)) => "…".clone_into(other),
            None => all.push((key, value)),
        }
    }
    let placeholder = kind == "goto" && all.iter().any(|(key, _)| key == "workflowId");
    if placeholder {
        all.retain(|(key, value)| key != "stepId" || value != "…");
    }
    Some(action(name.unwrap_or(kind), kind, all))
}

/// What `value` says of the action of type `kind` under which it stands.
fn of_kind(node: &Node, kind: &str, value: &Node) -> Option<Members> {
    let inside = rest(value, &["type"]);
    let bare = matches!(value.value(), Value::Null | Value::Bool(true));
    Some(match (kind, value.value()) {
        ("goto", Value::String(text)) => vec![target(node, text)],
        ("goto", _) if bare || inside.is_empty() => vec![pair("stepId", "…")],
        ("goto", Value::Object(_)) => {
            let has_target = |(key, _): &(String, String)| key == "stepId" || key == "workflowId";
            let missing = !inside.iter().any(has_target);
            let target = missing.then(|| pair("stepId", "…"));
            target.into_iter().chain(inside).collect()
        }
        ("retry", Value::Number(_) | Value::String(_)) => vec![limit(value)],
        ("retry" | "end", Value::Object(_)) => inside,
        ("retry" | "end", _) if bare => Vec::new(),
        _ => return None,
    })
}

fn limit(value: &Node) -> (String, String) {
    let times = value.value().as_u64();
    let times = times.map_or_else(|| "…".to_owned(), |times| times.to_string());
    ("retryLimit".to_owned(), times)
}

/// The field for the place that `text` leads to, and what to write there.
fn target(node: &Node, text: &str) -> (String, String) {
    let text = text.trim();
    if let Some(id) = text.strip_prefix("$workflows.") {
        return match id.contains('.') {
            true => pair("workflowId", "…"),
            false => pair("workflowId", id),
        };
    }
    if let Some(id) = text.strip_prefix("$steps.") {
        return match id.contains('.') {
            true => pair("stepId", "…"),
            false => pair("stepId", id),
        };
    }
    if text.starts_with("$sourceDescriptions.") {
        return pair("workflowId", text);
    }
    if text.starts_with('$') {
        return pair("stepId", "…");
    }
    match !declared(node, "stepId", text) && declared(node, "workflowId", text) {
        true => pair("workflowId", text),
        false => pair("stepId", text),
    }
}

/// Whether a step of the workflow around `node`, or a workflow of its document, has this id.
fn declared(node: &Node, field: &str, id: &str) -> bool {
    let root = Node::root(Arc::clone(node.document()));
    let Some(workflows) = root.get("workflows") else {
        return false;
    };
    if field == "workflowId" {
        let mut all = workflows.items().into_iter();
        return all.any(|workflow| workflow.str_at("workflowId") == Some(id));
    }
    let mut tokens = node.pointer().tokens();
    let (first, index) = (tokens.next(), tokens.next());
    let index = index.and_then(|index| index.parse::<usize>().ok());
    let all = workflows.items();
    let around = match (first.as_deref(), index) {
        (Some("workflows"), Some(index)) => all.into_iter().nth(index),
        _ => None,
    };
    let steps = around.and_then(|workflow| workflow.get("steps"));
    let mut steps = steps.iter().flat_map(Node::items);
    steps.any(|step| step.str_at("stepId") == Some(id))
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn action(name: &str, kind: &str, rest: Members) -> Members {
    let mut members = vec![pair("name", name), pair("type", kind)];
    members.extend(rest);
    members
}

/// The other members under the names that they have in an action, as far as they are in one line.
fn rest(node: &Node, known: &[&str]) -> Members {
    let mut found = Members::new();
    for (key, value) in node.members() {
        if known.contains(&key.as_str()) {
            continue;
        }
        let (key, value) = match key.as_str() {
            "stepId" | "workflowId" | "retryLimit" | "retryAfter" | "parameters" | "criteria" => {
                let value = super::short(&value);
                (key, value)
            }
            "limit" | "times" | "retries" | "maxRetries" => limit(&value),
            "delay" | "after" | "wait" => {
                let seconds = value.value().as_f64().is_some_and(|seconds| seconds >= 0.0);
                let seconds = seconds.then(|| super::short(&value));
                let seconds = seconds.unwrap_or_else(|| "…".to_owned());
                ("retryAfter".to_owned(), seconds)
            }
            "step" | "target" | "to" => match value.as_str() {
                Some(text) => target(node, text),
                None => pair("stepId", "…"),
            },
            "workflow" => ("workflowId".to_owned(), super::short(&value)),
            "if" | "when" | "condition" | "conditions" | "successCriteria" => pair("criteria", "…"),
            other if other.starts_with("x-") => (key.clone(), super::short(&value)),
            _ => pair("…", ""),
        };
        match found.iter_mut().find(|(other, _)| *other == key) {
            Some((_, other)) if key != "…" => "…".clone_into(other),
            Some(_) => {}
            None => found.push((key, value)),
        }
    }
    found
}
