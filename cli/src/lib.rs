//! The command line of workflows compiled from Arazzo documents, and what an application can use of it.
//!
//! A crate written by the generator says what there is in a static list of [`Document`]s and hands over to [`main`]. What
//! the command line takes and prints is described by `BIN --help`; `--json` is meant for programs. Exit status: 0
//! success, 1 the workflow failed, 2 wrong usage or inputs.
//!
//! [`Record`] and [`Progress`](progress::Progress) are observers for any [`Client`](arazzo_runtime::Client); they and
//! [`exchange`] do without the feature `program`.

#[cfg(feature = "program")]
mod arguments;
#[cfg(feature = "program")]
mod batch;
#[cfg(feature = "program")]
mod describe;
#[cfg(feature = "program")]
mod engine;
pub mod exchange;
#[cfg(feature = "program")]
mod invocation;
#[cfg(feature = "program")]
mod journal;
#[cfg(feature = "program")]
mod list;
#[cfg(feature = "program")]
mod picture;
#[cfg(feature = "program")]
mod preview;
#[cfg(feature = "program")]
mod print;
#[cfg(feature = "program")]
mod program;
pub mod progress;
mod record;
#[cfg(feature = "program")]
mod refused;
#[cfg(feature = "program")]
mod registry;
#[cfg(feature = "program")]
mod report;
#[cfg(feature = "program")]
mod session;
#[cfg(feature = "program")]
mod status;
#[cfg(feature = "program")]
mod step;
#[cfg(feature = "program")]
mod table;
mod text;
#[cfg(feature = "program")]
mod unknown;
#[cfg(feature = "program")]
mod words;

#[cfg(feature = "program")]
pub use exchange::{Argument, Body, Called, Given, Request};
#[cfg(feature = "program")]
pub use invocation::{Finished, Invocation, Running, check};
#[cfg(feature = "program")]
pub use program::main;
pub use record::Record;
#[cfg(feature = "program")]
pub use refused::Refused;
#[cfg(feature = "program")]
pub use registry::{Description, Document, Field, Scheme, Workflow};
#[cfg(feature = "program")]
pub use step::Step;
