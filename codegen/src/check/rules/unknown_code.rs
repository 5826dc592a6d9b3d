//! `unknown-code`: an entry of an `x-arazzo-codegen-allow` list that is no code of any diagnostic.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    diagnostic::{ALLOW, Code, Diagnostic, Diagnostics},
    load::{Documents, Node},
};

pub(in super::super) fn check(documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    for document in documents.all() {
        if document.text.contains(ALLOW) {
            unknown_codes(&Node::root(Arc::clone(&document)), &mut found);
        }
    }
    found.into_iter().for_each(|found| diagnostics.push(found));
}

/// What is wrong with an entry of the list.
fn unknown_code(code: &Node) -> Option<Diagnostic> {
    let Some(name) = code.as_str() else {
        let message = format!("`{ALLOW}` lists codes, not {}", kind(code.value()));
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
    let message = format!("`{ALLOW}` is a list of codes, not {}", kind(member.value()));
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
        if key != ALLOW {
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
