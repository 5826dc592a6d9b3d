//! Why types are no better than JSON, in all three forms of the report.

use serde_json::{Value, json};

use super::{Report, Spot, sarif};
use crate::{diagnostic::Label, plan::TypeNote};

/// The rule that such notes belong to in SARIF.
const RULE: &str = "untyped";

/// The schema, and the words beside it.
pub(super) fn label(note: &TypeNote) -> Label {
    Label {
        place: note.place.clone(),
        text: match note.item {
            Some(_) => note.reason.clone(),
            None => "put aside".to_owned(),
        },
    }
}

/// One sentence without the reason, which stands beside the text.
pub(super) fn message(note: &TypeNote) -> String {
    match &note.item {
        Some(item) if note.whole => format!("`{item}` is a `serde_json::Value`"),
        Some(item) => format!("`{item}` holds `serde_json::Value`"),
        None => format!("in the types of `{}`, {}", note.workflow, note.reason),
    }
}

/// How many there are.
pub(super) fn summary(notes: &[TypeNote]) -> String {
    let mut items: Vec<_> = notes.iter().filter_map(|note| note.item.as_ref()).collect();
    items.sort_unstable();
    items.dedup();
    match items.len() {
        0 => "every input and output has a type".to_owned(),
        1 => "1 place is a JSON value or holds some".to_owned(),
        count => format!("{count} places are JSON values or hold some"),
    }
}

pub(super) fn object(note: &TypeNote, report: &Report) -> Value {
    let spot = Spot::of(&note.place, &report.documents);
    json!({
        "workflow": note.workflow,
        "item": note.item,
        "reason": note.reason,
        "document": spot.document,
        "pointer": note.place.pointer.as_str(),
        "line": spot.start.line,
        "column": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
    })
}

pub(super) fn rule() -> Value {
    const HELP: &str = "Give the schema a `type`, or let the caller look into the value. Nothing is wrong with it.";
    json!({
        "id": RULE,
        "shortDescription": { "text": "A value whose type is no better than JSON" },
        "fullDescription": { "text": "Where a schema is missing, open or beyond what a Rust type can say, the generated code takes or gives `serde_json::Value`." },
        "help": { "text": HELP, "markdown": HELP },
    })
}

/// A result of the level that viewers show as information.
pub(super) fn result(note: &TypeNote, index: usize, report: &Report) -> Value {
    let text = match note.item {
        Some(_) => format!("{}: {}", message(note), note.reason),
        None => message(note),
    };
    json!({
        "ruleId": RULE,
        "ruleIndex": index,
        "level": "note",
        "message": { "text": text },
        "locations": [sarif::location(&note.place, &report.documents)],
    })
}
