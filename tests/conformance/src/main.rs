//! Runs a workflow of a conformance case from a shell, as any generated command line does.

include!(concat!(env!("OUT_DIR"), "/crate/src/items_of_main.rs"));
