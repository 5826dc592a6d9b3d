//! Whether text in a document names something, in whatever way it is written.

use serde_json::Value;

/// Whether a string below `value` is `text` and nothing else.
pub(super) fn is_somewhere(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found.trim() == text,
        Value::Array(items) => items.iter().any(|item| is_somewhere(item, text)),
        Value::Object(members) => members.values().any(|item| is_somewhere(item, text)),
        _ => false,
    }
}

/// Whether some text holds `name`, not as the start of a longer name.
pub(super) fn mentions(value: &Value, name: &str) -> bool {
    match value {
        Value::String(text) => text.match_indices(name).any(|(at, _)| {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '-')
        }),
        Value::Array(items) => items.iter().any(|item| mentions(item, name)),
        Value::Object(members) => members.values().any(|member| mentions(member, name)),
        _ => false,
    }
}
