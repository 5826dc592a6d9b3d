//! The guide and the README: their commands are run, their excerpts and links are looked up. Their Rust is compiled and run
//! by `tests/guide`.

mod blocks;
mod codes;
mod console;
mod excerpts;
mod links;
mod shell;
