//! Finds operations by `operationId` and by pointer, in one pass over `paths` that looks no deeper than it must.

mod by_id;
mod by_pointer;
mod nearest_path;

use serde_json::{Map, Value};

use crate::{
    load::{Documents, Node, Pointer},
    resolve::reference::{self, ReferenceError},
};

pub use by_id::OperationIds;
pub use by_pointer::{NotFound, NotFoundReason, find_by_pointer};

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// An operation and the path it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The Operation Object.
    pub node: Node,
    /// The Path Item Object below `paths`, before any `$ref` of its own.
    pub path_item: Node,
    /// The key below `paths`.
    pub path: String,
    /// Upper case, except for `additionalOperations` (3.2), which keep their case.
    pub method: String,
}

impl Located {
    /// The standard pointer to this operation, as an `operationPath` has it.
    pub fn pointer(&self) -> Pointer {
        let key = self.method.to_ascii_lowercase();
        let standard = METHODS.contains(&key.as_str()) && self.method != key;
        if standard {
            Pointer::from_tokens(["paths", &self.path, &key])
        } else {
            Pointer::from_tokens(["paths", &self.path, "additionalOperations", &self.method])
        }
    }
}

/// What a search by `operationId` found.
#[derive(Debug, Clone)]
pub enum Found {
    /// Exactly one operation.
    One(Located),
    /// The document breaks the rule that ids are unique.
    Several(Vec<Located>),
    /// No operation.
    None,
}

/// Every operation below `paths`, those of path items in other files included.
pub fn all(root: &Node, documents: &Documents) -> Vec<Located> {
    let Some(paths) = paths(root, documents) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in paths.as_object().into_iter().flat_map(Map::keys) {
        let follow = paths
            .get(path)
            .is_some_and(|item| item.get("$ref").is_some());
        collect(
            &paths,
            path,
            &|_| true,
            follow.then_some(documents),
            &mut found,
        );
    }
    found
}

/// The `paths` object; some documents keep it in a file of its own.
fn paths(root: &Node, documents: &Documents) -> Option<Node> {
    reference::resolve(&root.get("paths")?, documents).ok()
}

/// A path item and those its `$ref` leads to, and the reference that broke the chain.
pub(super) fn layers(
    path_item: &Node,
    documents: &Documents,
) -> (Vec<Node>, Option<ReferenceError>) {
    let mut layers = vec![path_item.clone()];
    let mut here = path_item.clone();
    loop {
        match reference::target(&here, documents) {
            Ok(Some(next)) if !layers.contains(&next) => {
                layers.push(next.clone());
                here = next;
            }
            Ok(_) => return (layers, None),
            Err(error) => return (layers, Some(error)),
        }
    }
}

/// Adds the operations of a path that `wanted` accepts. With documents given, those behind its `$ref` only or also.
fn collect(
    paths: &Node,
    path: &str,
    wanted: &dyn Fn(&Value) -> bool,
    follow: Option<&Documents>,
    found: &mut Vec<Located>,
) {
    let Some(path_item) = paths.get(path) else {
        return;
    };
    let layers = match follow {
        Some(documents) => layers(&path_item, documents).0,
        None => vec![path_item.clone()],
    };
    let mut seen: Vec<(bool, String)> = Vec::new();
    for layer in &layers {
        for (key, additional, operation) in layer.as_object().into_iter().flat_map(operations) {
            let name = (additional, key.to_owned());
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if !wanted(operation) {
                continue;
            }
            let holder = if additional {
                layer.get("additionalOperations")
            } else {
                Some(layer.clone())
            };
            let Some(node) = holder.and_then(|holder| holder.get(key)) else {
                continue;
            };
            let located = Located {
                node,
                path_item: path_item.clone(),
                path: path.to_owned(),
                method: sent(key, additional),
            };
            if !found.contains(&located) {
                found.push(located);
            }
        }
    }
}

/// The operations of a path item: key, whether it stands in `additionalOperations`, and the object.
fn operations(item: &Map<String, Value>) -> impl Iterator<Item = (&str, bool, &Value)> {
    let standard = METHODS
        .iter()
        .filter_map(|method| Some((*method, false, item.get(*method)?)));
    let additional = item.get("additionalOperations").and_then(Value::as_object);
    let additional = additional.into_iter().flatten();
    standard
        .chain(additional.map(|(method, operation)| (method.as_str(), true, operation)))
        .filter(|(.., operation)| operation.is_object())
}

/// The name of a path's variable without the `+` or `*` of reserved expansion (decision D-59).
pub fn plain_variable(expression: &str) -> &str {
    expression.trim_matches(['+', '*'])
}

/// The method as it is sent.
fn sent(key: &str, additional: bool) -> String {
    if additional {
        key.to_owned()
    } else {
        key.to_ascii_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::files;

    pub(super) const API: &str = "
openapi: 3.2.0
paths:
  /pets/{id}:
    parameters: []
    get: {operationId: getPet}
    delete: {operationId: twice}
  /x?action=y: {query: {operationId: ask}}
  /alias: {$ref: '#/paths/~1pets~1{id}'}
  /far: {$ref: far.yaml, post: {operationId: near}}
  /missing: {$ref: gone.yaml}
  /more:
    get: {operationId: twice}
    additionalOperations: {LINK: {operationId: link}}
  /strange: 12
";
    pub(super) const FAR: &str = "get: {operationId: far}\npost: {operationId: hidden}";

    fn by_id(id: &str) -> String {
        let (documents, root) = files(&[("api.yaml", API), ("far.yaml", FAR)]);
        let show =
            |located: &Located| format!("{} {} {:?}", located.method, located.path, located.node);
        match OperationIds::read(&root).find(id, &documents) {
            Found::One(located) => show(&located),
            Found::Several(all) => all.iter().map(show).collect::<Vec<_>>().join(", "),
            Found::None => "none".into(),
        }
    }

    #[test]
    fn ids_are_found_wherever_an_operation_may_stand() {
        // An alias of a path does not make its operations ambiguous.
        assert_eq!(
            by_id("getPet"),
            "GET /pets/{id} api.yaml#/paths/~1pets~1{id}/get"
        );
        assert_eq!(
            by_id("ask"),
            "QUERY /x?action=y api.yaml#/paths/~1x?action=y/query"
        );
        assert_eq!(
            by_id("link"),
            "LINK /more api.yaml#/paths/~1more/additionalOperations/LINK"
        );
        assert_eq!(by_id("far"), "GET /far far.yaml#/get");
        assert_eq!(by_id("getpet"), "none");
    }

    #[test]
    fn what_stands_beside_a_reference_hides_what_it_leads_to() {
        assert_eq!(by_id("near"), "POST /far api.yaml#/paths/~1far/post");
        assert_eq!(by_id("hidden"), "none");
    }

    #[test]
    fn an_id_given_twice_is_told_with_both_places() {
        assert_eq!(
            by_id("twice"),
            "DELETE /pets/{id} api.yaml#/paths/~1pets~1{id}/delete, GET /more api.yaml#/paths/~1more/get"
        );
    }

    #[test]
    fn other_files_stay_closed_while_the_document_has_the_id() {
        let (documents, root) = files(&[("api.yaml", API), ("far.yaml", FAR)]);
        OperationIds::read(&root).find("getPet", &documents);
        assert_eq!(documents.files_read().len(), 1);
    }

    #[test]
    fn the_standard_pointer_of_an_operation_leads_back_to_it() {
        let (documents, root) = files(&[("api.yaml", API), ("far.yaml", FAR)]);
        let everything = all(&root, &documents);
        assert_eq!(everything.len(), 9);
        for located in everything {
            let found = find_by_pointer(&root, &located.pointer(), &documents);
            assert_eq!(found.ok(), Some(located));
        }
    }
}
