//! The plan: everything decided, nothing left to look up. `emit` turns it into Rust without asking a document anything.

mod action;
mod constraint;
mod control;
mod criterion;
mod errors;
mod fingerprint;
mod lower;
mod operation;
mod presence;
mod reads;
mod requirements;
mod settle;
mod takes;
mod text;
mod type_notes;
mod value;
mod ways;
mod workflow;
mod xml;

use std::collections::BTreeMap;

use crate::{load::Place, resolve::workflow::WorkflowId, settings::Visibility};

pub use action::*;
pub use constraint::{Bound, Constraint, Rule, Size};
pub use criterion::*;
pub use errors::*;
pub use lower::build;
pub use operation::*;
pub use takes::{Borrow, Presence, Takes};
pub use type_notes::TypeNote;
pub use value::*;
pub use ways::{Returns, To, Way, repeats};
pub use workflow::*;
pub use xml::*;

/// One generated module: the entry document and the Arazzo documents it reaches.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Name of the generated module (snake case).
    pub module: String,
    /// Title of the entry document.
    pub title: String,
    /// The entry document, for findings about it as a whole.
    pub place: Option<Place>,
    /// Prose of the entry document, for the client's documentation.
    pub documentation: Option<String>,
    /// API source descriptions that a step reaches, over all documents; emitted as statics at the module's root.
    pub apis: Vec<Api>,
    /// Security schemes that a step reaches; emitted as statics at the module's root.
    pub schemes: Vec<Scheme>,
    /// What operations ask for as credentials, alternatives of schemes as in [`OperationCall::security`], and the static of each.
    pub requirements: BTreeMap<Vec<Vec<usize>>, String>,
    /// Who may name the emitted items.
    pub visibility: Visibility,
    /// The entry document first, then foreign ones in the order they were reached.
    pub documents: Vec<Document>,
    /// The error responses that operations declare.
    pub errors: Errors,
}

/// The workflows of one Arazzo document.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Module below the root; `None` for the entry document, whose workflows stand at the root.
    pub module: Option<String>,
    /// `info.title`.
    pub title: String,
    /// Workflows, in the document's order; see [`Workflow::omitted`].
    pub workflows: Vec<Workflow>,
}

/// Names a workflow of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkflowRef {
    /// Index into [`Plan::documents`].
    pub document: usize,
    /// Index into [`Document::workflows`].
    pub workflow: usize,
}

impl From<WorkflowId> for WorkflowRef {
    fn from(id: WorkflowId) -> Self {
        Self {
            document: id.description,
            workflow: id.workflow,
        }
    }
}

/// A static `Api` of the emitted code.
#[derive(Debug, Clone)]
pub struct Api {
    /// Name of the static: `PROJECTS_API`.
    pub constant: String,
    /// Name of the source description; dotted for foreign documents: `lib.api`.
    pub source: String,
    /// Title of the API, for documentation.
    pub title: Option<String>,
    /// License of the API, as SPDX writes it, where the description does.
    pub license: Option<String>,
    /// URL the document was given as (the source description's `url`).
    pub document_url: String,
    /// Root servers, in order; empty means `/`.
    pub servers: Vec<Server>,
    /// Name of the builder method that overrides the base URL: `base_url`, or `projects_api_base_url` where there are several.
    pub method: String,
}

/// A Server Object.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// `url`, with `{variables}`.
    pub url: String,
    /// Variables that the url mentions.
    pub variables: Vec<ServerVariable>,
}

/// A Server Variable Object.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// `default`; without one a value is needed where the client is built.
    pub default: Option<String>,
    /// `enum`; empty when anything goes.
    pub allowed: Vec<String>,
}

/// A static `Scheme` of the emitted code, and the builder method that takes its credential.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Name of the static: `BEARER_AUTH`.
    pub constant: String,
    /// Index into [`Plan::apis`].
    pub api: usize,
    /// Name under `components.securitySchemes`.
    pub name: String,
    /// What is sent.
    pub kind: SchemeKind,
    /// Builder method: `bearer_auth`.
    pub method: String,
    /// `description` of the scheme.
    pub documentation: Option<String>,
}

/// How a credential is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `http` with `basic`
    Basic,
    /// `http` with `bearer`
    Bearer,
    /// `apiKey` in a header
    ApiKeyHeader(String),
    /// `apiKey` in the query
    ApiKeyQuery(String),
    /// `apiKey` in a cookie
    ApiKeyCookie(String),
    /// `oauth2`: a token sent as bearer; the token URL of a client-credentials flow if there is one
    OAuth2 {
        /// `flows.clientCredentials.tokenUrl`
        token_url: Option<String>,
        /// Scopes that the operations reached ask for, in order
        scopes: Vec<String>,
    },
    /// `openIdConnect`: a token sent as bearer
    OpenIdConnect {
        /// Scopes that the operations reached ask for, in order
        scopes: Vec<String>,
    },
    /// `http` with another `scheme`, which stands before the credential
    Http(String),
    /// `mutualTLS`: the client's identity, nothing in the request
    MutualTls,
}
