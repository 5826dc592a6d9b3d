//! What the generator and the runtime have to agree on, to the letter.
//!
//! The generator says at build time what will happen at run time; if it reads a rule another way than the runtime does, its
//! reports are untrue. So these rules stand here once, without dependencies.

#![forbid(unsafe_code)]

pub mod comparison;
pub mod media_type;
pub mod nearest;
pub mod parameter;
pub mod pointer;
pub mod regex;
