//! Which document, or which schema with an `$id` of its own, a reference is about.

use serde_json::{Map, Value};

use crate::{
    load::{Documents, Node, Pointer},
    model::openapi::scalar,
};

use super::ReferenceError;

/// The roots that the fragment of `reference` may be meant for, best first. `uri` is the reference without its fragment.
///
/// Inside a schema with `$id` a bare fragment is about that schema (JSON Schema 2020-12, section 8.2.1). Authors forget
/// this, so the document's root is tried after it.
pub(super) fn candidates(
    reference: &Node,
    uri: &str,
    documents: &Documents,
) -> Result<Vec<Node>, ReferenceError> {
    let document = Node::root(reference.document().clone());
    let enclosing = if has_identities(&document) {
        enclosing_resources(reference)
    } else {
        Vec::new()
    };
    if uri.is_empty() {
        let innermost = enclosing.last().and_then(|(at, _)| reference.at(at));
        return Ok(innermost.into_iter().chain([document]).collect());
    }
    let bases = enclosing.iter().map(|(_, id)| id);
    let base = bases.fold(String::new(), |base, id| join(&base, id));
    let absolute = join(&base, uri);
    let error = match documents.open(&absolute, reference.document()) {
        Ok(found) => return Ok(vec![Node::root(found)]),
        Err(error) => error,
    };
    // Looking for an embedded schema means looking at the whole document, so files come first.
    if has_identities(&document)
        && let Some(found) = embedded(&document, &absolute)
    {
        return Ok(vec![found]);
    }
    if absolute != uri
        && let Ok(found) = documents.open(uri, reference.document())
    {
        return Ok(vec![Node::root(found)]);
    }
    Err(ReferenceError::loading(reference, error).with_help(shorthand(&document, uri)))
}

/// Whether `$id` in this document may mean something; in OpenAPI 3.0 and before it has no meaning.
fn has_identities(document: &Node) -> bool {
    let version = document.get("openapi").and_then(|version| scalar(&version));
    let old = version.is_some_and(|version| version.starts_with("3.0"));
    !old && document.get("swagger").is_none()
}

/// The schemas around `reference` that have an `$id`, outermost first.
fn enclosing_resources(reference: &Node) -> Vec<(Pointer, String)> {
    let mut found = Vec::new();
    let mut here = Some(&reference.document().root);
    let mut above: Vec<String> = Vec::new();
    for token in reference.pointer().tokens() {
        let Some(value) = here else { break };
        if let Some(id) = value.get("$id").and_then(Value::as_str) {
            let id = id.trim_end_matches('#').to_owned();
            found.push((Pointer::from_tokens(&above), id));
        }
        here = match value {
            Value::Array(items) => token.parse().ok().and_then(|index: usize| items.get(index)),
            other => other.get(token.as_str()),
        };
        above.push(token);
    }
    found
}

/// The schema in this document whose `$id`, resolved against those around it, is `wanted`.
fn embedded(document: &Node, wanted: &str) -> Option<Node> {
    fn search(value: &Value, base: &str, wanted: &str) -> Option<Vec<String>> {
        match value {
            Value::Object(object) => {
                let id = object.get("$id").and_then(Value::as_str);
                let own = id.map(|id| join(base, id.trim_end_matches('#')));
                if own.as_deref() == Some(wanted) {
                    return Some(Vec::new());
                }
                let base = own.as_deref().unwrap_or(base);
                members(object).find_map(|(key, value)| prepend(key, search(value, base, wanted)))
            }
            Value::Array(items) => items.iter().enumerate().find_map(|(index, value)| {
                prepend(&index.to_string(), search(value, base, wanted))
            }),
            _ => None,
        }
    }
    if !document.document().text.contains("$id") {
        return None;
    }
    let mut tokens = search(document.value(), "", wanted)?;
    tokens.reverse();
    document.at(&Pointer::from_tokens(tokens))
}

/// The schema below `resource` that declares the anchor `name`; schemas with an `$id` of their own keep theirs to themselves.
pub(super) fn anchor(resource: &Node, name: &str) -> Option<Node> {
    fn search(value: &Value, name: &str, top: bool) -> Option<Vec<String>> {
        match value {
            Value::Object(object) => {
                let is = |key: &str| object.get(key).and_then(Value::as_str) == Some(name);
                if !top && object.get("$id").is_some_and(Value::is_string) {
                    return None;
                }
                if is("$anchor") || is("$dynamicAnchor") {
                    return Some(Vec::new());
                }
                members(object).find_map(|(key, value)| prepend(key, search(value, name, false)))
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, value)| prepend(&index.to_string(), search(value, name, false))),
            _ => None,
        }
    }
    if !resource.document().text.contains("nchor") {
        return None;
    }
    let mut tokens = search(resource.value(), name, true)?;
    tokens.reverse();
    let pointer = tokens
        .iter()
        .fold(resource.pointer().clone(), |pointer, token| {
            pointer.join(token)
        });
    resource.at(&pointer)
}

fn members(object: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    object.iter().map(|(key, value)| (key.as_str(), value))
}

/// Tokens are collected on the way back up, last first.
fn prepend(token: &str, found: Option<Vec<String>>) -> Option<Vec<String>> {
    found.map(|mut tokens| {
        tokens.push(token.to_owned());
        tokens
    })
}

/// `reference` seen from `base`: enough of RFC 3986 to compare identities, which are compared with nothing else.
fn join(base: &str, reference: &str) -> String {
    let reference = reference.strip_prefix("./").unwrap_or(reference);
    let absolute = reference.contains("://") || reference.starts_with("urn:");
    match base.rsplit_once('/') {
        Some((folder, _)) if !absolute && !reference.starts_with('/') && !reference.is_empty() => {
            format!("{folder}/{reference}")
        }
        _ if reference.is_empty() => base.to_owned(),
        _ => reference.to_owned(),
    }
}

/// Help for `$ref: Pet`, which looks like a file and was meant as a name.
fn shorthand(document: &Node, uri: &str) -> Option<String> {
    let places: [&[&str]; 2] = [&["components", "schemas"], &["definitions"]];
    places.into_iter().find_map(|place| {
        let pointer = Pointer::from_tokens(place).join(uri);
        document
            .at(&pointer)
            .map(|_| format!("to refer to a schema of this document write `#{pointer}`"))
    })
}
