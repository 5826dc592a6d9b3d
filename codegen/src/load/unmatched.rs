//! Files given for sources that no document has.

use super::{documents::Documents, node::Node};
use crate::diagnostic::{Diagnostics, names::no_source_for};

/// Reports the names and URLs that files were given for in vain; `entry` is a document that was to be compiled.
pub fn check_sources(entry: &Node, documents: &Documents, diagnostics: &mut Diagnostics) {
    let place = entry.get("sourceDescriptions");
    for (key, near) in documents.unmatched() {
        let given = documents.caller().source(&key, "..");
        let place = place.as_ref().unwrap_or(entry).place();
        diagnostics.push(no_source_for(&given, place, near.as_deref()));
    }
}
