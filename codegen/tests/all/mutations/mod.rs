//! Mistakes put into sound documents, one at a time, wherever each can be made: each has to be reported where it is, once.
//!
//! `cargo test -p codegen --test all mutations -- --nocapture` prints the tables.

mod api;
mod characters;
mod descriptions;
mod strings;
mod structure;
mod support;
mod trees;
mod words;
