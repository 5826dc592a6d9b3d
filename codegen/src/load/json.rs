//! JSON text to a tree.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::{
    limits::{DEPTH, Limits},
    parse::ParseError,
    tree::{Builder, Keys},
};

/// Reads one JSON document.
pub(super) fn parse(text: &str, limits: Limits) -> Result<(Value, Keys), ParseError> {
    read(text, limits).map_err(|error| explain(text, &error))
}

/// Reads a JSON document that stands in a string of another.
///
/// # Errors
///
/// Those of the reader.
pub fn read_json(text: &str) -> serde_json::Result<(Value, Keys)> {
    read(text, Limits::default())
}

fn read(text: &str, limits: Limits) -> serde_json::Result<(Value, Keys)> {
    let mut builder = Builder::new(limits, false);
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = builder.seed().deserialize(&mut reader)?;
    reader.end()?;
    Ok((root, builder.keys()))
}

/// The reader's message without its location, which is returned beside it.
fn explain(text: &str, error: &serde_json::Error) -> ParseError {
    let full = error.to_string();
    let suffix = format!(" at line {} column {}", error.line(), error.column());
    let message = full.strip_suffix(&suffix).unwrap_or(&full).to_owned();
    let limit = message
        .contains("recursion limit exceeded")
        .then(|| format!("nested deeper than {DEPTH} levels"));
    ParseError::new(limit, message, error.line(), column(text, error))
}

/// The column in characters; the reader counts bytes.
fn column(text: &str, error: &serde_json::Error) -> usize {
    let line = text.split('\n').nth(error.line().saturating_sub(1));
    let bytes = line.unwrap_or_default().bytes().take(error.column());
    // All bytes of a character but the first have these two bits.
    bytes.filter(|byte| byte & 0xC0 != 0x80).count()
}
