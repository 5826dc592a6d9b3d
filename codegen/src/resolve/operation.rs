//! Reads the operation that a step calls, and of its OpenAPI document only what that operation reaches.

mod content;
mod find;
mod hidden;
mod parameters;
mod security;
mod servers;
mod swagger2;
#[cfg(test)]
mod tests;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::{Documents, Node},
    model::{
        openapi::{DocumentKind, kind},
        unread::Unread,
    },
};

use super::reference::{self, siblings};

pub use crate::model::openapi::{
    Encoding, Header, Location, MediaType, OAuthFlow, OAuthFlowKind, OpenApiVersion, Operation,
    Parameter, RequestBody, Response, SecurityKind, SecurityScheme, SecurityUse, Server,
    ServerLevel, ServerVariable, StatusPattern, Style, is_json, is_json_lines, is_range, is_xml,
};
pub use find::{
    Found, Located, NotFound, NotFoundReason, OperationIds, all, find_by_pointer, plain_variable,
};
pub use hidden::{hiding_any, hiding_at};

/// Reads an operation of the OpenAPI document at `root`. What is wrong with anything it reaches is reported and left out.
pub fn read(
    located: &Located,
    root: &Node,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    located.node.as_object()?;
    let version = match kind(root) {
        DocumentKind::OpenApi(version) => version,
        _ => return None,
    };
    let mut reader = Reader {
        root,
        documents,
        diagnostics,
        version,
        unread_parameters: Unread::default(),
        unread_responses: false,
    };
    Some(reader.operation(located))
}

/// What helps against fields beside a reference.
const SIBLINGS: &str = "only `summary` and `description` may stand there: change what the reference leads to, or repeat it here";

/// What reading an operation needs to know.
struct Reader<'a> {
    root: &'a Node,
    documents: &'a Documents,
    diagnostics: &'a mut Diagnostics,
    version: OpenApiVersion,
    /// Parameters that were reported.
    unread_parameters: Unread,
    /// Whether responses were reported.
    unread_responses: bool,
}

impl Reader<'_> {
    fn operation(&mut self, located: &Located) -> Operation {
        let node = &located.node;
        let layers = self.layers(&located.path_item);
        let (parameters, request_body, responses) = if self.version == OpenApiVersion::V2_0 {
            let (parameters, body) = self.swagger_parameters(node, &layers);
            (parameters, body, self.swagger_responses(node))
        } else {
            let parameters = self.parameters(node, &layers);
            (parameters, self.request_body(node), self.responses(node))
        };
        let (servers, server_level) = self.servers(node, &layers);
        let text = |key: &str| node.str_at(key).map(str::to_owned);
        Operation {
            node: node.clone(),
            path_item: located.path_item.clone(),
            id: text("operationId"),
            method: located.method.clone(),
            path: located.path.clone(),
            summary: text("summary"),
            description: text("description"),
            deprecated: flag(node, "deprecated"),
            parameters,
            unread_parameters: std::mem::take(&mut self.unread_parameters),
            request_body,
            responses,
            unread_responses: self.unread_responses,
            servers,
            server_level,
            security: self.security(node),
            version: self.version,
        }
    }

    /// A path item and those its `$ref` leads to: what stands beside a `$ref` comes first.
    fn layers(&mut self, path_item: &Node) -> Vec<Node> {
        let (layers, error) = find::layers(path_item, self.documents);
        if let Some(error) = error {
            self.diagnostics.push(error.diagnostic());
        }
        layers
    }

    /// What `node` stands for; a broken reference is reported.
    fn follow(&mut self, node: &Node) -> Option<Node> {
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
    fn follow_or(&mut self, node: &Node, note: &str) -> Option<Node> {
        match reference::resolve(node, self.documents) {
            Err(error) if error.leads_nowhere() => {
                self.diagnostics.tolerate(error.tolerated(note));
                None
            }
            _ => self.follow(node),
        }
    }

    /// An object of the document that breaks the rules in a way that leaves its meaning open.
    fn malformed(&mut self, node: &Node, message: impl Into<String>, help: &str) {
        let found = Diagnostic::error(Code::InvalidOpenapi, node, message).help(help);
        self.diagnostics.push(found);
    }

    /// Elements of the list `key`, which may be absent or left empty.
    fn list(&mut self, node: &Node, key: &str) -> Vec<Node> {
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

/// Whether the member `key` is true.
fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(|node| node.value().as_bool()) == Some(true)
}

/// Members of the map `key`, extensions left out.
fn entries(node: &Node, key: &str) -> Vec<(String, Node)> {
    let members = node.get(key).map(|map| map.members()).unwrap_or_default();
    let own = members.into_iter();
    own.filter(|(key, _)| !key.starts_with("x-")).collect()
}
