//! Runs workflows as services of [Restate](https://restate.dev): a run is an invocation, its journal is that of the
//! engine, delays are timers of the engine, and a worker that dies is replaced by another one.
//!
//! [`service!`] makes a service of the workflows of a generated module. A handler of one's own does what its handlers do:
//!
//! ```
//! use arazzo_restate::{InvocationJournal, outcome};
//! use arazzo_runtime::{Client, Journaled, StepError};
//! use restate_sdk::prelude::*;
//!
//! async fn place_order(client: &Client, context: &Context<'_>) -> HandlerResult<()> {
//!     let journal = InvocationJournal::new(context);
//!     let durable = client.over(Journaled::new(client.transport(), journal));
//!     // A generated function is called with `durable` here, and `outcome` is made of its result.
//! #   drop(durable);
//!     Ok(())
//! }
//! ```
//!
//! What a run is answered is in the journal of Restate, without credentials. A request that may have been processed ends
//! the invocation, unless a rule of [`Journaled`](arazzo_runtime::Journaled::in_flight) says otherwise.

mod handlers;
mod journal;
mod lent;
mod outcome;
mod server;
mod service;
mod worker;

pub use handlers::{Handlers, Invocation};
pub use journal::InvocationJournal;
pub use lent::LentJournal;
pub use outcome::outcome;
pub use server::{Called, Server};
pub use worker::{listen, serve};

pub use restate_sdk;

#[doc(hidden)]
pub use arazzo_runtime::Journaled;
#[doc(hidden)]
pub use serde_json::Value;
#[doc(hidden)]
pub use service::Dependent;
