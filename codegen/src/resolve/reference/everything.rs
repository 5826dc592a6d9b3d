//! Every reference that a document makes to another: `$ref`, and the sources of Arazzo documents.

use std::sync::Arc;

use crate::load::{Document, Documents, LoadError, Node};

/// Keywords whose values are data, where `$ref` is no reference.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Maps from names that the author chose, which may be those of keywords.
const MAPS: [&str; 16] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "definitions",
    "$defs",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "securitySchemes",
    "pathItems",
    "mediaTypes",
    "paths",
    "inputs",
    "content",
];

/// Opens whatever `document` refers to, needed or not; the failures of those that could not be.
pub fn open_all(document: &Arc<Document>, documents: &Documents) -> Vec<LoadError> {
    let root = Node::root(Arc::clone(document));
    let mut failures = Vec::new();
    if root.get("arazzo").is_some() {
        let sources = root.get("sourceDescriptions").map(|list| list.items());
        for source in sources.unwrap_or_default() {
            let name = source.str_at("name").unwrap_or_default();
            let Some(url) = source.str_at("url") else {
                continue;
            };
            failures.extend(documents.open_source(name, url, document).err());
        }
    }
    walk(&root, false, documents, &mut failures);
    failures
}

/// `of_names` says that the members of `node` have names that the author chose.
fn walk(node: &Node, of_names: bool, documents: &Documents, failures: &mut Vec<LoadError>) {
    let elsewhere = node.str_at("$ref");
    if elsewhere.is_some_and(|uri| !uri.starts_with('#')) && !of_names {
        let error = super::target(node, documents).err();
        failures.extend(error.and_then(|error| error.loading_error().cloned()));
    }
    for (key, member) in node.members() {
        let data = !of_names && (DATA.contains(&key.as_str()) || key.starts_with("x-"));
        if !data {
            let names = !of_names && MAPS.contains(&key.as_str());
            walk(&member, names, documents, failures);
        }
    }
    for item in node.items() {
        walk(&item, false, documents, failures);
    }
}
