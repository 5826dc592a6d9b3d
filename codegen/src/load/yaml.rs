//! YAML text to a tree. The only module that knows which YAML reader is used.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::{
    options::{DEPTH, Limits},
    parse::ParseError,
    tree::{Builder, Keys},
};

/// Reads one YAML document.
pub(super) fn parse(text: &str, limits: Limits) -> Result<(Value, Keys), ParseError> {
    let mut builder = Builder::new(limits, true);
    let reader = serde_yaml::Deserializer::from_str(text);
    match builder.seed().deserialize(reader) {
        Ok(root) => Ok((root, builder.keys())),
        Err(error) => Err(explain(&error)),
    }
}

/// The reader's message without its location, which is returned beside it.
fn explain(error: &serde_yaml::Error) -> ParseError {
    let (line, column) = error
        .location()
        .map_or((1, 1), |location| (location.line(), location.column()));
    let full = error.to_string();
    let suffix = format!(" at line {line} column {column}");
    let message = full.replace(&suffix, "");
    let limit = if message.contains("recursion limit exceeded") {
        Some(format!("nested deeper than {DEPTH} levels"))
    } else if message.contains("repetition limit exceeded") {
        Some("aliases expand to too many values".to_owned())
    } else {
        None
    };
    ParseError::new(limit, message, line, column)
}
