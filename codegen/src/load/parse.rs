//! Text to tree, whichever notation it is in (OpenAPI and Arazzo allow JSON and YAML, and file names are only a hint).

use std::ops::Range;

use serde_json::Value;

use super::{
    json,
    limits::Limits,
    tree::{Keys, TOO_MANY},
    yaml,
};

/// What a text holds.
pub(super) struct Parsed {
    pub(super) root: Value,
    pub(super) json: bool,
    pub(super) keys: Keys,
}

/// Why a text holds nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ParseError {
    /// Whether a limit was exceeded rather than the syntax broken.
    pub(super) limit: bool,
    pub(super) message: String,
    line: usize,
    column: usize,
    /// How many characters are at fault.
    width: usize,
}

impl ParseError {
    /// An error at a line and a column, in characters, that count from 1; `limit` words a limit in terms of documents.
    pub(super) fn new(limit: Option<String>, message: String, line: usize, column: usize) -> Self {
        Self {
            limit: limit.is_some() || message.contains(TOO_MANY),
            message: limit.unwrap_or(message),
            line,
            column,
            width: 1,
        }
    }

    /// The same of several characters.
    pub(super) fn of_width(self, width: usize) -> Self {
        Self { width, ..self }
    }

    /// The characters of `text` where the parser gave up, one as a rule; the end of the text if that is where.
    pub(super) fn range(&self, text: &str) -> Range<usize> {
        let start: usize = text
            .split_inclusive('\n')
            .take(self.line.saturating_sub(1))
            .map(str::len)
            .sum();
        let line = text.get(start..).unwrap_or_default();
        let line = line.split_inclusive('\n').next().unwrap_or_default();
        let line = line.trim_end();
        let mut characters = line.char_indices().skip(self.column.saturating_sub(1));
        let at = start + characters.next().map_or(line.len(), |(at, _)| at);
        let rest = text.get(at..).unwrap_or_default();
        let width = rest
            .chars()
            .take(self.width)
            .map(char::len_utf8)
            .sum::<usize>();
        at..at + width
    }
}

/// Reads `text`: JSON if it begins with a brace or bracket, else YAML. `name` only settles what a text in braces that is
/// no JSON might be.
pub(super) fn parse(text: &str, name: &str, limits: Limits) -> Result<Parsed, ParseError> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !body.trim_start().starts_with(['{', '[']) {
        let (root, keys) = yaml::parse(body, limits)?;
        return Ok(Parsed {
            root,
            json: false,
            keys,
        });
    }
    match json::parse(body, limits) {
        Ok((root, keys)) => Ok(Parsed {
            root,
            json: true,
            keys,
        }),
        Err(error) if error.limit || !(name.ends_with(".yaml") || name.ends_with(".yml")) => {
            Err(error)
        }
        Err(error) => match yaml::parse(body, limits) {
            Ok((root, keys)) => Ok(Parsed {
                root,
                json: false,
                keys,
            }),
            Err(_) => Err(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(text: &str) -> Parsed {
        parse(text, "a.yaml", Limits::default()).unwrap_or_else(|error| panic!("{error:?}"))
    }

    fn refused(text: &str, limits: Limits) -> String {
        let error = parse(text, "a", limits).err().unwrap();
        assert!(error.limit, "{error:?}");
        error.message
    }

    fn pointers(found: &[super::super::Pointer]) -> Vec<&str> {
        found.iter().map(super::super::Pointer::as_str).collect()
    }

    #[test]
    fn yaml_is_read_with_the_core_schema() {
        let text = "a: no\nb: on\nc: ~\nd: 0o17\ne: 0x1F\nf: .inf\ng: 2001-12-14\nh: 007\ni: ! y\nj: True\nk: !!str 1\nl:";
        let expected = json!({"a": "no", "b": "on", "c": null, "d": 15, "e": 31, "f": ".inf", "g": "2001-12-14",
            "h": "007", "i": "y", "j": true, "k": "1", "l": null});
        assert_eq!(parsed(text).root, expected);
        assert_eq!(parsed("").root, json!(null));
    }

    #[test]
    fn tags_that_json_does_not_know_are_refused_where_they_stand() {
        for (text, tag) in [
            ("a: é\nb: !!binary aGk=", "!!binary"),
            ("a: [1, !secret token]", "!secret"),
            ("a: !include {b: 1}", "!include"),
            ("a: !env\n  - x", "!env"),
            ("!root\na: 1", "!root"),
            ("a: &x !!timestamp 2001-12-14", "!!timestamp"),
        ] {
            let error = parse(text, "a.yaml", Limits::default()).err().unwrap();
            assert_eq!(text.get(error.range(text)), Some(tag), "{text}");
            assert!(error.message.contains(tag), "{}", error.message);
        }
        let text = "a: !!str 1\nb: '!secret x'\nc: so !x\nd: !!map {e: !!seq [!!int 1, !!float 2, !!bool true, !!null ~]}";
        let expected =
            json!({"a": "1", "b": "!secret x", "c": "so !x", "d": {"e": [1, 2.0, true, null]}});
        assert_eq!(parsed(text).root, expected);
    }

    #[test]
    fn big_integers_keep_their_digits() {
        for text in [
            "a: 123456789012345678901",
            r#"{"a": 123456789012345678901}"#,
        ] {
            assert_eq!(parsed(text).root["a"].to_string(), "123456789012345678901");
        }
        let exact = parsed(r#"{"a": 1.10, "b": 1e400, "c": -0}"#).root;
        assert_eq!(exact.to_string(), r#"{"a":1.10,"b":1e+400,"c":-0}"#);
    }

    #[test]
    fn json_is_told_by_its_first_character() {
        assert!(parsed("\u{feff} \n{\"a\": \"\\ud83d\\ude00\"}").json);
        assert!(!parsed("a: 1").json);
        assert!(!parsed("{a: 1}").json);
        assert!(parse("{a: 1}", "a.json", Limits::default()).is_err());
    }

    #[test]
    fn keys_are_text_and_odd_ones_are_noted() {
        let yaml =
            parsed("r:\n  200: a\n  '201': b\n  1.10: c\n  true: d\nl:\n  - x: 1\n    x: 2\n");
        assert_eq!(
            yaml.root["r"],
            json!({"200": "a", "201": "b", "1.10": "c", "true": "d"})
        );
        assert_eq!(
            pointers(&yaml.keys.ambiguous),
            ["/r/200", "/r/201", "/r/1.10", "/r/true"]
        );
        assert_eq!(pointers(&yaml.keys.duplicate), ["/l/0/x"]);
        let json = parsed(r#"{"a/b": {"200": 1, "200": 2}}"#);
        assert_eq!(pointers(&json.keys.duplicate), ["/a~1b/200"]);
        assert!(json.keys.ambiguous.is_empty());
    }

    #[test]
    fn merge_keys_are_applied_and_noted() {
        let yaml = parsed("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n");
        assert_eq!(yaml.root["b"], json!({"y": 3, "x": 1}));
        assert_eq!(pointers(&yaml.keys.merge), ["/b/<<"]);
    }

    fn place(text: &str) -> (String, std::ops::Range<usize>) {
        let error = parse(text, "a.yaml", Limits::default()).err().unwrap();
        assert!(!error.limit, "{error:?}");
        (error.message.clone(), error.range(text))
    }

    #[test]
    fn a_file_holds_one_document() {
        for text in ["a: 1\n---\n", "---\na: 1\n...\n", "---\na: 1\n---\n# end\n"] {
            assert_eq!(parsed(text).root, json!({"a": 1}));
        }
        let (message, range) = place("a: 1\n---\nb: 2\n");
        assert_eq!(
            message,
            "a second document begins here, and a file holds one"
        );
        assert_eq!(range.start, 5);
    }

    #[test]
    fn a_character_that_yaml_forbids_is_pointed_at() {
        let (message, range) = place("a: 1\nb: x\u{1}y\n");
        assert_eq!(message, "control characters are not allowed");
        assert_eq!(range.start, 9);
    }

    #[test]
    fn columns_count_characters() {
        for (name, text) in [
            ("a.yaml", "a: é😀 \"x\": y: z\n"),
            ("a.json", "{\"é😀\": 1 z}"),
        ] {
            let error = parse(text, name, Limits::default()).err().unwrap();
            let at = text.get(error.range(text).start..).unwrap();
            assert!(at == ": y: z\n" || at == "z}", "{}: {at}", error.message);
        }
    }

    #[test]
    fn brackets_in_text_are_no_nesting() {
        let text = format!("a: |\n  {}\nb: 1", "[{".repeat(500));
        assert_eq!(parsed(&text).root["b"], json!(1));
    }

    #[test]
    fn bombs_end_in_a_message() {
        let deep = "[".repeat(100_000);
        assert_eq!(
            refused(&deep, Limits::default()),
            "nested deeper than 128 levels"
        );
        let deep = format!("a: {}", "[".repeat(2_000));
        assert_eq!(
            refused(&deep, Limits::default()),
            "nested deeper than 128 levels"
        );
        let deep = format!("a: {}", "{b: ".repeat(100_000));
        assert_eq!(
            refused(&deep, Limits::default()),
            "nested deeper than 128 levels"
        );
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert_eq!(
            refused(&bomb, Limits::default()),
            "aliases expand to too many values"
        );
        let few = Limits {
            values: 3,
            ..Limits::default()
        };
        assert_eq!(
            refused("[1, 2, 3]", few),
            "more than 3 values, aliases expanded"
        );
    }
}
