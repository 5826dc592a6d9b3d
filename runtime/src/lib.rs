//! What workflows compiled from Arazzo documents call: transport, client, criteria, failures.
//!
//! A caller configures a [`Client`] and passes it to generated functions. Those begin a [`Call`], enter a [`Step`] at a
//! time, put a [`Request`] together, [send](Step::send) it and judge the [`Response`]; what goes wrong is a
//! [`StepError`]. Nothing here touches the outside world but a [`Transport`].
//!
//! # Tracing
//!
//! With the feature `tracing` a run is a tree of spans of the target `arazzo_runtime`: `workflow` holds a `step` for each
//! entry of one, that an `attempt` for each request and a `workflow` for each call. Names of HTTP are those of the semantic
//! conventions of OpenTelemetry, so that `tracing-opentelemetry` makes client spans of attempts. No secret is in any of them:
//! URLs are as in [`EventKind::RequestSent`], and neither headers nor bodies are there.
//!
//! | field | in | what it is |
//! |---|---|---|
//! | `arazzo.workflow.id` | `workflow`, its failure | the `workflowId` |
//! | `arazzo.run.id` | `workflow` | the [`RunId`], which called workflows share |
//! | `arazzo.run.label` | `workflow` | the label of the run, if it has one |
//! | `arazzo.workflow.outcome` | `workflow` | `completed`, `ended` (by an action) or `failed`; none if the run was dropped |
//! | `arazzo.step.id` | `step`, failure of a workflow | the `stepId` |
//! | `arazzo.step.entry` | `step` | how often the step has been entered, from 1 |
//! | `arazzo.step.attempts` | `step`, failure of a workflow | how many requests or calls the entry made |
//! | `arazzo.step.outcome` | `step` | `succeeded`, `failed` or `cancelled` |
//! | `arazzo.attempt` | `attempt`, events | which request or call of the entry it is, from 1 |
//! | `http.request.method` | `attempt`, `request sent` | the method |
//! | `http.request.resend_count` | `attempt` | how many attempts came before, if any |
//! | `http.response.status_code` | `attempt`, `response received`, failure of a workflow | the status |
//! | `url.full` | `attempt`, `request sent` | the URL |
//! | `url.template` | `attempt` | the path as the API description has it |
//! | `server.address`, `server.port` | `attempt` | host and port of the URL |
//! | `error.type` | all spans, failure of a workflow | the [`Kind`] as a word; of an attempt with a response its status, from 400 |
//! | `otel.kind`, `otel.name` | `attempt` | `client`; method and path |
//! | `otel.status_code` | all spans | `ERROR` where `error.type` is set |
//! | `arazzo.criterion` | event `criterion not met` | the criterion as the document has it |
//! | `arazzo.action` | event `action taken` | the name of the action |
//! | `arazzo.delay` | events `action taken`, `waiting` | seconds |
//! | `arazzo.retries_left` | event `waiting` | how many retries may follow the next one; none for polling |
//! | `arazzo.security.schemes` | event `no credential is configured` | the schemes |
//! | `arazzo.engine`, `arazzo.problem` | event `not evaluated` | which criterion engine, and what it stumbled over |
//!
//! Spans have the level INFO, events in steps DEBUG, those of credentials and engines WARN. A workflow that fails is an
//! event `workflow failed: …` in its span: of level ERROR, or WARN where it was called, since its caller may handle it.

#[cfg(any(
    test,
    not(all(
        feature = "regex",
        feature = "jsonpath",
        feature = "xpath",
        feature = "xml"
    ))
))]
#[cfg_attr(
    test,
    allow(
        unreachable_pub,
        reason = "only what is not enabled is handed out, and a test looks at all of it"
    )
)]
mod absent;
mod api;
mod binary;
mod body;
mod body_error;
mod builder;
mod call;
mod cancellation;
mod charset;
mod client;
pub mod condition;
pub mod constraint;
mod cookie;
mod credential;
mod declared;
mod distinct;
mod draft;
mod engine;
mod entered;
mod error;
mod exchange;
mod flatten;
mod future;
mod generated;
mod headers;
mod hook;
mod idempotency;
mod identity;
mod journal;
pub mod json;
#[cfg(feature = "jsonpath")]
pub mod jsonpath;
mod limits;
mod lines;
mod locate;
mod misfit;
mod notes;
mod nullable;
mod number;
mod oauth;
mod observer;
mod outputs;
mod parameter;
mod partial;
mod path;
mod percent;
mod position;
mod problem;
pub mod projection;
pub mod quote;
mod race;
#[doc(hidden)]
pub mod record;
mod redirect;
#[cfg(feature = "regex")]
pub mod regex;
pub mod replace;
mod request;
mod require;
mod requirements;
mod response;
mod retry;
mod run;
mod run_id;
mod run_options;
mod scheme;
mod secret;
mod security;
mod server;
mod settings;
mod state;
mod step;
mod style;
pub mod testing;
mod trace;
mod transport;
#[cfg(feature = "xml")]
pub mod xml;
#[cfg(feature = "xpath")]
pub mod xpath;

#[cfg(not(feature = "jsonpath"))]
#[doc(hidden)]
pub use absent::jsonpath;
#[cfg(not(feature = "regex"))]
#[doc(hidden)]
pub use absent::regex;
#[cfg(not(feature = "xml"))]
#[doc(hidden)]
pub use absent::xml;
#[cfg(not(feature = "xpath"))]
#[doc(hidden)]
pub use absent::xpath;
pub use api::{Api, Server, ServerVariable};
pub use binary::Binary;
pub use body::Encoding;
pub use body_error::BodyError;
pub use builder::{BuildError, ClientBuilder};
pub use call::Call;
pub use cancellation::Cancellation;
pub use client::Client;
pub use credential::Credential;
pub use declared::Declared;
pub use error::{Kind, StepError};
#[doc(hidden)]
pub use future::boxed;
pub use hook::Hook;
pub use http::Method;
pub use identity::Identity;
pub use journal::{
    Body, Decision, Entry, InFlight, Journal, JournalError, Journaled, Journaling, Kept, Live,
    Rules, Seal, What,
};
pub use limits::Deadline;
pub use nullable::Nullable;
pub use number::{NotANumber, Number};
pub use observer::{Event, EventKind, Observer, Outcome};
pub use outputs::StepOutputs;
pub use parameter::{Parameter, Style};
#[doc(hidden)]
pub use partial::Partial;
pub use position::Position;
pub use redirect::StatusPattern;
pub use request::Request;
pub use response::Response;
pub use retry::{Retry, retry_after};
pub use run::{Failure, Handled, Run, Termination};
pub use run_id::RunId;
pub use run_options::RunOptions;
pub use scheme::Scheme;
pub use secret::{Secret, redacted};
pub use settings::names;
pub use step::Step;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport::ServiceTransport;
pub use transport::{
    AnyTransport, Below, Held, Operation, Outgoing, ResponseLimit, Timeout, TokenRequest,
    Transport, TransportError,
};

// What a transport is written with.
pub use {bytes, http};

// Generated code needs nothing else in its crate's dependencies.
#[doc(hidden)]
pub use {bytes::Bytes, serde, serde_json};

/// Includes the code that `Generator::run_build_script` generated for a document, by module name.
#[macro_export]
macro_rules! include_workflows {
    ($name:literal) => {
        include!(env!(
            concat!("ARAZZO_MODULE_", $name),
            concat!(
                "there is no module `",
                $name,
                "`: the build script generated ",
                env!(
                    "ARAZZO_MODULES",
                    "nothing: call `run_build_script` in build.rs"
                )
            )
        ));
    };
}
