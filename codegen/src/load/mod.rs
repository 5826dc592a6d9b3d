//! Reads documents into string-keyed trees whose nodes know their place. The only stage that does IO.

mod node;
mod pointer;

pub use node::{Document, DocumentId, Node, Part, Place};
pub use pointer::Pointer;
