//! Reads the operation that a step calls, and of its OpenAPI document only what that operation reaches.

mod content;
mod find;
mod hidden;
mod parameters;
mod reader;
mod security;
mod servers;
mod swagger2;
#[cfg(test)]
mod tests;

use crate::{
    diagnostic::Diagnostics,
    load::{Documents, Node},
    model::{
        openapi::{DocumentKind, kind},
        unread::Unread,
    },
};

use reader::{Reader, entries, flag};

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
}
