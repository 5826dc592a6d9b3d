//! Files given for sources that no document has.

use super::{documents::Documents, node::Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reports the names and URLs that files were given for in vain; `entry` is a document that was to be compiled.
pub fn check_sources(entry: &Node, documents: &Documents, diagnostics: &mut Diagnostics) {
    let place = entry.get("sourceDescriptions");
    for (key, near) in documents.unmatched() {
        let given = documents.caller().source(&key, "..");
        let message = format!("`{given}` is for a source that no document has");
        let found = Diagnostic::new(
            Code::UnknownSource,
            place.as_ref().unwrap_or(entry),
            message,
        )
        .label("none of these has this name or URL");
        diagnostics.push(match near {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found,
        });
    }
}
