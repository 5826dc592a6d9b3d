//! The runtime from outside, in one binary; `memory` has one of its own, because it counts what a whole process allocates.
//!
//! `cargo test -p runtime --test all step` runs the tests of one file.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

mod declared;
#[cfg(feature = "reqwest")]
mod faults;
mod for_run;
mod hooks;
mod idempotency;
mod journal;
#[cfg(feature = "rustls-tls")]
mod mutual_tls;
mod positions;
mod scripted;
#[cfg(feature = "reqwest")]
mod secrets;
#[cfg(feature = "reqwest")]
mod shown;
#[cfg(feature = "tracing")]
mod spans;
mod step;
mod styles;
mod testing;
mod waiting;
#[cfg(feature = "reqwest")]
mod wire;
