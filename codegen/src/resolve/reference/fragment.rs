//! What a fragment means inside a document: everything, a JSON Pointer, or the name of an anchor.

use arazzo_syntax::pointer::index;

use crate::{
    load::{Documents, Node, Pointer},
    nearest::nearest,
};

use super::{ReferenceError, resolve_below, resource};

/// What `fragment` (still percent-encoded) names below `root`.
pub(super) fn find(
    root: &Node,
    fragment: &str,
    reference: &Node,
    documents: &Documents,
    depth: usize,
) -> Result<Node, ReferenceError> {
    let decoded = percent_decode(fragment);
    if decoded.is_empty() {
        return Ok(root.clone());
    }
    if !decoded.starts_with('/') {
        return resource::anchor(root, &decoded).ok_or_else(|| {
            let bare = Pointer::parse(&format!("/{decoded}"));
            let meant = bare.filter(|pointer| root.at(pointer).is_some());
            let help = meant.map(|pointer| format!("a JSON Pointer begins with `/`: `#{pointer}`"));
            let message = format!("no schema here has the anchor `{decoded}`");
            ReferenceError::new(reference, message).with_help(help)
        });
    }
    let Some(pointer) = Pointer::parse(&decoded) else {
        let message = format!("`{decoded}` is not a JSON Pointer: `~` is written `~0`");
        return Err(ReferenceError::new(reference, message));
    };
    walk(root, &pointer, reference, documents, depth).or_else(|error| {
        // Keys that hold a percent sign are often written as they are.
        let raw = Pointer::parse(fragment).filter(|raw| *raw != pointer);
        raw.and_then(|raw| walk(root, &raw, reference, documents, depth).ok())
            .ok_or(error)
    })
}

/// Goes down `pointer`, through references where they stand in the way.
fn walk(
    root: &Node,
    pointer: &Pointer,
    reference: &Node,
    documents: &Documents,
    depth: usize,
) -> Result<Node, ReferenceError> {
    let mut here = root.clone();
    let mut above = Pointer::root();
    for token in pointer.tokens() {
        let next = match child(&here, &token) {
            None if here.get("$ref").is_some() => {
                child(&resolve_below(&here, documents, depth + 1)?, &token)
            }
            next => next,
        };
        let Some(next) = next else {
            return Err(nowhere(&here, &above, &token, reference));
        };
        here = next;
        above = above.join(&token);
    }
    Ok(here)
}

fn nowhere(here: &Node, above: &Pointer, token: &str, reference: &Node) -> ReferenceError {
    let text = reference.as_str().unwrap_or_default();
    let place = if above.is_root() {
        format!("`{}`", here.document().name)
    } else {
        format!("`{above}`")
    };
    let message = format!("`{text}` leads nowhere: {place} has no `{token}`");
    let keys = here
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys());
    let near = nearest(token, keys.map(String::as_str));
    let help = near.map(|near| format!("there is `{}`", above.join(near)));
    ReferenceError::new(reference, message).with_help(help)
}

fn child(node: &Node, token: &str) -> Option<Node> {
    if node.as_object().is_some() {
        return node.get(token);
    }
    node.item(index(token)?)
}

/// `text` with its `%41` escapes replaced; what is not a valid escape stays.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escape = (*byte == b'%')
            .then(|| Some(digit(at + 1)? * 16 + digit(at + 2)?))
            .flatten();
        match escape.and_then(|value| u8::try_from(value).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
