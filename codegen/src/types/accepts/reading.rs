//! What else a literal is where only its text is sent: `'5'` is a number there, and one value is a list of one.

use serde_json::Value;

use super::{Fault, Mismatch, Wire};
use crate::load::Pointer;

/// What may stand between the elements of a list.
const SEPARATORS: [char; 3] = [',', '|', ' '];

/// A value that has the same text.
pub(super) struct Reading {
    pub(super) value: Value,
    /// Whether the text as a whole is more than the scalars in the value.
    pub(super) parts: bool,
}

/// The values that the same text stands for.
pub(super) fn readings(literal: &Value, wire: Wire) -> Vec<Reading> {
    if wire == Wire::Json {
        return Vec::new();
    }
    let parsed = match literal {
        Value::String(text) => serde_json::from_str::<Value>(text.trim()).ok(),
        Value::Number(_) | Value::Bool(_) => Some(Value::String(literal.to_string())),
        _ => return Vec::new(),
    };
    let whole = |value: Value| Reading {
        value,
        parts: false,
    };
    let mut scalars = vec![literal.clone()];
    let mut all = Vec::new();
    match parsed {
        // The JSON of a part of a form is text in the document as it is on the wire.
        Some(value @ (Value::Array(_) | Value::Object(_))) if wire == Wire::Form => {
            all.push(Reading { value, parts: true });
        }
        Some(Value::Array(_) | Value::Object(_)) => {}
        Some(value) => {
            all.push(whole(value.clone()));
            scalars.push(value);
        }
        None => {}
    }
    if let (Value::String(text), false) = (literal, wire == Wire::Text { lists: true }) {
        let separated = SEPARATORS
            .iter()
            .filter(|separator| text.contains(**separator));
        all.extend(separated.map(|separator| {
            let elements = text
                .split(*separator)
                .map(|element| Value::from(element.trim()));
            Reading {
                value: Value::Array(elements.collect()),
                parts: true,
            }
        }));
    }
    let lists = scalars.into_iter().map(|value| Value::Array(vec![value]));
    all.extend(lists.map(whole));
    all
}

/// How far a value at `at` is from fitting: one of the right kind is closer.
pub(super) fn distance(found: &[Mismatch], at: &Pointer) -> (bool, usize) {
    let of_kind =
        |found: &Mismatch| found.pointer == *at && matches!(found.fault, Fault::Kind { .. });
    (found.iter().any(of_kind), found.len())
}
