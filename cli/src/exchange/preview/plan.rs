//! What the generator knows of a workflow's requests before it runs.

use arazzo_runtime::xml::Xml;
use arazzo_runtime::{Encoding, Parameter, Scheme, Server};

/// A workflow that an action of a step calls, with some of its inputs.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    pub(super) remark: &'static str,
    pub(super) key: &'static str,
    pub(super) inputs: &'static [(&'static str, Given)],
}

impl Called {
    /// A workflow by its key; `remark` says when it is called.
    pub const fn new(
        remark: &'static str,
        key: &'static str,
        inputs: &'static [(&'static str, Given)],
    ) -> Self {
        Self {
            remark,
            key,
            inputs,
        }
    }
}

/// The request of a step that calls an operation, but for what names that.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub(super) servers: Option<&'static [Server]>,
    pub(super) arguments: &'static [Argument],
    pub(super) accept: Option<&'static str>,
    pub(super) security: &'static [&'static [&'static Scheme]],
    pub(super) body: Option<Body>,
    pub(super) secrets: &'static [&'static str],
}

impl Default for Request {
    fn default() -> Self {
        Self::new()
    }
}

impl Request {
    /// A request of nothing but method and path.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            servers: None,
            arguments: &[],
            accept: None,
            security: &[],
            body: None,
            secrets: &[],
        }
    }

    /// The servers of the operation or its path item.
    #[must_use]
    pub const fn servers(self, servers: &'static [Server]) -> Self {
        Self {
            servers: Some(servers),
            ..self
        }
    }

    /// The parameters, in the order in which they are sent.
    #[must_use]
    pub const fn arguments(self, arguments: &'static [Argument]) -> Self {
        Self { arguments, ..self }
    }

    /// The media types of the responses.
    #[must_use]
    pub const fn accept(self, media_types: &'static str) -> Self {
        Self {
            accept: Some(media_types),
            ..self
        }
    }

    /// Alternatives of schemes that are needed together.
    #[must_use]
    pub const fn security(self, alternatives: &'static [&'static [&'static Scheme]]) -> Self {
        Self {
            security: alternatives,
            ..self
        }
    }

    /// The body.
    #[must_use]
    pub const fn body(self, body: Body) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// Where the answer has secrets: JSON Pointers, in which `*` is each element or member.
    #[must_use]
    pub const fn secrets(self, pointers: &'static [&'static str]) -> Self {
        Self {
            secrets: pointers,
            ..self
        }
    }
}

/// A parameter with its value.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    pub(super) place: Place,
    pub(super) parameter: Parameter,
    pub(super) value: Given,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Querystring,
    Header,
    Cookie,
}

impl Argument {
    const fn new(place: Place, parameter: Parameter, value: Given) -> Self {
        Self {
            place,
            parameter,
            value,
        }
    }

    /// `in: path`
    pub const fn path(parameter: Parameter, value: Given) -> Self {
        Self::new(Place::Path, parameter, value)
    }

    /// `in: query`
    pub const fn query(parameter: Parameter, value: Given) -> Self {
        Self::new(Place::Query, parameter, value)
    }

    /// `in: querystring`
    pub const fn querystring(parameter: Parameter, value: Given) -> Self {
        Self::new(Place::Querystring, parameter, value)
    }

    /// `in: header`
    pub const fn header(parameter: Parameter, value: Given) -> Self {
        Self::new(Place::Header, parameter, value)
    }

    /// `in: cookie`
    pub const fn cookie(parameter: Parameter, value: Given) -> Self {
        Self::new(Place::Cookie, parameter, value)
    }
}

/// A body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    pub(super) content_type: &'static str,
    pub(super) payload: Given,
    pub(super) written: Written,
    pub(super) replacements: &'static [(&'static str, Given)],
    pub(super) later: &'static [&'static str],
}

/// How a payload becomes bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    Json,
    JsonText,
    Form(&'static [Encoding]),
    Multipart(&'static [Encoding]),
    Xml(&'static Xml),
    Text,
    Bytes,
}

impl Body {
    const fn new(content_type: &'static str, payload: Given, written: Written) -> Self {
        Self {
            content_type,
            payload,
            written,
            replacements: &[],
            later: &[],
        }
    }

    /// JSON of a value.
    pub const fn json(content_type: &'static str, payload: Given) -> Self {
        Self::new(content_type, payload, Written::Json)
    }

    /// A text that is JSON.
    pub const fn json_text(content_type: &'static str, payload: Given) -> Self {
        Self::new(content_type, payload, Written::JsonText)
    }

    /// A form of the members of an object.
    pub const fn form(
        content_type: &'static str,
        payload: Given,
        encodings: &'static [Encoding],
    ) -> Self {
        Self::new(content_type, payload, Written::Form(encodings))
    }

    /// A part for each member of an object.
    pub const fn multipart(
        content_type: &'static str,
        payload: Given,
        encodings: &'static [Encoding],
    ) -> Self {
        Self::new(content_type, payload, Written::Multipart(encodings))
    }

    /// XML by its description.
    pub const fn xml(content_type: &'static str, payload: Given, root: &'static Xml) -> Self {
        Self::new(content_type, payload, Written::Xml(root))
    }

    /// A text.
    pub const fn text(content_type: &'static str, payload: Given) -> Self {
        Self::new(content_type, payload, Written::Text)
    }

    /// Bytes.
    pub const fn bytes(content_type: &'static str, payload: Given) -> Self {
        Self::new(content_type, payload, Written::Bytes)
    }

    /// What is put into the payload, by JSON Pointer, in order.
    #[must_use]
    pub const fn replacements(self, replacements: &'static [(&'static str, Given)]) -> Self {
        Self {
            replacements,
            ..self
        }
    }

    /// Targets of further replacements, which are made of the payload that is sent.
    #[must_use]
    pub const fn replaced_later(self, targets: &'static [&'static str]) -> Self {
        Self {
            later: targets,
            ..self
        }
    }
}

/// A value, as far as it is known before the workflow runs.
#[derive(Clone, Copy, Debug)]
pub enum Given {
    /// A text as it stands.
    Text(&'static str),
    /// A value as JSON.
    Json(&'static str),
    /// What the inputs have at this JSON Pointer.
    Input(&'static str),
    /// The same, base64 of bytes.
    Bytes(&'static str),
    /// What only the run can tell: the runtime expression.
    Unknown(&'static str),
    /// Texts one after the other; other values are embedded as text.
    Template(&'static [Given]),
    /// A value that is written by a function, lest it changes what is around it in a template.
    Quoted(fn(&serde_json::Value) -> String, &'static Given),
    /// An object.
    Object(&'static [(&'static str, Given)]),
    /// An array.
    Array(&'static [Given]),
}
