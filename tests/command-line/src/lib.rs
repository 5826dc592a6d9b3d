//! The workflows of the shop and the vault, compiled by the build script.

include!(concat!(env!("OUT_DIR"), "/shop/src/items_of_lib.rs"));
include!(concat!(env!("OUT_DIR"), "/vault/src/items_of_lib.rs"));
