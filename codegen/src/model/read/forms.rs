//! The right form of what was written in another: a list as a text or a map, an entry as a text.

mod action;
mod criterion;
mod status;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;

use crate::load::Node;

pub(super) use action::SYNONYMS;
pub(super) use criterion::{CONDITIONS, literal};

/// How to write the list in field `name` that `node` was given for.
pub(super) fn list(name: &str, node: &Node) -> Option<String> {
    if node.value().is_object() {
        return of_map(name, node);
    }
    let status = matches!(name, "successCriteria" | "criteria" if node.value().is_number());
    let status = status.then(|| criterion::of_value(node)).flatten();
    let text = status.as_deref().or_else(|| node.as_str())?.trim();
    let condition = criterion::of_text(text);
    let (what, members) = match name {
        "dependsOn" => {
            return Some(format!(
                "write `{}`",
                member(node, name, &scalar_list(node)?)
            ));
        }
        "successCriteria" | "criteria" => ("criteria", vec![("condition".to_owned(), condition)]),
        "onSuccess" | "onFailure" | "successActions" | "failureActions" => {
            ("actions", action::of_word(node, text))
        }
        _ => return None,
    };
    let list = format!("[{}]", object(node, &borrowed(&members)));
    Some(format!(
        "write a list of {what}: `{}`",
        member(node, name, &list)
    ))
}

/// How to write the entry of a list that `node` was given for; `what` it is, in words.
pub(super) fn entry(what: &str, node: &Node) -> Option<String> {
    if what == "`requestBody`" {
        let body = member(
            node,
            "requestBody",
            &format!("{{{}}}", member(node, "payload", "…")),
        );
        return Some(format!("put the body into `payload`: `{body}`"));
    }
    if what == "a criterion" && node.as_str().is_none() {
        let condition = criterion::of_value(node)?;
        return Some(format!(
            "write `{}`",
            dashed(node, &[("condition", &condition)])
        ));
    }
    let text = node.as_str()?.trim();
    let condition = criterion::of_text(text);
    let word = action::of_word(node, text);
    let members = match what {
        _ if text.starts_with("$components.") => vec![("reference", text)],
        "a criterion" => vec![("condition", condition.as_str())],
        "a success action" | "a failure action" => borrowed(&word),
        "a step" => vec![("stepId", text), ("operationId", "…")],
        _ => return None,
    };
    Some(format!("write `{}`", dashed(node, &members)))
}

/// How to write the criterion that `node`, an object without `condition`, was to be.
pub(super) fn criterion(node: &Node) -> Option<String> {
    let condition = criterion::condition(node)?;
    Some(format!(
        "write `{}`",
        dashed(node, &[("condition", &condition)])
    ))
}

/// How to write the condition that `node`, which is no text, was to be.
pub(super) fn condition(node: &Node) -> Option<String> {
    let Some(condition) = criterion::of_value(node) else {
        let items = node.items();
        let whole = |item: &Node| {
            item.as_object().is_some() || item.as_str().is_some_and(criterion::is_comparison)
        };
        let each = items.len() > 1 && items.iter().all(whole);
        return each.then(|| "write a criterion for each: all of them have to hold".to_owned());
    };
    Some(format!(
        "write `{}`",
        member(node, "condition", &text(node, &condition))
    ))
}

/// How to write the action that `node`, an object without `name` and `type`, was to be.
pub(super) fn action(node: &Node) -> Option<String> {
    let all = action::of_map(node)?;
    let each = all
        .iter()
        .map(|members| format!("`{}`", dashed(node, &borrowed(members))));
    Some(format!("write {}", each.collect::<Vec<_>>().join(" and ")))
}

fn borrowed(members: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = members.iter();
    pairs
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect()
}

/// A text as the document of `node` writes it.
fn text(node: &Node, text: &str) -> String {
    match node.document().json {
        true => Value::from(text).to_string(),
        false => scalar(text),
    }
}

/// A text of YAML in one line: in quotes where it would be read as something else, also in braces.
fn scalar(text: &str) -> String {
    let first = text.starts_with([
        '!', '&', '*', '|', '>', '%', '@', '`', '"', '\'', '#', '-', '?',
    ]);
    let inside = [": ", " #", ",", "[", "]", "{", "}"];
    let read_otherwise =
        first || text.ends_with(':') || inside.iter().any(|part| text.contains(part));
    match read_otherwise {
        true => Value::from(text).to_string(),
        false => text.to_owned(),
    }
}

/// How to write the parameter that `node` gives as its name and its value: `- petId: 7`.
pub(super) fn parameter(node: &Node, name: &str, value: &Node) -> String {
    let value = short(value);
    let members = match has_no_place(node) {
        true => vec![("name", name), ("value", value.as_str())],
        false => vec![("name", name), ("in", "…"), ("value", value.as_str())],
    };
    format!("write `{}`", dashed(node, &members))
}

/// Whether a parameter at `node`, or in the list there, is an input of a workflow, which is in no part of a request.
fn has_no_place(node: &Node) -> bool {
    let mut above = node.pointer().clone();
    let root = Node::root(Arc::clone(node.document()));
    // The owner of the list: a step, an action or the workflow itself.
    while let Some(parent) = above.parent() {
        above = parent;
        let owner = root
            .at(&above)
            .filter(|owner| owner.get("parameters").is_some());
        if let Some(owner) = owner {
            return owner.get("workflowId").is_some() && owner.get("steps").is_none();
        }
    }
    false
}

/// A value in one line.
pub(super) fn short(value: &Node) -> String {
    match value.value() {
        Value::Object(_) | Value::Array(_) => "…".to_owned(),
        Value::String(text) => text.clone(),
        scalar => scalar.to_string(),
    }
}

/// An object as the document of `node` writes it in one line.
fn object(node: &Node, members: &[(&str, &str)]) -> String {
    let each = members.iter();
    let each = each.map(|(key, value)| match (*key, node.document().json) {
        // What is left over, which has no place here.
        ("…", _) => "…".to_owned(),
        // What is no text.
        ("retryAfter" | "retryLimit" | "criteria" | "parameters", true) => {
            format!("{}: {value}", Value::from(*key))
        }
        (_, true) => format!("{}: {}", Value::from(*key), Value::from(*value)),
        ("condition", false) => format!("{key}: {}", scalar(value)),
        (_, false) => format!("{key}: {value}"),
    });
    format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
}

/// An object as an entry of a list.
fn dashed(node: &Node, members: &[(&str, &str)]) -> String {
    match (node.document().json, members) {
        (true, _) => object(node, members),
        (false, [("condition", value)]) => format!("- condition: {}", scalar(value)),
        (false, [(key, value)]) => format!("- {}", member(node, key, value)),
        (false, _) => format!("- {}", object(node, members)),
    }
}

/// A member as the document of `node` writes it.
fn member(node: &Node, key: &str, value: &str) -> String {
    match node.document().json {
        true => format!("{}: {value}", Value::from(key)),
        false => format!("{key}: {value}"),
    }
}

/// A list of the one text at `node`, as its document writes it.
pub(super) fn scalar_list(node: &Node) -> Option<String> {
    let text = node.as_str()?;
    let plain =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '$');
    let bare = !node.document().json
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
        && text.chars().all(plain);
    Some(match bare {
        true => format!("[{text}]"),
        false => Value::from([text]).to_string(),
    })
}

/// Whether an object is written in braces, not a member a line.
fn is_in_braces(node: &Node) -> bool {
    let document = node.document();
    let written = document.text.get(document.range(&node.place()));
    written.is_some_and(|written| written.starts_with('{'))
}

/// One entry of a list by itself, or a map by names.
fn of_map(name: &str, node: &Node) -> Option<String> {
    let (identity, other) = match name {
        "parameters" => ("name", Some("value")),
        "onSuccess" | "onFailure" | "successActions" | "failureActions" => ("name", Some("type")),
        "replacements" => ("target", Some("value")),
        "successCriteria" | "criteria" => ("condition", None),
        "steps" => ("stepId", None),
        "workflows" => ("workflowId", None),
        "sourceDescriptions" => ("name", None),
        _ => return None,
    };
    let all = node.members();
    if all.iter().any(|(key, _)| key == identity)
        && (other != Some("type") || node.get("type").is_some())
    {
        return Some(match is_in_braces(node) {
            true => format!("put it into a list: `{}`", member(node, name, "[{…}]")),
            false => format!("write `- ` before `{identity}`: it is one entry of a list"),
        });
    }
    let (first, value) = all.first()?;
    if other == Some("type") {
        let all = action::of_map(node).unwrap_or_else(|| {
            let name = match first.as_str() {
                "name" | "type" | "criteria" => "…",
                other => other,
            };
            let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            vec![vec![pair("name", name), pair("type", "…"), pair("…", "")]]
        });
        let all = all.iter().map(|members| borrowed(members));
        return Some(match all.len() {
            1 => {
                let each: String = all.map(|members| dashed(node, &members)).collect();
                format!("each is an entry of a list: `{each}`")
            }
            _ => {
                let all: Vec<_> = all.map(|members| object(node, &members)).collect();
                let list = format!("[{}]", all.join(", "));
                format!("write a list of actions: `{}`", member(node, name, &list))
            }
        });
    }
    let test = match identity {
        "condition" => criterion::condition(node).unwrap_or_else(|| "…".to_owned()),
        _ => String::new(),
    };
    let value = short(value);
    let members = match (identity, other) {
        ("condition", _) => vec![(identity, test.as_str())],
        (_, Some(other)) if name == "parameters" && !has_no_place(node) => vec![
            (identity, first.as_str()),
            ("in", "…"),
            (other, value.as_str()),
        ],
        (_, Some(other)) => vec![(identity, first.as_str()), (other, value.as_str())],
        (_, None) => vec![(identity, first.as_str())],
    };
    Some(format!(
        "each is an entry of a list: `{}`",
        dashed(node, &members)
    ))
}
