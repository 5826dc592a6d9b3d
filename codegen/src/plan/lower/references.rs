//! Follows references for the types of a plan, and notes which of them lead nowhere or have company that is ignored.

use std::cell::RefCell;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::{Documents, Node},
    resolve::{
        reference::{self, ReferenceError, siblings},
        workflow::leads_into_broken_components,
    },
    settings::Settings,
    types::{Draft, References},
};

/// So many broken references of one document are told each by itself. Documents that were cut out of larger ones have dozens, and one
/// cause.
const BEARABLE: usize = 4;

/// References of the documents of this run.
pub(super) struct Followed<'a> {
    documents: &'a Documents,
    /// Schemas of OpenAPI 3.0 that something was read through, and the fields of theirs that nothing reads.
    ignored: RefCell<Vec<(Node, Vec<String>)>>,
    /// References that lead nowhere, the first to each target: what they were to describe stays JSON.
    broken: RefCell<Vec<ReferenceError>>,
}

impl<'a> Followed<'a> {
    pub(super) fn new(documents: &'a Documents) -> Self {
        Self {
            documents,
            ignored: RefCell::default(),
            broken: RefCell::default(),
        }
    }

    /// The documents.
    pub(super) fn documents(&self) -> &'a Documents {
        self.documents
    }

    /// Reports fields that had no effect and references that lead nowhere, once each.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        let help =
            "OpenAPI 3.0 has no siblings of `$ref`: write it and the rest as members of an `allOf`";
        for (node, ignored) in self.ignored.borrow().iter() {
            if let Some(found) = siblings::diagnostic(node, ignored, help) {
                diagnostics.push(found);
            }
        }
        for errors in by_document(&self.broken.borrow()) {
            let told = if errors.len() > BEARABLE {
                1
            } else {
                errors.len()
            };
            let more = errors.get(told..).unwrap_or_default();
            for error in errors.iter().take(told) {
                diagnostics.tolerate(leads_nowhere(error, more));
            }
        }
    }

    /// Notes a reference that leads nowhere.
    fn broken(&self, error: ReferenceError) {
        if leads_into_broken_components(&error.at) {
            return;
        }
        let mut broken = self.broken.borrow_mut();
        let same = |known: &ReferenceError| {
            known.message == error.message && known.at.document().id == error.at.document().id
        };
        if !broken.iter().any(same) {
            broken.push(error);
        }
    }
}

/// Broken references by the document they stand in.
fn by_document(errors: &[ReferenceError]) -> Vec<Vec<&ReferenceError>> {
    let mut found: Vec<Vec<&ReferenceError>> = Vec::new();
    for error in errors {
        let id = error.at.document().id;
        let here = |group: &&mut Vec<&ReferenceError>| {
            group
                .first()
                .is_some_and(|first| first.at.document().id == id)
        };
        match found.iter_mut().find(here) {
            Some(group) => group.push(error),
            None => found.push(vec![error]),
        }
    }
    found
}

/// A reference in a schema that leads nowhere, and others that are reported with it.
fn leads_nowhere(error: &ReferenceError, more: &[&ReferenceError]) -> Diagnostic {
    let found = error.tolerated("what it describes is read and sent as JSON of any shape");
    if more.is_empty() {
        return found;
    }
    let targets = more.iter().filter_map(|error| error.at.as_str()).take(3);
    let targets: Vec<String> = targets.map(|target| format!("`{target}`")).collect();
    found.note(format!(
        "{} more references of this document lead nowhere, such as {}",
        more.len(),
        targets.join(", ")
    ))
}

impl References for Followed<'_> {
    fn settings(&self) -> Option<&Settings> {
        Some(self.documents.settings())
    }

    fn target(&self, node: &Node) -> Option<Node> {
        let target = match reference::target(node, self.documents) {
            Ok(target) => target?,
            Err(error) => {
                self.broken(error);
                return None;
            }
        };
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
