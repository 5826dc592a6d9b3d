//! The workflows of all conformance cases, compiled by the build script.

include!(concat!(env!("OUT_DIR"), "/crate/src/items_of_lib.rs"));

/// The examples of the crate's documentation, to be compiled.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/crate/README.md"))]
mod readme {}
