//! Values that the emitted code computes: reads of inputs, outputs and messages, literals, templates, payloads.

use serde_json::Value as Json;

use crate::{
    expression::Quoting,
    types::{Type, Types},
};

use super::{WorkflowRef, criterion::Text};

/// A value to send, to hand on or to return.
#[derive(Debug, Clone)]
pub enum Value {
    /// Known at build time.
    Literal(Json),
    /// One runtime expression; keeps its type.
    Read(Read),
    /// Text with embedded expressions; any missing one fails the step (decision D-05d).
    Template(Vec<TemplatePart>),
    /// An object with something dynamic inside, emitted as a struct that serialises from borrowed values.
    Object(Object),
    /// An array with something dynamic inside; missing elements are left out (decision D-05b).
    Array(Vec<Value>),
    /// A Selector Object, or `[*]` behind the name of a list (decision D-60).
    Selector(Box<Selector>),
}

impl Value {
    /// Whether it is made of something that must not be shown; `types` are those of its workflow.
    pub fn holds_secret(&self, types: &Types) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::Read(read) => types.hold_secret(&read.ty),
            Self::Template(parts) => parts.iter().any(|part| part.holds_secret(types)),
            Self::Object(object) => {
                let mut members = object.members.iter();
                members.any(|member| member.value.holds_secret(types))
            }
            Self::Array(items) => items.iter().any(|item| item.holds_secret(types)),
            Self::Selector(selector) => types.hold_secret(&selector.context.ty),
        }
    }
}

/// A payload object.
#[derive(Debug, Clone)]
pub struct Object {
    /// Name of the private struct: `CreateProjectRequest`.
    pub name: String,
    /// Members in document order.
    pub members: Vec<Member>,
}

/// A member of a payload object.
#[derive(Debug, Clone)]
pub struct Member {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its value.
    pub value: Value,
    /// Whether nothing can be sent where the value is missing, rather than the rest (D-63).
    pub required: bool,
}

/// A piece of a [`Value::Template`].
#[derive(Debug, Clone)]
pub enum TemplatePart {
    /// Text as it stands.
    Text(String),
    /// An embedded value.
    Value(Read),
    /// An embedded value that cannot change the text of its language around it (decisions D-52 and D-67), with
    /// the member of a JSON text that it is in.
    Quoted(Read, Quoting, Option<String>),
}

impl TemplatePart {
    /// Whether it must not be shown; `types` are those of its workflow.
    pub fn holds_secret(&self, types: &Types) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Value(read) | Self::Quoted(read, ..) => types.hold_secret(&read.ty),
        }
    }
}

/// A Selector Object (Arazzo 1.1): an engine applied to a value.
#[derive(Debug, Clone)]
pub struct Selector {
    /// The value it is applied to.
    pub context: Read,
    /// The engine and its text.
    pub query: Query,
    /// The selector's expression as written, for failures.
    pub text: String,
    /// Type of what is found; JSON where the context's type does not tell.
    pub ty: Type,
    /// Whether there may be nothing.
    pub missing: bool,
}

/// An engine's query.
#[derive(Debug, Clone)]
pub enum Query {
    /// RFC 6901.
    Pointer(Text),
    /// RFC 9535; singular queries give the value, others a list (decision D-35).
    JsonPath(Text),
    /// XPath 1.0 over XML text.
    XPath(Text),
}

/// A runtime expression, resolved.
///
/// In Rust a read is `&N`, or `Option<&N>` where it may be missing; `N` is `T`, or `Option<T>` where it may be null.
#[derive(Debug, Clone)]
pub struct Read {
    /// Where the value comes from.
    pub origin: Origin,
    /// The way into it.
    pub access: Vec<Access>,
    /// Type of what is found, `nullable` included.
    pub ty: Type,
    /// Whether there may be nothing.
    pub missing: bool,
    /// The expression as written, for failures: `$steps.createProject.outputs.projectSlug`.
    pub text: String,
}

/// Where a [`Read`] begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Field of the workflow's inputs.
    Input {
        /// Index into [`super::Workflow::inputs`].
        field: usize,
    },
    /// Output of a step of this workflow that ran before, on some path at least.
    Step {
        /// Index into [`super::Workflow::steps`].
        step: usize,
        /// Index into [`super::Step::outputs`].
        output: usize,
        /// Whether the step has run on every path that leads here.
        definite: bool,
    },
    /// Output of the step itself, in its own actions and criteria.
    OwnOutput {
        /// Index into [`super::Step::outputs`].
        output: usize,
    },
    /// Output or input of a prerequisite's run.
    Prerequisite {
        /// Index into [`super::Workflow::prerequisites`].
        index: usize,
        /// Which value.
        side: Side,
    },
    /// Output or input of the latest run of a called workflow.
    Called {
        /// Index into [`super::Workflow::called`].
        slot: usize,
        /// Which value.
        side: Side,
    },
    /// Output of the run that this workflow step has just finished (only in its criteria, outputs and actions).
    JustCalled {
        /// The called workflow.
        workflow: WorkflowRef,
        /// Which value.
        side: Side,
    },
    /// What [`super::Reading`] reads at this index.
    Body {
        /// Index into [`super::Reading::leaves`].
        leaf: usize,
    },
    /// The whole response body as a JSON value (decision D-37). May be missing.
    WholeBody,
    /// The whole response body as text, where no response is JSON. May be missing.
    Text,
    /// The whole response body as bytes, where every response is binary. May be missing.
    Bytes,
    /// A response header's first value. May be missing.
    Header(String),
    /// `$statusCode`, as `u16`. Missing where there was no response (failure actions, workflow steps).
    StatusCode,
    /// The `Content-Type` that was sent. Missing where no body was, or no response came.
    SentContentType,
    /// The idempotency key that was sent. Missing where no response came.
    SentIdempotencyKey,
    /// `$url` of the request sent.
    Url,
    /// `$method`
    Method,
    /// Value of the step's parameter, before serialisation.
    RequestParameter {
        /// Index into [`super::OperationCall::parameters`].
        index: usize,
    },
    /// The body that was sent, as a JSON value, after replacements.
    RequestBody,
    /// A constant: `$self`, `$sourceDescriptions.x.url`.
    Constant(String),
    /// Never there: a parameter that the operation declares and the step does not send.
    Nothing,
}

/// Which value of a workflow's run is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Index into the target's [`super::Workflow::inputs`].
    Input(usize),
    /// Index into the target's [`super::Workflow::outputs`].
    Output(usize),
}

/// One step of the way into a value. Nothing follows a pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Field of a struct.
    Field {
        /// Rust identifier.
        ident: String,
        /// Whether the field is an `Option` because it may be missing.
        missing: bool,
        /// Whether it is an `Option` because it may be null (inside the former if both).
        nullable: bool,
        /// Whether it is a `Box`.
        boxed: bool,
    },
    /// Element of a `Vec`. May be missing.
    Element {
        /// Zero-based.
        index: usize,
        /// Whether elements may be null.
        nullable: bool,
    },
    /// Value of a map. May be missing.
    Key {
        /// The key.
        key: String,
        /// Whether values may be null.
        nullable: bool,
    },
    /// JSON Pointer into a `serde_json::Value`. May be missing.
    Pointer(String),
    /// JSON Pointer into the JSON of a typed value: a union or a tuple. May be missing.
    Json(String),
}
