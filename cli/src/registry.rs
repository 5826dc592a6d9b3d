//! What a generated crate says about itself: a static list of documents and their workflows.

use std::ops::Deref;

use arazzo_runtime::Api;
use serde_json::Value;

use crate::invocation::{Invocation, Running};
use crate::refused::Refused;
use crate::step::Step;

/// The workflows of one generated module.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) sources: &'static [(&'static str, &'static [&'static str])],
    pub(crate) apis: &'static [&'static Api],
    pub(crate) schemes: &'static [Scheme],
    pub(crate) workflows: &'static [Workflow],
}

impl Document {
    /// The module's name, and `info.title`.
    pub const fn new(name: &'static str, title: &'static str) -> Self {
        Self {
            name,
            title,
            sources: &[],
            apis: &[],
            schemes: &[],
            workflows: &[],
        }
    }

    /// Source descriptions, each with the variables of its servers.
    #[must_use]
    pub const fn sources(
        self,
        sources: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        Self { sources, ..self }
    }

    /// The APIs of the source descriptions, which [steps](Description::steps) name.
    #[must_use]
    pub const fn apis(self, apis: &'static [&'static Api]) -> Self {
        Self { apis, ..self }
    }

    /// The security schemes in use.
    #[must_use]
    pub const fn schemes(self, schemes: &'static [Scheme]) -> Self {
        Self { schemes, ..self }
    }

    /// Its workflows.
    #[must_use]
    pub const fn workflows(self, workflows: &'static [Workflow]) -> Self {
        Self { workflows, ..self }
    }

    /// The workflows that have to be completed before `workflow`, each once.
    pub(crate) fn before(&self, workflow: &Workflow) -> Vec<&'static Workflow> {
        let mut found: Vec<&'static Workflow> = Vec::new();
        let mut open: Vec<&str> = workflow.prerequisites.to_vec();
        while let Some(key) = open.pop() {
            let next = self.workflows.iter().find(|it| it.key == key);
            if let Some(next) = next.filter(|next| found.iter().all(|it| it.key != next.key)) {
                open.extend(next.prerequisites);
                found.push(next);
            }
        }
        found.reverse();
        found
    }
}

/// A security scheme of a source description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    pub(crate) source: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// What a credential is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Basic,
    Bearer,
    ApiKey,
    OAuth2,
    OpenIdConnect,
    Http,
    MutualTls,
}

impl Kind {
    /// What it is called in prose.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Basic => "user and password",
            Self::Bearer => "a token",
            Self::ApiKey => "a key",
            Self::OAuth2 | Self::OpenIdConnect => "an access token, or a client to fetch one with",
            Self::Http => "what follows the scheme in `Authorization`",
            Self::MutualTls => "a client certificate",
        }
    }

    /// What stands for it in help.
    pub(crate) const fn placeholder(self) -> &'static str {
        match self {
            Self::Basic => "USER:PASSWORD",
            Self::Bearer => "TOKEN",
            Self::ApiKey => "KEY",
            Self::OAuth2 | Self::OpenIdConnect => "TOKEN|client:ID:SECRET",
            Self::Http => "VALUE",
            Self::MutualTls => "PEM|@FILE",
        }
    }
}

impl Scheme {
    const fn new(source: &'static str, name: &'static str, kind: Kind) -> Self {
        Self { source, name, kind }
    }

    /// `http` with `basic`: `user:password`.
    pub const fn basic(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::Basic)
    }

    /// `http` with `bearer`: a token.
    pub const fn bearer(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::Bearer)
    }

    /// `apiKey`, wherever it is sent.
    pub const fn api_key(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::ApiKey)
    }

    /// `oauth2`: an access token, or `client:ID:SECRET` to fetch one with.
    pub const fn oauth2(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::OAuth2)
    }

    /// `openIdConnect`: as `oauth2`.
    pub const fn open_id_connect(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::OpenIdConnect)
    }

    /// `http` with another scheme: what follows its name in the `Authorization` header.
    pub const fn http(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::Http)
    }

    /// `mutualTLS`: a client certificate and its key.
    pub const fn mutual_tls(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Kind::MutualTls)
    }
}

/// An input or output of a workflow.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) schema: &'static str,
}

impl Field {
    /// An input that has to be given, or an output that every completed run has. `schema` is JSON Schema 2020-12; it may
    /// refer to a type of the workflow as `#/$defs/NAME`.
    pub const fn required(name: &'static str, schema: &'static str) -> Self {
        Self {
            name,
            required: true,
            schema,
        }
    }

    /// An input that may be left out, or an output that a completed run may lack.
    pub const fn optional(name: &'static str, schema: &'static str) -> Self {
        Self {
            name,
            required: false,
            schema,
        }
    }

    /// What it is for, and its default, in one line.
    pub(crate) fn about(&self) -> String {
        let schema = self.schema();
        let description = schema.get("description").and_then(Value::as_str);
        let default = schema.get("default").map(|default| match default {
            Value::String(text) => format!("[default: {text}]"),
            other => format!("[default: {other}]"),
        });
        let parts = description.map(str::to_owned).into_iter().chain(default);
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The schema.
    pub(crate) fn schema(&self) -> Value {
        serde_json::from_str(self.schema).unwrap_or(Value::Bool(true))
    }
}

/// Runs a workflow with what the command line gives.
type RunFunction = for<'a> fn(&'a Invocation) -> Running<'a>;

/// Refuses inputs that do not have the form that a workflow asks for.
type Check = fn(&Value) -> Result<(), Refused>;

/// A workflow that can be run.
#[derive(Clone, Copy, Debug)]
pub struct Workflow {
    about: Description,
    pub(crate) run: RunFunction,
}

impl Deref for Workflow {
    type Target = Description;

    fn deref(&self) -> &Description {
        &self.about
    }
}

impl Workflow {
    /// Begins to describe a workflow by its `workflowId`.
    pub const fn describe(id: &'static str) -> Description {
        Description {
            id,
            key: id,
            summary: "",
            inputs: &[],
            open: false,
            outputs: &[],
            types: &[],
            credentials: &[],
            prerequisites: &[],
            steps: &[],
            picture: "",
            check: |_| Ok(()),
        }
    }
}

/// What is known of a workflow without running it.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    pub(crate) id: &'static str,
    pub(crate) key: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) inputs: &'static [Field],
    pub(crate) open: bool,
    pub(crate) outputs: &'static [Field],
    pub(crate) types: &'static [(&'static str, &'static str)],
    pub(crate) credentials: &'static [(&'static str, &'static str)],
    pub(crate) prerequisites: &'static [&'static str],
    pub(crate) steps: &'static [Step],
    pub(crate) picture: &'static str,
    pub(crate) check: Check,
}

impl Description {
    /// The name that is unique in the document, where the id is not: `lib.login` for a workflow of another document.
    #[must_use]
    pub const fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// What it is for, in one line.
    #[must_use]
    pub const fn summary(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    /// What it takes.
    #[must_use]
    pub const fn inputs(self, inputs: &'static [Field]) -> Self {
        Self { inputs, ..self }
    }

    /// Its schema allows for inputs of other names, which have no effect.
    #[must_use]
    pub const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// What it results in.
    #[must_use]
    pub const fn outputs(self, outputs: &'static [Field]) -> Self {
        Self { outputs, ..self }
    }

    /// The types that schemas of inputs and outputs refer to, by name.
    #[must_use]
    pub const fn types(self, types: &'static [(&'static str, &'static str)]) -> Self {
        Self { types, ..self }
    }

    /// Keys of the workflows that have to be completed before, in order.
    #[must_use]
    pub const fn prerequisites(self, prerequisites: &'static [&'static str]) -> Self {
        Self {
            prerequisites,
            ..self
        }
    }

    /// Source and name of the security schemes that its steps can use, those of called workflows included.
    #[must_use]
    pub const fn credentials(self, credentials: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            credentials,
            ..self
        }
    }

    /// Its steps, in the document's order.
    #[must_use]
    pub const fn steps(self, steps: &'static [Step]) -> Self {
        Self { steps, ..self }
    }

    /// Its picture, an SVG as the generator draws it: what happened in a run is marked in it.
    #[must_use]
    pub const fn picture(self, picture: &'static str) -> Self {
        Self { picture, ..self }
    }

    /// What looks at the inputs before anything runs, prerequisites included: [`check`](crate::check).
    #[must_use]
    pub const fn checked_by(self, check: Check) -> Self {
        Self { check, ..self }
    }

    /// The workflow, with the function that runs it.
    pub const fn run(self, run: RunFunction) -> Workflow {
        Workflow { about: self, run }
    }
}
