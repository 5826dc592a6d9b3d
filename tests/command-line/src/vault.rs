//! Runs a workflow of the vault from a shell, as any generated command line does.

include!(concat!(env!("OUT_DIR"), "/vault/src/items_of_main.rs"));
