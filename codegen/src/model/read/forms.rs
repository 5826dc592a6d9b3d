//! The right form of what was written in another: a list as a text or a map, an entry as a text.

use std::sync::Arc;

use serde_json::Value;

use crate::load::Node;

/// How to write the list in field `name` that `node` was given for.
pub(super) fn list(name: &str, node: &Node) -> Option<String> {
    if node.value().is_object() {
        return of_map(name, node);
    }
    let text = node.as_str()?.trim();
    let (what, members) = match name {
        "dependsOn" => {
            return Some(format!(
                "write `{}`",
                member(node, name, &scalar_list(node)?)
            ));
        }
        "successCriteria" | "criteria" => ("criteria", vec![("condition", text)]),
        "onSuccess" | "onFailure" | "successActions" | "failureActions" => {
            ("actions", vec![("name", text), ("type", text)])
        }
        _ => return None,
    };
    let list = format!("[{}]", object(node, &members));
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
    let text = node.as_str()?.trim();
    let members = match what {
        _ if text.starts_with("$components.") => vec![("reference", text)],
        "a criterion" => vec![("condition", text)],
        "a success action" | "a failure action" => vec![("name", text), ("type", text)],
        "a step" => vec![("stepId", text), ("operationId", "…")],
        _ => return None,
    };
    Some(format!("write `{}`", dashed(node, &members)))
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
fn short(value: &Node) -> String {
    match value.value() {
        Value::Object(_) | Value::Array(_) => "…".to_owned(),
        Value::String(text) => text.clone(),
        scalar => scalar.to_string(),
    }
}

/// An object as the document of `node` writes it in one line.
fn object(node: &Node, members: &[(&str, &str)]) -> String {
    let each = members.iter();
    let each = each.map(|(key, value)| match node.document().json {
        true => format!("{}: {}", Value::from(*key), Value::from(*value)),
        false => format!("{key}: {value}"),
    });
    format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
}

/// An object as an entry of a list.
fn dashed(node: &Node, members: &[(&str, &str)]) -> String {
    match (node.document().json, members) {
        (true, _) => object(node, members),
        (false, [(key, value)]) => format!("- {key}: {value}"),
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
    if all.iter().any(|(key, _)| key == identity) {
        return Some(match is_in_braces(node) {
            true => format!("put it into a list: `{}`", member(node, name, "[{…}]")),
            false => format!("write `- ` before `{identity}`: it is one entry of a list"),
        });
    }
    let (first, value) = all.first()?;
    let value = short(value);
    let test = format!("{first} == {value}");
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
