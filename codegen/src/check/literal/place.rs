//! What a place inside a literal is called.

use serde_json::Value;

use super::Literal;
use crate::{load::Node, types::Mismatch};

/// What `token` leads to.
pub(super) fn enter(node: &Node, token: &str) -> Option<Node> {
    match node.value() {
        Value::Array(_) => node.item(token.parse().ok()?),
        _ => node.get(token),
    }
}

/// The member that a mismatch is in, or the element of one: what describes the value that is wrong, or has a wrong member.
pub(super) fn name(literal: &Literal, mismatch: &Mismatch) -> String {
    let mut value = Some(literal.value());
    let mut name = literal.place.to_owned();
    let mut element = false;
    let parent = mismatch.pointer.parent();
    let parent = parent.filter(|_| mismatch.is_about_member());
    let place = parent.as_ref().unwrap_or(&mismatch.pointer);
    for token in place.tokens() {
        if matches!(value, Some(Value::Array(_))) {
            value = value.and_then(|list| list.get(token.parse::<usize>().ok()?));
            element = true;
        } else {
            value = value.and_then(|object| object.get(&token));
            name = format!("`{token}`");
            element = false;
        }
    }
    match element {
        true => format!("an element of {name}"),
        false => name,
    }
}
