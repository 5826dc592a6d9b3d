//! Answers the four Sentry endpoints on loopback, so that the workflow can be watched, tested and measured offline.
//!
//! [`Server`] speaks just enough HTTP/1.1 and shows each [`Request`] as it came over the wire; [`Sentry`] remembers what
//! was created and answers as Sentry would. A test wraps one in the other and changes the answers it cares about.
//! [`Reports`] is a second service, for the examples about polling. [`AsyncServer`] is for thousands of connections.
//! [`Postgres`] is a database for as long as a test takes.

mod async_server;
mod endpoint;
mod http;
mod kill;
mod postgres;
mod reports;
mod restate;
mod sentry;

pub use async_server::AsyncServer;
pub use endpoint::Endpoint;
pub use http::{Reply, Request, Server};
pub use kill::{Killer, When};
pub use postgres::Postgres;
pub use reports::Reports;
pub use restate::{Restate, free_port};
pub use sentry::Sentry;
