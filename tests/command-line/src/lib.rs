//! The workflows of the shop, compiled by the build script.

include!(concat!(env!("OUT_DIR"), "/crate/src/items_of_lib.rs"));
