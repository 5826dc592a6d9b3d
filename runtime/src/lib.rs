//! Runtime.

pub mod condition;
mod engine;
pub mod json;
#[cfg(feature = "jsonpath")]
pub mod jsonpath;
pub mod projection;
#[cfg(feature = "regex")]
pub mod regex;
pub mod replace;
mod secret;
#[cfg(feature = "xpath")]
pub mod xpath;

pub use secret::Secret;
