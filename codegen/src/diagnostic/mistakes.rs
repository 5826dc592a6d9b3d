//! What is known to be wrong, by its place: what follows from a mistake is no second one, so later stages pass over it.

use std::collections::BTreeSet;

use crate::load::{DocumentId, Node, Pointer};

use super::{Diagnostic, Severity};

/// Places in documents, those inside one another side by side.
#[derive(Debug, Clone, Default)]
struct Places(BTreeSet<(DocumentId, Pointer)>);

impl Places {
    fn add(&mut self, found: &Diagnostic) {
        let place = &found.primary.place;
        self.0.insert((place.document, place.pointer.clone()));
    }

    fn below(&self, node: &Node) -> bool {
        let at = node.document().id;
        let inside = node.pointer().join("");
        let next = self.0.range((at, inside)..).next();
        next.is_some_and(|(document, pointer)| *document == at && pointer.is_in(node.pointer()))
    }

    fn inside(&self, node: &Node) -> bool {
        let at = (node.document().id, node.pointer().clone());
        self.0.contains(&at) || self.below(node)
    }
}

/// Where errors are, and where something is not given that should be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mistakes {
    errors: Places,
    gaps: Places,
}

impl Mistakes {
    pub(super) fn add(&mut self, found: &Diagnostic) {
        if found.severity == Severity::Error {
            self.errors.add(found);
        }
        if found.code.leaves_gap() {
            self.gaps.add(found);
        }
    }

    /// Whether there is an error at `node` or inside it.
    pub(crate) fn inside(&self, node: &Node) -> bool {
        self.errors.inside(node)
    }

    /// Whether something inside `node` is not given, or not rightly.
    pub(crate) fn lacks_something(&self, node: &Node) -> bool {
        self.gaps.below(node)
    }
}
