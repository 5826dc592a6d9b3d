//! Compiles Arazzo workflows into typed async Rust functions.

pub mod diagnostic;
pub mod expression;
pub mod load;
pub mod model;
pub mod report;
