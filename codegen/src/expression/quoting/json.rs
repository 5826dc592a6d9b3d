//! JSON documents that are written as text, with expressions as places in them.

mod members;

use std::ops::Range;

use serde_json::Value;

use crate::load::read_json;

use super::{
    super::{SyntaxError, TemplatePart},
    Quoting,
};

/// A JSON document, each of whose places holds a mark instead of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonText {
    /// The document.
    pub document: Value,
    /// What its places take, from left to right.
    pub places: Vec<Quoting>,
    /// The members that they are in.
    pub members: Vec<Option<String>>,
    mark: char,
}

impl JsonText {
    /// Whether only a run knows what a value becomes.
    pub fn is_dynamic(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.is_marked(text))
    }

    /// Whether a text has a place in it.
    fn is_marked(&self, text: &str) -> bool {
        text.contains(self.mark)
    }

    /// How many places a text has in it.
    pub fn marks(&self, text: &str) -> usize {
        text.matches(self.mark).count()
    }

    /// Whether only a run knows the name of some member.
    pub fn has_dynamic_names(&self) -> bool {
        self.names_a_place(&self.document)
    }

    // The reader bounds how deep a document nests.
    fn names_a_place(&self, value: &Value) -> bool {
        match value {
            Value::Object(members) => members
                .iter()
                .any(|(name, member)| self.is_marked(name) || self.names_a_place(member)),
            Value::Array(items) => items.iter().any(|item| self.names_a_place(item)),
            _ => false,
        }
    }
}

/// Reads a text as a JSON document.
///
/// # Errors
///
/// Where no values can make it one, and where an object has two members of one name.
pub fn json_text(parts: &[TemplatePart]) -> Result<JsonText, SyntaxError> {
    let mark = unused(parts);
    let mut filled = Filled::default();
    for part in parts {
        match part {
            TemplatePart::Text(text) => filled.text(text),
            TemplatePart::Expression(embedded) => {
                // Tolerated forms may lack the braces.
                let start = embedded.span.start.saturating_sub(1);
                filled.place(start..embedded.span.end + 1, mark);
            }
        }
    }
    let (document, keys) = read_json(&filled.text).map_err(|error| filled.error(&error))?;
    let text = JsonText {
        document,
        places: filled.places,
        members: members::names(&filled.text, mark),
        mark,
    };
    let names = keys.duplicate.iter().filter_map(|at| at.tokens().last());
    match names.into_iter().find(|name| !text.is_marked(name)) {
        None => Ok(text),
        Some(name) => Err(SyntaxError::new(
            0..0,
            format!("the text is not a JSON document: an object has two members `{name}`"),
        )),
    }
}

/// A character of no meaning that the text does not hold, escaped or not.
fn unused(parts: &[TemplatePart]) -> char {
    let texts: Vec<String> = parts
        .iter()
        .filter_map(|part| match part {
            TemplatePart::Text(text) => Some(text.to_ascii_lowercase()),
            TemplatePart::Expression(_) => None,
        })
        .collect();
    let is_unused = |mark: &char| {
        let escape: String = mark
            .encode_utf16(&mut [0; 2])
            .iter()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect();
        !texts
            .iter()
            .any(|text| text.contains(*mark) || text.contains(&escape))
    };
    ('\u{F0000}'..'\u{FFFFE}')
        .find(is_unused)
        .unwrap_or('\u{F0000}')
}

/// A piece of the text.
struct Piece {
    /// Where it begins in the text with marks.
    start: usize,
    /// Where it is in the text as written.
    written: Range<usize>,
    is_place: bool,
}

/// The text with marks in its places.
#[derive(Default)]
struct Filled {
    text: String,
    places: Vec<Quoting>,
    pieces: Vec<Piece>,
    in_string: bool,
    escaped: bool,
}

impl Filled {
    fn text(&mut self, text: &str) {
        let start = self.pieces.last().map_or(0, |piece| piece.written.end);
        self.pieces.push(Piece {
            start: self.text.len(),
            written: start..start + text.len(),
            is_place: false,
        });
        for character in text.chars() {
            match character {
                _ if self.escaped => self.escaped = false,
                '\\' if self.in_string => self.escaped = true,
                '"' => self.in_string = !self.in_string,
                _ => {}
            }
        }
        self.text.push_str(text);
    }

    fn place(&mut self, written: Range<usize>, mark: char) {
        self.pieces.push(Piece {
            start: self.text.len(),
            written,
            is_place: true,
        });
        if self.in_string {
            self.text.push(mark);
            self.places.push(Quoting::JsonString);
        } else {
            self.text.extend(['"', mark, '"']);
            self.places.push(Quoting::JsonValue);
        }
    }

    /// The reader's error, in the text as written.
    fn error(&self, error: &serde_json::Error) -> SyntaxError {
        let full = error.to_string();
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let reason = full.strip_suffix(&suffix).unwrap_or(&full);
        let message = format!("the text is not a JSON document: {reason}");
        let mut lines = self.text.split_inclusive('\n');
        let above = error.line().saturating_sub(1);
        let above: usize = lines.by_ref().take(above).map(str::len).sum();
        let at = (above + error.column().saturating_sub(1))
            .min(self.text.trim_end().len().saturating_sub(1));
        SyntaxError::new(self.written(at), message)
    }

    /// What stands at a byte of the filled text: a place, or one character.
    fn written(&self, at: usize) -> Range<usize> {
        let at = floor(&self.text, at);
        let Some(piece) = self.pieces.iter().rfind(|piece| piece.start <= at) else {
            return 0..0;
        };
        if piece.is_place {
            return piece.written.clone();
        }
        let width = self.text.get(at..).and_then(|rest| rest.chars().next());
        let start = piece.written.start + (at - piece.start);
        start..start + width.map_or(0, char::len_utf8)
    }
}

/// The start of the character that holds a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::super::template, *};
    use crate::expression::Template;

    fn read(text: &str) -> Result<JsonText, SyntaxError> {
        let parts = match template(text).unwrap() {
            Template::Parts(parts) => parts,
            _ => vec![TemplatePart::Text(text.to_owned())],
        };
        json_text(&parts)
    }

    #[test]
    fn places_are_inside_of_strings_or_values_of_their_own() {
        let text =
            r#"{"{$inputs.k}": {$inputs.v}, "s": "\\\"{$inputs.s}", "l": [{$inputs.v}, 1.10]}"#;
        let read = read(text).unwrap();
        use Quoting::{JsonString, JsonValue};
        assert_eq!(read.places, [JsonString, JsonValue, JsonString, JsonValue]);
        assert!(read.has_dynamic_names());
        assert!(read.is_dynamic(&read.document["s"]));
        assert!(read.is_dynamic(&read.document["l"][0]));
        assert!(!read.is_dynamic(&read.document["l"][1]));
        assert_eq!(read.document["l"][1].to_string(), "1.10");
    }

    #[test]
    fn a_text_that_no_value_makes_json_is_refused_where_it_breaks() {
        for (text, wrong) in [
            (r#"{"s": {$inputs.s}"#, "{$inputs.s}"),
            (r#"{"s": é {$inputs.s}}"#, "é"),
            (r#"{"n": 1{$inputs.s}}"#, "{$inputs.s}"),
            (r#"{"s": "\{$inputs.s}"}"#, "{$inputs.s}"),
            ("{\n\"a\": {$inputs.s},\n\"b\" 1}", "1"),
            (r#"{"name": Tom}"#, "T"),
            ("Tom", "T"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(text.get(error.span.clone()), Some(wrong), "{text}: {error}");
            assert!(
                error
                    .message
                    .starts_with("the text is not a JSON document: ")
            );
        }
    }

    #[test]
    fn two_members_of_one_name_are_no_document() {
        let error = read(r#"{"a": 1, "b": {"c": 1, "c": {$inputs.c}}}"#).unwrap_err();
        assert!(error.message.contains("two members `c`"), "{error}");
        assert!(read(r#"{"{$inputs.a}": 1, "{$inputs.b}": 2}"#).is_ok());
    }

    #[test]
    fn a_mark_is_none_of_the_text() {
        let read = read("[\"\u{F0000}\", \"\\uDB80\\uDC01\", {$inputs.a}]").unwrap();
        let dynamic = |at: usize| read.is_dynamic(&read.document[at]);
        assert_eq!([dynamic(0), dynamic(1), dynamic(2)], [false, false, true]);
        assert_eq!(read.document[1], json!("\u{F0001}"));
    }
}
