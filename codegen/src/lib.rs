//! Compiles Arazzo workflows into typed async Rust functions.

mod build_script;
pub mod check;
mod circles;
mod crate_folder;
pub mod diagnostic;
pub mod draft;
mod drawing;
pub mod elaborate;
pub mod emit;
pub mod expression;
pub mod flow;
mod generator;
pub mod graph;
pub mod load;
pub mod model;
mod module_name;
pub mod nearest;
pub mod one_move;
pub mod plan;
pub mod report;
pub mod resolve;
pub mod settings;
mod shell;
mod stack;
pub mod starter;
#[cfg(test)]
mod testing;
pub mod types;

pub use crate_folder::{CrateError, CrateFile, Fate, Runtime};
pub use drawing::{GraphFormat, GraphOptions};
pub use generator::{CrateOptions, Generator, Module, SourceFileError, Stale, explain};
pub use module_name::module_name;
pub use settings::Visibility;
