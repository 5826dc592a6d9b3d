//! The program of the crate that `init` writes.
#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/program.rs"));
