//! What the generator knows of an API: its name in the document, where its description lies, its servers.

/// One source description of type `openapi`, as a constant of the generated code.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    pub(crate) name: &'static str,
    pub(crate) document_url: &'static str,
    pub(crate) servers: &'static [Server],
}

impl Api {
    /// An API by source name, URL of its document and the servers of its root.
    pub const fn new(
        name: &'static str,
        document_url: &'static str,
        servers: &'static [Server],
    ) -> Self {
        Self {
            name,
            document_url,
            servers,
        }
    }

    /// The name of the source description; dotted where it belongs to another Arazzo document (`lib.api`).
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

/// An OpenAPI Server Object.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    pub(crate) url: &'static str,
    pub(crate) variables: &'static [ServerVariable],
}

impl Server {
    /// A server by its URL, which may be relative and may hold `{variables}`.
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }

    /// Declares the variables of the URL.
    #[must_use]
    pub const fn variables(self, variables: &'static [ServerVariable]) -> Self {
        Self {
            url: self.url,
            variables,
        }
    }
}

/// An OpenAPI Server Variable Object.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    pub(crate) name: &'static str,
    pub(crate) default: Option<&'static str>,
    pub(crate) allowed: &'static [&'static str],
}

impl ServerVariable {
    /// A variable and its default.
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self {
            name,
            default: Some(default),
            allowed: &[],
        }
    }

    /// A variable without a default: the caller gives a value or a base URL, else requests fail as
    /// [`Kind::Config`](crate::Kind::Config).
    pub const fn required(name: &'static str) -> Self {
        Self {
            name,
            default: None,
            allowed: &[],
        }
    }

    /// The `enum` of the variable; empty allows everything.
    #[must_use]
    pub const fn allowed(self, allowed: &'static [&'static str]) -> Self {
        Self { allowed, ..self }
    }
}
