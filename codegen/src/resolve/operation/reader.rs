//! What reading an operation needs to know, and how it follows references and lists.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Documents, Node},
    model::{openapi::OpenApiVersion, unread::Unread},
    resolve::reference::{self, siblings},
};

/// What helps against fields beside a reference.
const SIBLINGS: &str = "only `summary` and `description` may stand there: change what the reference leads to, or repeat it here";

/// What reading an operation needs to know.
pub(super) struct Reader<'a> {
    pub(super) root: &'a Node,
    pub(super) documents: &'a Documents,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) version: OpenApiVersion,
    /// Parameters that were reported.
    pub(super) unread_parameters: Unread,
    /// Whether responses were reported.
    pub(super) unread_responses: bool,
}

impl Reader<'_> {
    /// What `node` stands for; a broken reference is reported.
    pub(super) fn follow(&mut self, node: &Node) -> Option<Node> {
        match reference::resolve(node, self.documents) {
            Ok(found) => {
                let ignored = siblings::of_object(node, &found);
                if node.get("$ref").is_some()
                    && let Some(found) = siblings::diagnostic(node, &ignored, SIBLINGS)
                {
                    self.diagnostics.push(found);
                }
                Some(found)
            }
            Err(error) => {
                self.diagnostics.push(error.diagnostic());
                None
            }
        }
    }

    /// What `node` stands for, if the operation can do without it: a reference that leads nowhere is a warning, and `note`
    /// says what holds then (D-57).
    pub(super) fn follow_or(&mut self, node: &Node, note: &str) -> Option<Node> {
        match reference::resolve(node, self.documents) {
            Err(error) if error.leads_nowhere() => {
                self.diagnostics.tolerate(error.tolerated(note));
                None
            }
            _ => self.follow(node),
        }
    }

    /// An object of the document that breaks the rules in a way that leaves its meaning open.
    pub(super) fn malformed(&mut self, node: &Node, message: impl Into<String>, help: &str) {
        self.diagnostics.push(invalid(node, message).help(help));
    }

    /// A definition without meaning. Steps can do without definitions, so this is no error.
    pub(super) fn unusable(&mut self, node: &Node, message: String, help: &str) {
        let found = invalid(node, message).into_warning();
        self.diagnostics.push(found.label("ignored").help(help));
    }

    /// Elements of the list `key`, which may be absent or left empty.
    pub(super) fn list(&mut self, node: &Node, key: &str) -> Vec<Node> {
        let Some(list) = node.get(key) else {
            return Vec::new();
        };
        if !(list.value().is_array() || list.value().is_null()) {
            self.malformed(
                &list,
                format!("`{key}` is not a list"),
                "begin each entry with `-`",
            );
        }
        list.items()
    }
}

/// The report of an object of the document that breaks the rules.
pub(super) fn invalid(node: &Node, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::InvalidOpenapi, node, message)
}

/// Whether the member `key` is true.
pub(super) fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(|node| node.value().as_bool()) == Some(true)
}

/// Members of the map `key`, extensions left out.
pub(super) fn entries(node: &Node, key: &str) -> Vec<(String, Node)> {
    let members = node.get(key).map(|map| map.members()).unwrap_or_default();
    let own = members.into_iter();
    own.filter(|(key, _)| !key.starts_with("x-")).collect()
}
