//! Exchanges as they happen, as they were, and as they would be.

mod mask;

pub use mask::{MARK, Mask};
