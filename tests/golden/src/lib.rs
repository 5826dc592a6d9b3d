//! The golden code of the generator's cases: that this crate compiles is the test.
#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
