//! The code of the generator's golden cases: that this crate compiles is the test.
#![deny(warnings)]

pub mod own;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
