//! Runs a workflow of the shop from a shell, as any generated command line does.

include!(concat!(env!("OUT_DIR"), "/shop/src/items_of_main.rs"));
