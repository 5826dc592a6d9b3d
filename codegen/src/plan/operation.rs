//! An HTTP call of a step, resolved against the operation.

use crate::types::Type;

use super::{Server, XmlBody, XmlReading, criterion::Text, value::Value};

pub use crate::model::openapi::Style;

/// An HTTP call.
#[derive(Debug, Clone)]
pub struct OperationCall {
    /// Index into [`super::Plan::apis`].
    pub api: usize,
    /// `operationId`, for documentation.
    pub operation_id: Option<String>,
    /// `summary`, for documentation.
    pub summary: Option<String>,
    /// Upper case.
    pub method: String,
    /// Template, as the OpenAPI document has it.
    pub path: String,
    /// Servers of the operation or path item, where they replace the root's.
    pub servers: Option<Vec<Server>>,
    /// In sending order: workflow-level first, then the step's.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// Whether an idempotency key is sent, which the document does not give.
    pub idempotency: bool,
    /// `Accept` header; `None` where a parameter sets it.
    pub accept: Option<String>,
    /// Alternatives of schemes ([`super::Plan::schemes`]) that are needed together.
    pub security: Vec<Vec<usize>>,
    /// Declared 3xx statuses, which are not followed (decision D-36): `302`, or `3` for the range.
    pub redirects: Vec<u16>,
    /// The responses that it declares, in the document's order.
    pub responses: Vec<DeclaredResponse>,
    /// Whether JSON lines are read as a list (decision D-119).
    pub lines: bool,
    /// What is read from the response.
    pub reading: Reading,
    /// The error responses that it declares: an index into [`super::Errors::operations`].
    pub errors: Option<usize>,
}

/// A response that an operation declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredResponse {
    /// `201`, `4XX`, `default`.
    pub status: String,
    /// Its media types, ranges among them.
    pub media_types: Vec<String>,
}

/// A parameter to send.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: crate::model::arazzo::Location,
    /// Whether a missing value fails the step.
    pub required: bool,
    /// Style, where it is not the location's default.
    pub style: Option<Style>,
    /// Explode, where it is not the style's default.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Media type of a `content` parameter.
    pub content: Option<String>,
    /// The value.
    pub value: Value,
    /// The value as written, for failures.
    pub text: String,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// `Content-Type` to send, parameters included.
    pub content_type: String,
    /// How it is encoded.
    pub kind: BodyKind,
    /// The payload.
    pub payload: Value,
    /// Whether a missing whole payload fails the step; otherwise no body is sent (decision D-05c).
    pub required: bool,
    /// Applied in order to the evaluated payload.
    pub replacements: Vec<Replacement>,
    /// Members that have to be there after the replacements.
    pub needed: Vec<Needed>,
    /// Whether a criterion, output or action reads `$request.body`.
    pub observed: bool,
    /// The payload as written, where it is one string, for failures.
    pub text: String,
}

/// How a payload becomes bytes.
#[derive(Debug, Clone)]
pub enum BodyKind {
    /// JSON of the value.
    Json,
    /// Text that must be a JSON document (decision D-09).
    JsonText,
    /// `application/x-www-form-urlencoded` of an object.
    Form(Vec<Encoding>),
    /// `multipart/*` of an object.
    Multipart(Vec<Encoding>),
    /// XML by the schema; a text is sent as it stands.
    Xml(Box<XmlBody>),
    /// Text as it stands.
    Text,
    /// Bytes.
    Bytes,
}

/// An Encoding Object (OpenAPI 3.1, section 4.8.15).
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// Property.
    pub name: String,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Constant headers of the part.
    pub headers: Vec<(String, String)>,
    /// Whether the property is binary.
    pub binary: bool,
    /// The file name of the part, if it is a file.
    pub filename: Option<String>,
    /// Whether the property is base64 in the JSON value that is sent, and bytes in its part.
    pub base64: bool,
}

/// A Payload Replacement Object.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// Where.
    pub target: ReplacementTarget,
    /// What; skipped when missing.
    pub value: Value,
    /// The required member that the payload has from nowhere else: nothing is sent without its value (D-63).
    pub fills: Option<String>,
    /// The target as written, for failures.
    pub text: String,
}

/// A required member that the payload, a replacement or neither brings, as only a run knows (D-63).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Where.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// The expression whose value it has, if there is one.
    pub text: String,
    /// Replacements, by index, of something that it is a part of: with the value of any of them all is said.
    pub unless: Vec<usize>,
}

/// The target of a replacement.
#[derive(Debug, Clone)]
pub enum ReplacementTarget {
    /// JSON Pointer.
    Pointer(Text),
    /// Every match of a JSONPath.
    JsonPath(Text),
    /// XPath into XML text.
    XPath(Text),
}

/// What is read from the response's body.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// How.
    pub how: How,
    /// What [`super::Origin::Body`] means.
    pub leaves: Vec<Leaf>,
    /// How the leaves are found in XML, where a response may be some.
    pub xml: Option<Box<XmlReading>>,
}

/// How a response's body is read.
#[derive(Debug, Clone, Default)]
pub enum How {
    /// Not at all.
    #[default]
    Nothing,
    /// Into a private struct of just the leaves, after the success criteria held: `step.decode(&response)?`.
    /// Only outputs read it and the schema declares every pointer.
    Struct(Projection),
    /// Leaf by leaf as JSON values, before the criteria are judged: `response.select([..])`.
    Select,
}

/// A value read from a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its JSON Pointer.
    pub pointer: String,
    /// Its type in a [`Projection`]; `serde_json::Value` with [`How::Select`].
    pub ty: Type,
    /// Whether it may be missing.
    pub missing: bool,
    /// The fields that lead to it in a [`Projection`].
    pub path: Vec<super::value::Access>,
}

/// A private struct that reads only what is used.
#[derive(Debug, Clone)]
pub struct Projection {
    /// Its name: `CreateProjectResponse`.
    pub name: String,
    /// What it is.
    pub shape: ProjectionShape,
}

/// The shape of a [`Projection`].
#[derive(Debug, Clone)]
pub enum ProjectionShape {
    /// An object: its used members.
    Object(Vec<ProjectionField>),
    /// An array: one element, the rest is skipped (`Nth<INDEX, _>`).
    Element {
        /// Zero-based.
        index: usize,
        /// What the element is.
        of: Box<ProjectionType>,
    },
    /// The whole body of a type.
    Whole(Type),
}

/// A member of a [`ProjectionShape::Object`].
#[derive(Debug, Clone)]
pub struct ProjectionField {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its type.
    pub ty: ProjectionType,
    /// Whether it may be missing.
    pub missing: bool,
    /// Whether it may be null.
    pub nullable: bool,
}

/// The type of a projected member or element.
#[derive(Debug, Clone)]
pub enum ProjectionType {
    /// A value that is read.
    Leaf(Type),
    /// A container on the way to one.
    Nested(Projection),
}
