//! Follows references for the types of a plan, and notes which of them have company that is ignored.

use std::cell::RefCell;

use crate::{
    diagnostic::Diagnostics,
    load::{Documents, Node},
    resolve::reference::{self, siblings},
    types::{Draft, References},
};

/// References of the documents of this run.
pub(super) struct Followed<'a> {
    documents: &'a Documents,
    /// Schemas of OpenAPI 3.0 that something was read through, and the fields of theirs that nothing reads.
    ignored: RefCell<Vec<(Node, Vec<String>)>>,
}

impl<'a> Followed<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        Self {
            documents,
            ignored: RefCell::default(),
        }
    }

    /// Reports fields that had no effect, once each.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        let help =
            "OpenAPI 3.0 has no siblings of `$ref`: write it and the rest as members of an `allOf`";
        for (node, ignored) in self.ignored.borrow().iter() {
            if let Some(found) = siblings::diagnostic(node, ignored, help) {
                diagnostics.push(found);
            }
        }
    }
}

impl References for Followed<'_> {
    fn target(&self, node: &Node) -> Option<Node> {
        let target = reference::target(node, self.documents).ok().flatten()?;
        let alone = node.as_object().is_none_or(|fields| fields.len() == 1);
        if !alone && Draft::of(node) == Draft::OpenApi30 {
            let found = siblings::of_schema(node, &target);
            let mut ignored = self.ignored.borrow_mut();
            if !found.is_empty() && !ignored.iter().any(|(known, _)| known == node) {
                ignored.push((node.clone(), found));
            }
        }
        Some(target)
    }

    fn named(&self, node: &Node) -> Option<Node> {
        self.documents.named(node)
    }
}
