//! What workflows compiled from Arazzo documents call: transport, client, criteria, failures.
//!
//! A caller configures a [`Client`] and passes it to generated functions. Those begin a [`Call`], enter a [`Step`] at a
//! time, put a [`Request`] together, [send](Step::send) it and judge the [`Response`]; what goes wrong is a
//! [`StepError`]. Nothing here touches the outside world but a [`Transport`].

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
mod path;
mod percent;
mod position;
mod problem;
pub mod projection;
pub mod quote;
mod race;
mod redirect;
#[cfg(feature = "regex")]
pub mod regex;
pub mod replace;
mod request;
mod require;
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
#[doc(hidden)]
pub use generated::Partial;
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
pub use position::Position;
pub use redirect::StatusPattern;
pub use request::Request;
pub use response::Response;
pub use retry::Retry;
pub use run::{Failure, Handled, Run, Termination};
pub use run_id::RunId;
pub use run_options::RunOptions;
pub use scheme::Scheme;
pub use secret::{Secret, redacted};
pub use settings::names;
pub use step::Step;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{
    AnyTransport, Operation, Outgoing, ResponseLimit, TokenRequest, Transport, TransportError,
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
