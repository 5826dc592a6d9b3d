//! YAML text to a tree. The only module that knows which YAML reader is used.

use granit_parser::{ErrorKind, Event, Parser};
use serde::de::DeserializeSeed;
use serde_json::Value;

use super::{
    limits::{DEPTH, Limits},
    parse::ParseError,
    tree::{Builder, Keys},
};

/// Reads the one YAML document of a text; empty ones may follow it, as a last `---` makes one.
pub(super) fn parse(text: &str, limits: Limits) -> Result<(Value, Keys), ParseError> {
    refuse_deep_brackets(text)?;
    refuse_tags(text)?;
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let mut builder = Builder::new(limits, true);
    let root = match documents.next() {
        Some(first) => builder.seed().deserialize(first),
        None => return Ok((Value::Null, builder.keys())),
    };
    let root = root.map_err(|error| explain(text, &error))?;
    for further in documents {
        let empty = Builder::new(limits, true).seed().deserialize(further);
        if empty.map_err(|error| explain(text, &error))? != Value::Null {
            let (line, column) = second_document(text);
            let message = "a second document begins here, and a file holds one".to_owned();
            return Err(ParseError::new(None, message, line, column));
        }
    }
    Ok((root, builder.keys()))
}

/// Where the second document of a text begins.
fn second_document(text: &str) -> (usize, usize) {
    let starts = Parser::new_from_str(text).filter_map(|event| match event {
        Ok((Event::DocumentStart(..), span)) => Some(span),
        _ => None,
    });
    starts
        .skip(1)
        .map(|span| (span.start.line(), span.start.col() + 1))
        .next()
        .unwrap_or((1, 1))
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

/// Whether a tab indents the line.
fn indented_by_tab(text: &str, line: usize) -> bool {
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let indentation = line.len() - line.trim_start().len();
    line.get(..indentation).unwrap_or_default().contains('\t')
}

/// Tags that JSON has no notion of, such as `!!binary` and `!secret`: what they stand for is not known, and the text behind
/// them would be sent as it is (decision D-69).
fn refuse_tags(text: &str) -> Result<(), ParseError> {
    if !may_have_tags(text) {
        return Ok(());
    }
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            return Ok(()); // the reader says what is wrong
        };
        let (Event::Scalar(_, _, _, Some(tag))
        | Event::SequenceStart(_, _, Some(tag))
        | Event::MappingStart(_, _, Some(tag))) = event
        else {
            continue;
        };
        let written = tag.original();
        if tag.is_custom() && written != "!" {
            let end = offset(text, span.start.line(), span.start.col());
            let before = text.get(..end).unwrap_or_default();
            let at = before.rfind(&written).unwrap_or(end);
            let (line, column) = line_and_column(text, at);
            let message = format!(
                "the tag `{written}` means nothing here: JSON has no such values, so write the value itself"
            );
            let width = written.chars().count();
            return Err(ParseError::new(None, message, line, column).of_width(width));
        }
    }
    Ok(())
}

/// Whether a `!` stands where tags do.
fn may_have_tags(text: &str) -> bool {
    text.match_indices('!').any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || "[{,:-".contains(before))
    })
}

/// The offset in bytes of a line, from 1, and a column in characters, from 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n');
    let start: usize = lines.take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let within = rest.char_indices().nth(column);
    start + within.map_or(rest.len(), |(at, _)| at)
}

/// The reader's message without its location, which is returned beside it.
fn explain(text: &str, error: &serde_yaml::Error) -> ParseError {
    let full = error.to_string();
    // Of a character that YAML does not allow the reader tells the offset in bytes, and no line.
    let (line, column, message) = if let Some((message, offset)) = full.rsplit_once(" at position ")
    {
        let (line, column) = line_and_column(text, offset.parse().unwrap_or_default());
        (line, column, message.to_owned())
    } else {
        let (line, column) = error
            .location()
            .map_or((1, 1), |location| (location.line(), location.column()));
        let suffix = format!(" at line {line} column {column}");
        (line, column, full.replace(&suffix, ""))
    };
    let message = match indented_by_tab(text, line) {
        true => "a tab stands in the indentation, where YAML has spaces only".to_owned(),
        false => message,
    };
    let limit = if message.contains("recursion limit exceeded") {
        Some(format!("nested deeper than {DEPTH} levels"))
    } else if message.contains("repetition limit exceeded") {
        Some("aliases expand to too many values".to_owned())
    } else {
        None
    };
    ParseError::new(limit, message, line, column)
}

/// The line and the column, in characters, of an offset in bytes; both count from 1.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}
