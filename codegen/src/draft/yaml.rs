//! YAML with comments where they help, whatever the texts are.

use serde_json::Value;

/// A value to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Yaml {
    /// A string, a number, a boolean or null; of lists and objects only those without anything in them.
    Scalar(Value),
    Map(Vec<Entry>),
    List(Vec<Item>),
}

/// A member of an object, below what is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) comments: Vec<String>,
    pub(super) key: String,
    pub(super) value: Yaml,
}

/// An element of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) comments: Vec<String>,
    pub(super) value: Yaml,
}

/// Comments are wrapped before they get longer.
const WIDTH: usize = 100;

impl Yaml {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Scalar(Value::String(text.into()))
    }

    /// A value without comments.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) if !items.is_empty() => {
                Self::list(items.iter().map(Self::of).collect())
            }
            Value::Object(members) if !members.is_empty() => Self::Map(
                members
                    .iter()
                    .map(|(key, value)| entry(key, Self::of(value)))
                    .collect(),
            ),
            scalar => Self::Scalar(scalar.clone()),
        }
    }

    pub(super) fn list(values: Vec<Self>) -> Self {
        let items = values.into_iter().map(|value| Item {
            comments: Vec::new(),
            value,
        });
        Self::List(items.collect())
    }

    /// The whole text of a document.
    pub(super) fn document(&self) -> String {
        let mut text = String::new();
        self.write(0, &mut text);
        text
    }

    /// Writes a value that begins on a line of its own, at `depth` levels.
    fn write(&self, depth: usize, text: &mut String) {
        match self {
            Self::Scalar(scalar) => {
                indent(depth, text);
                text.push_str(&written(scalar));
                text.push('\n');
            }
            Self::Map(entries) => {
                for entry in entries {
                    comment(&entry.comments, depth, text);
                    indent(depth, text);
                    entry.write(depth, text);
                }
            }
            Self::List(items) => {
                for item in items {
                    comment(&item.comments, depth, text);
                    indent(depth, text);
                    item.write(depth, text);
                }
            }
        }
    }

    fn is_block(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::Map(entries) => !entries.is_empty(),
            Self::List(items) => !items.is_empty(),
        }
    }

    fn inline(&self) -> String {
        match self {
            Self::Scalar(scalar) => written(scalar),
            Self::Map(_) => "{}".to_owned(),
            Self::List(_) => "[]".to_owned(),
        }
    }
}

/// A member without comment.
pub(super) fn entry(key: &str, value: Yaml) -> Entry {
    Entry {
        comments: Vec::new(),
        key: key.to_owned(),
        value,
    }
}

impl Entry {
    /// The same below a comment.
    pub(super) fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comments.push(comment.into());
        self
    }

    /// Writes a member behind its indentation.
    fn write(&self, depth: usize, text: &mut String) {
        text.push_str(&string(&self.key));
        text.push(':');
        if self.value.is_block() {
            text.push('\n');
            self.value.write(depth + 1, text);
        } else {
            text.push(' ');
            text.push_str(&self.value.inline());
            text.push('\n');
        }
    }
}

impl Item {
    fn write(&self, depth: usize, text: &mut String) {
        text.push_str("- ");
        match &self.value {
            // The first member stands behind the dash; what is said of it stands above.
            Yaml::Map(entries) if !entries.is_empty() => {
                for (index, entry) in entries.iter().enumerate() {
                    if index > 0 {
                        comment(&entry.comments, depth + 1, text);
                        indent(depth + 1, text);
                    }
                    entry.write(depth + 1, text);
                }
            }
            Yaml::List(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        comment(&item.comments, depth + 1, text);
                        indent(depth + 1, text);
                    }
                    item.write(depth + 1, text);
                }
            }
            value => {
                text.push_str(&value.inline());
                text.push('\n');
            }
        }
    }
}

fn indent(depth: usize, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
}

/// Comments, wrapped. Nothing in them ends the line or is not to be seen.
fn comment(comments: &[String], depth: usize, text: &mut String) {
    for comment in comments {
        let mut line = String::new();
        for word in plain(comment).split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.chars().count() + word.chars().count() > WIDTH {
                indent(depth, text);
                text.push_str(&format!("#{line}\n"));
                line.clear();
            }
            line.push(' ');
            line.push_str(word);
        }
        if !line.is_empty() {
            indent(depth, text);
            text.push_str(&format!("#{line}\n"));
        }
    }
}

/// A text on one line, with a space for whatever YAML cannot hold in a comment.
pub(super) fn plain(text: &str) -> String {
    let seen = text.chars().map(|letter| match letter {
        letter if letter.is_whitespace() || !is_printable(letter) => ' ',
        letter => letter,
    });
    let line: String = seen.collect();
    line.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A scalar as it stands in the text.
fn written(scalar: &Value) -> String {
    match scalar {
        Value::String(text) => string(text),
        other => other.to_string(),
    }
}

/// A string: as it is where nothing else could be meant, in single quotes where that is enough, else with escapes.
fn string(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    if text
        .chars()
        .all(|letter| letter == ' ' || letter.is_ascii_graphic())
    {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter if is_printable(letter) => quoted.push(letter),
            letter => match u32::from(letter) {
                code @ 0..=0xffff => quoted.push_str(&format!("\\u{code:04x}")),
                code => quoted.push_str(&format!("\\U{code:08x}")),
            },
        }
    }
    quoted.push('"');
    quoted
}

/// Whether every YAML reader takes this text, without quotes, for itself.
fn is_plain(text: &str) -> bool {
    let words = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    ];
    let begins = |first: char| first.is_ascii_alphabetic() || matches!(first, '$' | '/');
    let inside =
        |letter: char| letter.is_ascii_alphanumeric() || " _-./$#=<>()&|+,;@^~?*!".contains(letter);
    // A version is no number.
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.split('.').count() == 3 && text.split('.').all(digits) {
        return true;
    }
    text.starts_with(begins)
        && !text.ends_with(' ')
        && !text.contains(" #")
        && text.chars().all(inside)
        && !words.contains(&text.to_ascii_lowercase().as_str())
}

/// The characters that YAML takes as they are (1.2, section 5.1), without those that end lines, turn the direction of text
/// or cannot be seen.
fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(
            letter,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Map, json};

    use super::*;
    use crate::load::Document;

    fn value(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::Scalar(scalar) => scalar.clone(),
            Yaml::Map(entries) => {
                let members = entries.iter();
                let members = members.map(|entry| (entry.key.clone(), value(&entry.value)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            Yaml::List(items) => items.iter().map(|item| value(&item.value)).collect(),
        }
    }

    #[test]
    fn what_needs_no_quotes_has_none() {
        let members = json!({
            "condition": "$statusCode == 200 && $response.body#/a != 1",
            "value": "$steps.a.outputs.b",
            "path": "{$sourceDescriptions.a.url}#/x",
            "yes": "No",
            "version": "1.0",
            "arazzo": "1.0.1",
            "note": "a: b",
            "empty": "",
            "list": ["a", {"b": 1, "c": [[]]}, []],
        });
        let text = Yaml::of(&members).document();
        assert_eq!(
            text,
            "condition: $statusCode == 200 && $response.body#/a != 1
value: $steps.a.outputs.b
path: '{$sourceDescriptions.a.url}#/x'
'yes': 'No'
version: '1.0'
arazzo: 1.0.1
note: 'a: b'
empty: ''
list:
  - a
  - b: 1
    c:
      - []
  - []
"
        );
    }

    #[test]
    fn comments_stand_above_and_cannot_be_escaped_from() {
        let map = Yaml::Map(vec![
            entry("a", Yaml::text("x")).with_comment("one\nb: two\u{2028}c: three"),
            entry(
                "b",
                Yaml::Map(vec![entry("c", Yaml::text("why")).with_comment("z")]),
            ),
        ]);
        assert_eq!(
            map.document(),
            "# one b: two c: three\na: x\nb:\n  # z\n  c: why\n"
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            any::<String>(),
            "[ -~]{0,12}",
            "(true|~|null|0x1f|1e3|- a|\\? a|@a|`a|%a|!a|&a|\\*a|\\.inf|---|\\.\\.\\.|a: b|a #b|'|\"|\\\\n)"
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((text.clone(), inner), 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn with_comments(yaml: Yaml, comment: &str) -> Yaml {
        let comments = vec![comment.to_owned()];
        match yaml {
            Yaml::Map(entries) => Yaml::Map(
                (entries.into_iter())
                    .map(|entry| Entry {
                        comments: comments.clone(),
                        value: with_comments(entry.value, comment),
                        ..entry
                    })
                    .collect(),
            ),
            Yaml::List(items) => Yaml::List(
                (items.into_iter())
                    .map(|item| Item {
                        comments: comments.clone(),
                        value: with_comments(item.value, comment),
                    })
                    .collect(),
            ),
            scalar => scalar,
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_again(root in any_value(), comment in any::<String>()) {
            let root = json!({"root": root});
            let yaml = with_comments(Yaml::of(&root), &comment);
            prop_assert_eq!(&value(&yaml), &root);
            let text = yaml.document();
            let read = Document::parse("a.yaml", &text);
            let read = read.map(|document| document.root.clone());
            prop_assert_eq!(read.ok(), Some(root), "{}", text);
        }
    }
}
