//! The command line of a crate as the generator writes it, run as a person or a program runs it, over HTTP on loopback.
//!
//! `BLESS=1` rewrites the files below `tests/golden`.

mod batch;
mod completions;
#[cfg(all(unix, any(feature = "postgres", feature = "restate")))]
mod engine;
mod exchanges;
mod help;
mod journal;
mod library;
mod picture;
mod runs;
mod secrets;
mod support;
#[cfg(unix)]
mod terminal;
