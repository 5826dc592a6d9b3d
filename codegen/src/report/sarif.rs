//! The report in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Report, Spot, advice, severity_word, types};
use crate::{
    diagnostic::{Code, Diagnostic, Label},
    load::{Documents, Place},
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn render(report: &Report) -> String {
    let mut codes: Vec<Code> = report.diagnostics.iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut rules: Vec<_> = codes.iter().map(|code| rule(*code)).collect();
    let results = report.diagnostics.iter();
    let mut results: Vec<_> = results
        .map(|found| result(found, &codes, &report.documents))
        .collect();
    if let Some(notes) = &report.types {
        let index = rules.len();
        rules.push(types::rule());
        results.extend(notes.iter().map(|note| types::result(note, index, report)));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "arazzo-codegen",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// What a viewer shows about a code.
fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": code.explanation(), "markdown": code.explanation() },
    })
}

fn result(diagnostic: &Diagnostic, codes: &[Code], documents: &Documents) -> Value {
    let place = &diagnostic.primary.place;
    let mut main = location(place, documents);
    if let Value::Object(main) = &mut main {
        let logical = json!([{ "fullyQualifiedName": place.pointer.as_str() }]);
        main.insert("logicalLocations".to_owned(), logical);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or(0),
        "level": severity_word(diagnostic.severity),
        "message": { "text": text(diagnostic, documents) },
        "locations": [main],
    });
    let related: Vec<_> = diagnostic
        .secondary
        .iter()
        .map(|label| related(label, documents))
        .collect();
    if let (Value::Object(result), false) = (&mut result, related.is_empty()) {
        result.insert("relatedLocations".to_owned(), Value::Array(related));
    }
    result
}

/// Viewers show one text a finding, so everything goes in there.
fn text(diagnostic: &Diagnostic, documents: &Documents) -> String {
    let mut text = diagnostic.message.clone();
    for note in &diagnostic.notes {
        let _ = write!(text, "\nnote: {note}");
    }
    for advice in advice(diagnostic, documents) {
        let _ = write!(text, "\nhelp: {advice}");
    }
    text
}

fn related(label: &Label, documents: &Documents) -> Value {
    let mut related = location(&label.place, documents);
    if let Value::Object(related) = &mut related {
        related.insert("message".to_owned(), json!({ "text": label.text }));
    }
    related
}

pub(super) fn location(place: &Place, documents: &Documents) -> Value {
    let spot = Spot::of(place, documents);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&spot.document) },
            "region": {
                "startLine": spot.start.line,
                "startColumn": spot.start.column,
                "endLine": spot.end.line,
                "endColumn": spot.end.column,
            },
        },
    })
}

/// A path as URI reference (RFC 3986): viewers resolve it against the root of the checkout.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("specs/my api.yaml"), "specs/my%20api.yaml");
        assert_eq!(uri("/a/é#.yaml"), "file:///a/%C3%A9%23.yaml");
    }
}
