//! An OpenAPI operation with everything that decides what goes over the wire, whatever version its document has.
//!
//! Swagger 2.0 appears as the equivalent 3.0. References are followed except in schemas, whose nodes stay as written: the
//! type stage reads them.

mod choice;

use serde_json::Value;

use crate::load::Node;

use super::unread::Unread;

pub use arazzo_syntax::media_type::is_json_lines;
pub use arazzo_syntax::parameter::{Location, Style};
pub use choice::{is_json, is_range, is_xml};

/// Feature version of an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenApiVersion {
    /// Swagger 2.0
    V2_0,
    /// OpenAPI 3.0
    V3_0,
    /// OpenAPI 3.1
    V3_1,
    /// OpenAPI 3.2 and later minor versions
    V3_2,
}

/// What a document is, judged by the field at its root that names a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// `arazzo`
    Arazzo,
    /// `openapi` or `swagger`
    OpenApi(OpenApiVersion),
    /// `asyncapi`
    AsyncApi,
    /// None of these, or a version with other rules.
    Unknown,
}

/// What the document at `root` is.
pub fn kind(root: &Node) -> DocumentKind {
    if root.get("arazzo").is_some() {
        return DocumentKind::Arazzo;
    }
    let version = |field: &str| version(&root.get(field)?);
    match (version("openapi"), version("swagger")) {
        (Some((3, 0)), _) => DocumentKind::OpenApi(OpenApiVersion::V3_0),
        (Some((3, 1)), _) => DocumentKind::OpenApi(OpenApiVersion::V3_1),
        (Some((3, _)), _) => DocumentKind::OpenApi(OpenApiVersion::V3_2),
        (None, Some((2, 0))) => DocumentKind::OpenApi(OpenApiVersion::V2_0),
        _ if root.get("asyncapi").is_some() => DocumentKind::AsyncApi,
        _ => DocumentKind::Unknown,
    }
}

/// Major and minor version in a member that names one.
fn version(member: &Node) -> Option<(u32, u32)> {
    let text = scalar(member)?;
    let mut parts = text.trim().split('.').map(str::parse::<u32>);
    let major = parts.next()?.ok()?;
    Some((major, parts.next().and_then(Result::ok).unwrap_or(0)))
}

/// The version of a document whose [`kind`] is unknown, and why it cannot be read.
pub fn unsupported_version(root: &Node) -> Option<(Node, String)> {
    let mut named = [
        ("openapi", "OpenAPI"),
        ("swagger", "Swagger"),
        ("swaggerVersion", "Swagger"),
    ]
    .into_iter()
    .filter_map(|(field, what)| Some((root.get(field)?, field, what)));
    let (member, field, what) = named.next()?;
    let message = match version(&member) {
        Some(_) => {
            let text = scalar(&member).unwrap_or_default();
            format!("{what} version `{text}` is not supported")
        }
        None => format!("`{field}` must be a version"),
    };
    Some((member, message))
}

/// The version of a document that is newer than all that are known, and read as the newest of them.
pub fn newer_version(root: &Node) -> Option<Node> {
    let member = root.get("openapi")?;
    version(&member).filter(|(major, minor)| *major == 3 && *minor > 2)?;
    Some(member)
}

/// The text of a string, number or boolean: YAML authors leave out quotes where the standard wants a string.
pub(crate) fn scalar(node: &Node) -> Option<String> {
    match node.value() {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// An Operation Object together with what it inherits from its path item and document.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its place.
    pub node: Node,
    /// `operationId`.
    pub id: Option<String>,
    /// Upper case, except for `additionalOperations` (3.2), which are sent as written.
    pub method: String,
    /// The path as the document has it: it may hold a fixed query (`/x?action=y`) and variables like `{Key+}`.
    pub path: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The path item's parameters, overridden by the operation's.
    pub parameters: Vec<Parameter>,
    /// Parameters that were reported and are left out above.
    pub unread_parameters: Unread,
    /// `requestBody`.
    pub request_body: Option<RequestBody>,
    /// `responses`, in document order.
    pub responses: Vec<Response>,
    /// Whether there are responses that were reported and are left out above.
    pub unread_responses: bool,
    /// The winning list; never empty unless an error was reported.
    pub servers: Vec<Server>,
    /// Where [`servers`](Self::servers) stand.
    pub server_level: ServerLevel,
    /// Alternatives of schemes needed together; an empty alternative is anonymous access.
    pub security: Vec<Vec<SecurityUse>>,
    /// Of the document that `paths` stands in.
    pub version: OpenApiVersion,
}

/// A Parameter Object (OpenAPI 3.1, section 4.8.12).
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its place, after references.
    pub node: Node,
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: Location,
    /// `required`; always true in a path.
    pub required: bool,
    /// `style`, or the location's default.
    pub style: Style,
    /// `explode`, or the style's default.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `schema`; in Swagger 2.0 the parameter itself, which holds the schema's keywords.
    pub schema: Option<Node>,
    /// The media type of `content` and its schema, where there is no `schema`.
    pub content: Option<(String, Option<Node>)>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether OpenAPI ignores the definition: header parameters `Accept`, `Content-Type` and `Authorization`.
    pub ignored: bool,
}

/// A Request Body Object.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// Its place, after references.
    pub node: Node,
    /// `required`.
    pub required: bool,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
}

/// A Media Type Object.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// Its place, after references.
    pub node: Node,
    /// The media type or range, as written.
    pub name: String,
    /// `schema`. None for the form fields of Swagger 2.0, which are told by [`encoding`](Self::encoding).
    pub schema: Option<Node>,
    /// `encoding`, in document order.
    pub encoding: Vec<Encoding>,
    /// Whether it is that of JSON lines in a response without other JSON, which are read as a list (decision D-119). Then
    /// [`schema`](Self::schema) is left out if it does not describe a list.
    pub lines: bool,
}

/// An Encoding Object (OpenAPI 3.1, section 4.8.15).
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Its place.
    pub node: Node,
    /// The property it is about.
    pub name: String,
    /// `contentType`; `application/octet-stream` for a file field of Swagger 2.0.
    pub content_type: Option<String>,
    /// `style`, if given.
    pub style: Option<Style>,
    /// `explode`, if given.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `headers` of the part.
    pub headers: Vec<Header>,
}

/// A Response Object.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its place, after references.
    pub node: Node,
    /// Statuses it is for.
    pub status: StatusPattern,
    /// `headers`, without `Content-Type`, which OpenAPI ignores.
    pub headers: Vec<Header>,
    /// `content`, in document order.
    pub content: Vec<MediaType>,
}

/// A key of the Responses Object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// `404`
    Exact(u16),
    /// `4XX`, as its first digit
    Range(u8),
    /// `default`
    Default,
}

/// A Header Object.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its place, after references.
    pub node: Node,
    /// Name; compared without case.
    pub name: String,
    /// `required`.
    pub required: bool,
    /// `schema`; in Swagger 2.0 the header itself.
    pub schema: Option<Node>,
    /// The media type of `content` and its schema, where there is no `schema`.
    pub content: Option<(String, Option<Node>)>,
}

/// Which `servers` list won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerLevel {
    /// The document's, or the implied `/`.
    Root,
    /// The path item's.
    PathItem,
    /// The operation's.
    Operation,
}

/// A Server Object.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Its place; the root where the server is implied. Relative URLs resolve against its document.
    pub node: Node,
    /// `url`, with `{variables}`.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// Variables that the url mentions, in that order.
    pub variables: Vec<ServerVariable>,
}

/// A Server Variable Object.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// `default`; without one, or undeclared, a value is needed where the client is built.
    pub default: Option<String>,
    /// `enum`; empty when anything goes.
    pub allowed: Vec<String>,
}

/// A scheme that an alternative of `security` needs.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityUse {
    /// Where it is asked for.
    pub node: Node,
    /// The scheme.
    pub scheme: SecurityScheme,
    /// Scopes or roles asked for.
    pub scopes: Vec<String>,
}

/// A Security Scheme Object.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityScheme {
    /// Its place, after references.
    pub node: Node,
    /// Name under `components.securitySchemes`.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// What is sent.
    pub kind: SecurityKind,
}

/// `type` of a security scheme with the fields that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `apiKey`
    ApiKey {
        /// `in`: header, query or cookie.
        location: Location,
        /// `name`.
        name: String,
    },
    /// `http` with `scheme: basic`
    Basic,
    /// `http` with `scheme: bearer`
    Bearer,
    /// `http` with another scheme, as written.
    OtherHttp(String),
    /// `oauth2`
    OAuth2 {
        /// `flows`.
        flows: Vec<OAuthFlow>,
    },
    /// `openIdConnect`
    OpenIdConnect {
        /// `openIdConnectUrl`.
        url: String,
    },
    /// `mutualTLS`
    MutualTls,
}

/// An OAuth Flow Object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which flow.
    pub kind: OAuthFlowKind,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `authorizationUrl`, or `deviceAuthorizationUrl` (3.2).
    pub authorization_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// Names of `scopes`.
    pub scopes: Vec<String>,
}

/// Members of the OAuth Flows Object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthFlowKind {
    /// `implicit`
    Implicit,
    /// `password`
    Password,
    /// `clientCredentials`
    ClientCredentials,
    /// `authorizationCode`
    AuthorizationCode,
    /// `deviceAuthorization` (3.2)
    DeviceAuthorization,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Document;

    #[test]
    fn a_document_is_what_its_root_says() {
        let kind = |text: &str| kind(&Node::root(Document::parse("a.yaml", text).unwrap()));
        assert_eq!(kind("arazzo: 1.0.1"), DocumentKind::Arazzo);
        assert_eq!(
            kind("openapi: 3.0.4"),
            DocumentKind::OpenApi(OpenApiVersion::V3_0)
        );
        assert_eq!(
            kind("openapi: 3.1"),
            DocumentKind::OpenApi(OpenApiVersion::V3_1)
        );
        assert_eq!(
            kind("openapi: 3.2.0"),
            DocumentKind::OpenApi(OpenApiVersion::V3_2)
        );
        assert_eq!(
            kind("swagger: 2.0"),
            DocumentKind::OpenApi(OpenApiVersion::V2_0)
        );
        assert_eq!(kind("asyncapi: 3.0.0"), DocumentKind::AsyncApi);
        assert_eq!(kind("openapi: 4.0.0"), DocumentKind::Unknown);
        assert_eq!(kind("[]"), DocumentKind::Unknown);
    }
}
