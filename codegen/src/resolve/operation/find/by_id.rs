//! Finds an operation by its `operationId`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::{
    load::{Documents, Node},
    resolve::reference,
};

use super::{Found, collect, operations};

/// Where the operations of an API are, by `operationId`: read once, however many steps ask.
#[derive(Debug, Clone, Default)]
pub struct OperationIds {
    paths: Option<Node>,
    /// Paths with an operation of this id, in the order of the document.
    by_id: HashMap<String, Vec<String>>,
    /// The ids that stand in the document itself, in its order.
    ids: Vec<String>,
    /// Paths whose item refers to another place of the document.
    here: Vec<String>,
    /// Paths whose item refers to another file.
    elsewhere: Vec<String>,
}

impl OperationIds {
    /// Reads the ids that stand in an OpenAPI document, given its root. Opens no other file.
    pub fn read(root: &Node) -> Self {
        Self::of(root.get("paths"))
    }

    fn of(paths: Option<Node>) -> Self {
        let mut read = Self::default();
        for (path, item) in paths.iter().filter_map(Node::as_object).flatten() {
            if let Some(item) = item.as_object() {
                read.item(path, item);
            }
        }
        read.paths = paths;
        read
    }

    fn item(&mut self, path: &str, item: &Map<String, Value>) {
        for (.., operation) in operations(item) {
            if let Some(id) = id_of(operation) {
                self.ids.push(id.to_owned());
                let known = self.by_id.entry(id.to_owned()).or_default();
                if known.last().is_none_or(|last| last != path) {
                    known.push(path.to_owned());
                }
            }
        }
        match item.get("$ref").and_then(Value::as_str) {
            Some(local) if local.starts_with('#') => self.here.push(path.to_owned()),
            Some(_) => self.elsewhere.push(path.to_owned()),
            None => {}
        }
    }

    /// The operation whose `operationId` is `id`. What stands below `paths` itself comes first, then path items referred to
    /// in this document, and other files are opened only if neither has it.
    pub fn find(&self, id: &str, documents: &Documents) -> Found {
        let Some(paths) = &self.paths else {
            return Found::None;
        };
        // Some documents keep all paths in a file of its own.
        if paths.get("$ref").is_some() {
            let paths = reference::resolve(paths, documents).ok();
            return match paths.filter(|paths| paths.get("$ref").is_none()) {
                Some(paths) => Self::of(Some(paths)).find(id, documents),
                None => Found::None,
            };
        }
        let matches = |operation: &Value| id_of(operation) == Some(id);
        let mut found = Vec::new();
        for path in self.by_id.get(id).into_iter().flatten() {
            collect(paths, path, &matches, None, &mut found);
        }
        for referring in [&self.here, &self.elsewhere] {
            if found.is_empty() {
                for path in referring {
                    collect(paths, path, &matches, Some(documents), &mut found);
                }
            }
        }
        let mut found = found.into_iter();
        match (found.next(), found.len()) {
            (None, _) => Found::None,
            (Some(only), 0) => Found::One(only),
            (Some(first), _) => Found::Several([first].into_iter().chain(found).collect()),
        }
    }

    /// Every `operationId` that stands in the document itself.
    pub fn all(&self) -> &[String] {
        &self.ids
    }
}

fn id_of(operation: &Value) -> Option<&str> {
    operation.get("operationId")?.as_str()
}
