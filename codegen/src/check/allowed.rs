//! `x-arazzo-codegen-allow: [code]` on an object: warnings of these codes about it or anything in it are not reported.

use std::{collections::HashSet, sync::Arc};

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    load::{Documents, Node, Pointer},
};

/// The extension's name.
const FIELD: &str = "x-arazzo-codegen-allow";

/// Removes the warnings that the documents allow. Errors stay, as no code can be emitted for them, but for those of codes
/// that [may be allowed](Code::may_be_allowed).
pub fn allowed(documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut unknown = Vec::new();
    let mut lists = HashSet::new();
    for document in documents.all() {
        if document.text.contains(FIELD) {
            lists.insert(document.id);
            unknown_codes(&Node::root(Arc::clone(&document)), &mut unknown);
        }
    }
    diagnostics.retain(|found| {
        let listed = lists.contains(&found.primary.place.document);
        let fixed = found.severity == Severity::Error && !found.code.may_be_allowed();
        fixed || !listed || !is_allowed(documents, found)
    });
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
                .any(|code| code.as_str() == Some(found.code.as_str()))
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

/// What is wrong with an entry of the list.
fn unknown_code(code: &Node) -> Option<Diagnostic> {
    let Some(name) = code.as_str() else {
        let message = format!("`{FIELD}` lists codes, not {}", kind(code.value()));
        return Some(Diagnostic::new(Code::UnknownCode, code, message).label("allows nothing"));
    };
    if Code::find(name).is_some() {
        return None;
    }
    let message = format!("no diagnostic has the code `{name}`");
    let report = Diagnostic::new(Code::UnknownCode, code, message).label("allows nothing");
    Some(match Code::similar(name) {
        Some(near) => report
            .help(format!("did you mean `{near}`?"))
            .suggest(near.as_str()),
        None => report,
    })
}

/// What stands in place of the list. Codes in a text are put into one.
fn no_list(member: &Node) -> Diagnostic {
    let message = format!("`{FIELD}` is a list of codes, not {}", kind(member.value()));
    let report = |place| Diagnostic::new(Code::UnknownCode, place, message).label("allows nothing");
    let Some(text) = member.as_str() else {
        return report(member.key()).help("write `[code]`");
    };
    let codes = text.split([',', ' ']).filter(|code| !code.is_empty());
    let known = codes.map(
        |code| match Code::find(code).or_else(|| Code::similar(code)) {
            Some(known) => known.as_str(),
            None => code,
        },
    );
    let quote = if member.document().json { "\"" } else { "" };
    let codes: Vec<String> = known.map(|code| format!("{quote}{code}{quote}")).collect();
    let list = format!("[{}]", codes.join(", "));
    report(member.place())
        .help(format!("write `{list}`"))
        .suggest(list)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn unknown_codes(node: &Node, found: &mut Vec<Diagnostic>) {
    for (key, member) in node.members() {
        if key != FIELD {
            unknown_codes(&member, found);
            continue;
        }
        match member.value() {
            Value::Array(_) => found.extend(member.items().iter().filter_map(unknown_code)),
            _ => found.push(no_list(&member)),
        }
    }
    if let Value::Array(_) = node.value() {
        for item in node.items() {
            unknown_codes(&item, found);
        }
    }
}
