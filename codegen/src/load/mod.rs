//! Reads documents into string-keyed trees whose nodes know their place. The only stage that does IO.

mod document;
mod documents;
mod error;
mod files;
mod json;
mod location;
mod node;
mod options;
mod parse;
mod pointer;
mod root;
mod tree;
mod yaml;

pub use document::{Document, DocumentId};
pub use documents::Documents;
pub use error::{LoadError, LoadErrorKind};
pub use files::{Disk, Files, Memory};
pub use node::{Node, Part, Place};
pub use options::{Limits, Options};
pub use pointer::Pointer;
pub use tree::Keys;
