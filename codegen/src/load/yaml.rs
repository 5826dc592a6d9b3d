//! YAML text to a tree. The only module that knows which YAML reader is used.

use granit_parser::{ErrorKind, Parser};
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::{
    options::{DEPTH, Limits},
    parse::ParseError,
    tree::{Builder, Keys},
};

/// Reads one YAML document.
pub(super) fn parse(text: &str, limits: Limits) -> Result<(Value, Keys), ParseError> {
    refuse_deep_brackets(text)?;
    let mut builder = Builder::new(limits, true);
    let reader = serde_yaml::Deserializer::from_str(text);
    match builder.seed().deserialize(reader) {
        Ok(root) => Ok((root, builder.keys())),
        Err(error) => Err(explain(&error)),
    }
}

/// The reader takes a time that grows with the square of how deep brackets nest, before its own limit is reached. Counting
/// brackets as if none were part of a string tells nearly all texts from such a one; the others are looked at closely.
fn refuse_deep_brackets(text: &str) -> Result<(), ParseError> {
    let mut depth = 0_usize;
    let mut deepest = 0_usize;
    for byte in text.as_bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if deepest <= DEPTH {
        return Ok(());
    }
    let options = granit_parser::options! { flow_nesting_limit: DEPTH };
    for event in Parser::new_from_str_with_options(text, options) {
        if let Err(error) = event {
            let mark = error.marker();
            let limit = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
            let limit = limit.then(|| format!("nested deeper than {DEPTH} levels"));
            let message = error.info();
            return Err(ParseError::new(limit, message, mark.line(), mark.col() + 1));
        }
    }
    Ok(())
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
