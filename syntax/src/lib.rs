//! What the generator and the runtime have to agree on, to the letter.
//!
//! The generator says at build time what a condition will do; if it reads the rules another way than the runtime does, its
//! reports are untrue. So the rules stand here once, without dependencies.

#![forbid(unsafe_code)]

pub mod comparison;
