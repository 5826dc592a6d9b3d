//! `x-arazzo-codegen-allow: [code]` on an object: warnings of these codes about it or anything in it are not reported.

use std::rc::Rc;

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Diagnostics, Severity},
    load::{Documents, Node, Pointer},
};

use super::catalogue;

/// The extension's name.
const FIELD: &str = "x-arazzo-codegen-allow";

/// Removes the warnings that the documents allow. Errors stay: no code can be emitted for them.
pub fn allowed(documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut unknown = Vec::new();
    for document in documents.all() {
        if document.text.contains(FIELD) {
            unknown_codes(&Node::root(Rc::clone(&document)), &mut unknown);
        }
    }
    diagnostics.retain(|found| found.severity == Severity::Error || !is_allowed(documents, found));
    for found in unknown {
        diagnostics.push(found);
    }
}

fn is_allowed(documents: &Documents, found: &Diagnostic) -> bool {
    let place = &found.primary.place;
    let Some(document) = documents.get(place.document) else {
        return false;
    };
    let mut node = Node::root(document);
    let mut way = Pointer::root();
    let mut tokens = place.pointer.tokens();
    loop {
        let listed = node.get(FIELD).is_some_and(|list| {
            list.items()
                .iter()
                .any(|code| code.as_str() == Some(found.code))
        });
        if listed {
            return true;
        }
        let Some(token) = tokens.next() else {
            return false;
        };
        way = way.join(&token);
        match node.at(&way) {
            Some(next) => node = next,
            None => return false,
        }
    }
}

fn unknown_codes(node: &Node, found: &mut Vec<Diagnostic>) {
    for (key, member) in node.members() {
        if key != FIELD {
            unknown_codes(&member, found);
            continue;
        }
        for code in member.items() {
            let name = code.as_str().unwrap_or_default();
            if catalogue::find(name).is_some() {
                continue;
            }
            let mut report = Diagnostic::warning(
                "unknown-code",
                &code,
                format!("no diagnostic has the code `{name}`"),
            )
            .label("allows nothing");
            if let Some(near) = catalogue::similar(name) {
                report = report.help(format!("did you mean `{near}`?")).suggest(near);
            }
            found.push(report);
        }
    }
    if let Value::Array(_) = node.value() {
        for item in node.items() {
            unknown_codes(&item, found);
        }
    }
}
