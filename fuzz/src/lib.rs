//! Hostile documents for the generator.
//!
//! A [`Target`] is a function that makes an input out of a [`Random`] and asserts what has to hold for it. The tests of this
//! crate run each a few times, with the same seeds every time; the program runs them as long as it is told, and prints the
//! seeds of what it found:
//!
//! ```text
//! cargo run --release -p fuzz -- pipeline --minutes 10
//! cargo run --release -p fuzz -- pipeline --seed 4711 --runs 1
//! cargo run --release -p fuzz -- compile --minutes 60
//! ```
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a panic is how a target tells what it found"
)]

pub mod compile;
mod mutate;
mod random;
mod seeds;
mod targets;

pub use random::Random;
pub use seeds::{Case, Seeds};
pub use targets::{TARGETS, Target, accepted, code};
