//! The report for programs: one object, every finding with all its fields, absent ones null.

use serde_json::{Value, json};

use super::{Report, Spot, is_fixable, severity_word, types};
use crate::diagnostic::Diagnostic;

pub(super) fn render(report: &Report) -> String {
    let diagnostics = report.diagnostics.iter();
    let diagnostics: Vec<_> = diagnostics.map(|found| object(found, report)).collect();
    let mut whole = json!({ "diagnostics": diagnostics });
    if let (Some(notes), Value::Object(whole)) = (&report.types, &mut whole) {
        let notes = notes.iter().map(|note| types::object(note, report));
        whole.insert("types".to_owned(), notes.collect());
    }
    let mut text = format!("{whole:#}");
    text.push('\n');
    text
}

fn object(diagnostic: &Diagnostic, report: &Report) -> Value {
    let place = &diagnostic.primary.place;
    let spot = Spot::of(place, &report.documents);
    let suggestion = diagnostic.suggestion.as_ref();
    json!({
        "code": diagnostic.code.as_str(),
        "severity": severity_word(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "notes": diagnostic.notes,
        "document": spot.document,
        "pointer": place.pointer.as_str(),
        "line": spot.start.line,
        "column": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
        "step": diagnostic.step,
        "suggestion": suggestion.map(|suggestion| suggestion.replacement.as_str()),
        "fixable": is_fixable(diagnostic, &report.documents),
    })
}
