//! The server that `init` writes beside it.
#![deny(warnings)]
#![allow(clippy::indexing_slicing, reason = "indices of JSON values are total")]

include!(concat!(env!("OUT_DIR"), "/stand_in.rs"));
