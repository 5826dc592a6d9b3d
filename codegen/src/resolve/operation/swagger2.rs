//! Swagger 2.0, read as the OpenAPI 3.0 it is equivalent to.

#[cfg(test)]
mod tests;

use crate::{
    load::Node,
    model::openapi::{
        Encoding, Header, Location, MediaType, OAuthFlowKind, Parameter, RequestBody, Response,
        SecurityKind, Server, ServerLevel, Style,
    },
};

use super::{
    Reader,
    content::{UNREAD_RESPONSE, unread_response},
    entries, flag,
    parameters::{UNREAD_PARAMETER, is_ignored, merge},
    security::flow,
    servers::implied,
};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What the parameters of 2.0 are about.
#[derive(Default)]
struct Sorted {
    parameters: Vec<Parameter>,
    /// `in: body`
    body: Option<Node>,
    /// `in: formData`, by name
    fields: Vec<(String, Node)>,
    /// What may be any of these, behind a `$ref` that leads nowhere.
    unread: Option<Node>,
}

impl Reader<'_> {
    pub(super) fn swagger_parameters(
        &mut self,
        operation: &Node,
        layers: &[Node],
    ) -> (Vec<Parameter>, Option<RequestBody>) {
        let mut all = Sorted::default();
        for holder in layers.iter().rev().chain([operation]) {
            let own = self.sorted(holder);
            merge(&mut all.parameters, own.parameters);
            all.body = own.body.or(all.body);
            all.unread = own.unread.or(all.unread);
            for (name, node) in own.fields {
                all.fields.retain(|(known, _)| *known != name);
                all.fields.push((name, node));
            }
        }
        let body = match (&all.body, all.fields.first()) {
            (Some(body), _) => Some(self.body(operation, body)),
            (None, Some((_, first))) => Some(self.form(operation, first, &all.fields)),
            // A parameter that cannot be read may be the body.
            (None, None) => all.unread.as_ref().map(|entry| self.body(operation, entry)),
        };
        (all.parameters, body)
    }

    fn sorted(&mut self, holder: &Node) -> Sorted {
        let mut sorted = Sorted::default();
        for entry in self.list(holder, "parameters") {
            let Some(node) = self.follow_or(&entry, UNREAD_PARAMETER) else {
                self.unread_parameters.add(None);
                sorted.unread = sorted.unread.or(Some(entry));
                continue;
            };
            let Some((name, place)) = self.name_and_place(&node) else {
                continue;
            };
            match place.as_str() {
                "body" => sorted.body = Some(node),
                "formData" => sorted.fields.push((name, node)),
                "path" => {
                    sorted
                        .parameters
                        .push(self.swagger_parameter(name, Location::Path, node))
                }
                "query" => {
                    sorted
                        .parameters
                        .push(self.swagger_parameter(name, Location::Query, node))
                }
                "header" => {
                    sorted
                        .parameters
                        .push(self.swagger_parameter(name, Location::Header, node))
                }
                _ => {
                    let place = node.get("in").unwrap_or(node);
                    let help = "it is one of `path`, `query`, `header`, `body` and `formData`";
                    self.unusable(
                        &place,
                        format!("parameter `{name}` has an unknown `in`"),
                        help,
                    );
                }
            }
        }
        sorted
    }

    fn swagger_parameter(&mut self, name: String, location: Location, node: Node) -> Parameter {
        let (style, explode) = self.collection(&node, location);
        Parameter {
            required: location == Location::Path || flag(&node, "required"),
            ignored: location == Location::Header && is_ignored(&name),
            name,
            location,
            style,
            explode,
            allow_reserved: false,
            schema: Some(node.clone()),
            content: None,
            deprecated: false,
            node,
        }
    }

    /// `collectionFormat` as style and explode.
    fn collection(&mut self, node: &Node, location: Location) -> (Style, bool) {
        let joined = location.style();
        match node.str_at("collectionFormat") {
            None | Some("csv") => (joined, false),
            Some("multi") if joined == Style::Form => (joined, true),
            Some("ssv") if joined == Style::Form => (Style::SpaceDelimited, false),
            Some("pipes") if joined == Style::Form => (Style::PipeDelimited, false),
            Some(other) => {
                let place = node.get("collectionFormat").unwrap_or_else(|| node.clone());
                let message = format!("`collectionFormat: {other}` cannot be sent here");
                self.report_style(&place, message, "lists are joined with commas instead");
                (joined, false)
            }
        }
    }

    fn body(&mut self, operation: &Node, node: &Node) -> RequestBody {
        let names = self.media_types(operation, "consumes");
        let content = names.into_iter().map(|name| MediaType {
            node: node.clone(),
            name,
            schema: node.get("schema"),
            encoding: Vec::new(),
            lines: false,
        });
        RequestBody {
            node: node.clone(),
            required: flag(node, "required"),
            content: content.collect(),
        }
    }

    fn form(&mut self, operation: &Node, first: &Node, fields: &[(String, Node)]) -> RequestBody {
        let file = |node: &Node| node.str_at("type") == Some("file");
        let encoding: Vec<Encoding> = fields
            .iter()
            .map(|(name, node)| {
                let (style, explode) = self.collection(node, Location::Query);
                Encoding {
                    node: node.clone(),
                    name: name.clone(),
                    content_type: file(node).then(|| "application/octet-stream".to_owned()),
                    style: Some(style),
                    explode: Some(explode),
                    allow_reserved: false,
                    headers: Vec::new(),
                }
            })
            .collect();
        let mut names = self.media_types(operation, "consumes");
        names.retain(|name| name == FORM || name == MULTIPART);
        let files = fields.iter().any(|(_, node)| file(node));
        if files {
            names.retain(|name| name == MULTIPART);
        }
        if names.is_empty() {
            names.push(if files { MULTIPART } else { FORM }.to_owned());
        }
        let content = names.into_iter().map(|name| MediaType {
            node: first.clone(),
            name,
            schema: None,
            encoding: encoding.clone(),
            lines: false,
        });
        RequestBody {
            node: first.clone(),
            required: fields.iter().any(|(_, node)| flag(node, "required")),
            content: content.collect(),
        }
    }

    /// `consumes` or `produces` of the operation, else of the document, else JSON.
    fn media_types(&mut self, operation: &Node, key: &str) -> Vec<String> {
        let holder = match operation.get(key) {
            Some(_) => operation.clone(),
            None => self.root.clone(),
        };
        let names = self.list(&holder, key);
        let names: Vec<String> = names
            .iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect();
        if names.is_empty() {
            return vec!["application/json".to_owned()];
        }
        names
    }

    pub(super) fn swagger_responses(&mut self, operation: &Node) -> Vec<Response> {
        let mut responses = Vec::new();
        for (key, entry) in entries(operation, "responses") {
            let Some(status) = self.status(&key, &entry) else {
                continue;
            };
            let Some(node) = self.follow_or(&entry, UNREAD_RESPONSE) else {
                responses.push(unread_response(status, entry));
                continue;
            };
            let schema = node.get("schema");
            let names = match schema {
                Some(_) => self.media_types(operation, "produces"),
                None => Vec::new(),
            };
            let content = names.into_iter().map(|name| MediaType {
                node: node.clone(),
                name,
                schema: schema.clone(),
                encoding: Vec::new(),
                lines: false,
            });
            let content = self.with_lines(content.collect());
            let headers = entries(&node, "headers").into_iter();
            let headers = headers.map(|(name, node)| Header {
                name,
                required: false,
                schema: Some(node.clone()),
                content: None,
                node,
            });
            responses.push(Response {
                status,
                headers: headers.collect(),
                content,
                node,
            });
        }
        responses
    }

    /// `schemes`, `host` and `basePath`; encrypted schemes first.
    pub(super) fn swagger_servers(&mut self, operation: &Node) -> (Vec<Server>, ServerLevel) {
        let own = operation.get("schemes").is_some();
        let (holder, level) = if own {
            (operation.clone(), ServerLevel::Operation)
        } else {
            (self.root.clone(), ServerLevel::Root)
        };
        let base = self.root.str_at("basePath").unwrap_or("/");
        let slash = if base.starts_with('/') { "" } else { "/" };
        let path = format!("{slash}{base}");
        let Some(host) = self.root.get("host") else {
            return (vec![implied(self.root, &path)], ServerLevel::Root);
        };
        let name = host.as_str().unwrap_or_default().to_owned();
        let schemes = self.list(&holder, "schemes");
        let mut schemes: Vec<String> = schemes
            .iter()
            .filter_map(Node::as_str)
            .map(str::to_ascii_lowercase)
            .collect();
        schemes.retain(|scheme| scheme == "http" || scheme == "https");
        schemes.sort_by_key(|scheme| scheme != "https");
        if schemes.is_empty() {
            schemes.push("https".to_owned());
        }
        let path = path.trim_end_matches('/');
        let servers = schemes
            .iter()
            .map(|scheme| implied(&host, &format!("{scheme}://{name}{path}")));
        (servers.collect(), level)
    }

    pub(super) fn swagger_scheme_kind(&mut self, node: &Node) -> Option<SecurityKind> {
        match node.str_at("type") {
            Some("basic") => Some(SecurityKind::Basic),
            Some("apiKey") => self.api_key(node),
            Some("oauth2") => {
                let kind = match node.str_at("flow") {
                    Some("implicit") => Some(OAuthFlowKind::Implicit),
                    Some("password") => Some(OAuthFlowKind::Password),
                    Some("application") => Some(OAuthFlowKind::ClientCredentials),
                    Some("accessCode") => Some(OAuthFlowKind::AuthorizationCode),
                    _ => None,
                };
                let flows = kind.map(|kind| flow(kind, node)).into_iter().collect();
                Some(SecurityKind::OAuth2 { flows })
            }
            _ => {
                let place = node.get("type").unwrap_or_else(|| node.clone());
                let help = "it is one of `basic`, `apiKey` and `oauth2`";
                self.malformed(&place, "a security scheme needs a known `type`", help);
                None
            }
        }
    }
}
