//! Reads a tree into the objects of [`super::arazzo`]: reports every mistake of structure and keeps what is sound.
//!
//! One file an object. Nothing here knows OpenAPI, expressions or what a name refers to.

mod action;
mod actions;
mod choice;
mod components;
mod criterion;
mod dependencies;
mod description;
mod expression_type;
mod extension;
mod field;
mod fields;
mod forms;
mod id;
mod inputs;
mod misplaced;
mod number;
mod outputs;
mod parameter;
mod parameters;
mod reader;
mod request_body;
mod reusable;
mod selector;
mod shape;
mod source;
mod step;
mod version;
mod workflow;

#[cfg(test)]
mod one_report;
#[cfg(test)]
mod testing;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::Node,
    model::faults,
};

use super::arazzo::{Description, Selector, Version};

pub use id::is_name;
pub use inputs::{bare_inputs, other_inputs};
pub use parameter::says_where;
use reader::{Reader, report_duplicate};
pub use selector::{is_selector, selects};

/// Reads an Arazzo Description (Arazzo 1.1, section 4.6 "Schema").
///
/// What is broken is reported and left out, so the result is complete only if no error was added. Nothing comes back
/// where the document is no Arazzo description of a supported version.
pub fn read(root: &Node, diagnostics: &mut Diagnostics) -> Option<Description> {
    description::description(root, diagnostics)
}

/// Reads a Selector Object; nothing where it is broken, which is reported.
pub fn selector(node: &Node, version: Version, diagnostics: &mut Diagnostics) -> Option<Selector> {
    let mut reader = Reader::new(node, version, diagnostics);
    selector::selector(&mut reader, node)
}

/// The report about `field` of an AsyncAPI step in a description that declares 1.0.
pub fn needs_1_1(field: &str, member: &Node) -> Diagnostic {
    faults::needs_1_1(member.key(), &format!("field `{field}`"))
}
