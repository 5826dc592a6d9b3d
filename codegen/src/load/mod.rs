//! Reads documents into string-keyed trees whose nodes know their place. The only stage that does IO.

mod document;
mod documents;
mod error;
mod files;
mod found;
mod json;
mod keys;
mod location;
mod lock;
mod node;
mod options;
mod parse;
mod pointer;
mod reached;
mod root;
mod spans;
mod tree;
mod unmatched;
mod yaml;

pub use document::{Document, DocumentId};
pub use documents::Documents;
pub use error::{LoadError, LoadErrorKind};
pub use files::{Disk, Files, Memory};
pub use found::Found;
pub use json::read_json;
pub use keys::{check_keys, check_reached_keys, duplicate_key};
pub use location::resolve_url;
pub(crate) use location::{normalize, relative};
pub use lock::{LOCK_FILE, Lock, VENDOR_FOLDER, Vendored};
pub use node::{Node, Part, Place};
pub use options::{Caller, Limits, Options};
pub use pointer::Pointer;
pub use spans::{Lines, Position};
pub use tree::Keys;
pub use unmatched::check_sources;
