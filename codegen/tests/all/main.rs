//! The generator from outside, in one binary: linking it takes longer than most of its tests.
//!
//! `cargo test -p codegen --test all golden` runs the tests of one file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod command_line;
mod crate_files;
mod diagnostics;
mod draft;
mod explain_types;
mod failures;
mod files;
mod fix;
mod golden;
mod graph;
mod guide;
mod hostile;
mod init;
mod literals;
mod mutations;
mod names;
mod settings;
mod source_file;
mod supply;
mod support;
mod tidy;
mod told_once;
mod two_mistakes;
mod vendor;
