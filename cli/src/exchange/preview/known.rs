//! Values as far as they are known, with placeholders for the rest.

use arazzo_runtime::{Binary, json};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Value;

use super::plan::Given;

/// Words that stand for what is not known. They have letters and digits only, so that no encoding of a request changes
/// them, and what is shown in their place is put in at the very end.
#[derive(Debug, Default)]
pub(super) struct Placeholders(Vec<String>);

const BEFORE: &str = "ArazzoPlaceholder";
const AFTER: &str = "Z";

impl Placeholders {
    /// A word for an expression.
    fn word(&mut self, expression: &str) -> String {
        let known = self.0.iter().position(|it| it == expression);
        let index = known.unwrap_or_else(|| {
            self.0.push(expression.to_owned());
            self.0.len() - 1
        });
        format!("{BEFORE}{index}{AFTER}")
    }

    /// The expression that a whole text stands for.
    fn expression(&self, text: &str) -> Option<&str> {
        let index = text.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
        self.0.get(index.parse::<usize>().ok()?).map(String::as_str)
    }

    /// Whether a whole text is one of the words.
    pub(super) fn is_one(&self, text: &str) -> bool {
        self.expression(text).is_some()
    }

    /// A text with the expressions in angle brackets.
    pub(super) fn shown(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        for (index, expression) in self.0.iter().enumerate() {
            shown = shown.replace(
                &format!("{BEFORE}{index}{AFTER}"),
                &format!("<{expression}>"),
            );
        }
        shown
    }
}

/// A value that is known, but for placeholders in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    Json(Value),
    Bytes(Vec<u8>),
    Object(Vec<(&'static str, Known)>),
    Array(Vec<Known>),
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(value) => value.serialize(serializer),
            Self::Bytes(bytes) => Binary::from(bytes.as_slice()).serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
            Self::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
        }
    }
}

impl Known {
    /// As it is embedded in a text.
    pub(super) fn text(&self) -> String {
        json::text(self)
    }

    pub(super) fn json(&self) -> Value {
        json::value(self).unwrap_or_default()
    }
}

/// What evaluation needs: the inputs of a workflow, defaults filled in, and the placeholders of the whole preview.
pub(super) struct Inputs<'a> {
    pub(super) inputs: &'a Value,
    pub(super) placeholders: &'a mut Placeholders,
}

impl Inputs<'_> {
    /// A value; nothing where it is left out.
    pub(super) fn value(&mut self, given: &Given) -> Option<Known> {
        Some(match given {
            Given::Text(text) => text_of((*text).to_owned()),
            Given::Json(text) => Known::Json(serde_json::from_str(text).ok()?),
            Given::Input(pointer) => Known::Json(self.input(pointer)?),
            Given::Bytes(pointer) => match self.input(pointer)? {
                Value::String(text) => match self.placeholders.expression(&text) {
                    Some(_) => text_of(text),
                    None => decoded(&text).map_or_else(|| text_of(text), Known::Bytes),
                },
                other => Known::Json(other),
            },
            Given::Unknown(expression) => text_of(self.placeholders.word(expression)),
            Given::Template(parts) => {
                let parts = parts.iter().map(|part| self.embedded(part));
                text_of(parts.collect())
            }
            Given::Quoted(quote, inner) => {
                let value = self.embeddable(inner).json();
                text_of(quote(&value))
            }
            Given::Object(members) => {
                let members = members.iter();
                let members = members.filter_map(|(name, given)| Some((*name, self.value(given)?)));
                Known::Object(members.collect())
            }
            Given::Array(items) => {
                Known::Array(items.iter().filter_map(|item| self.value(item)).collect())
            }
        })
    }

    /// The inputs of a call.
    pub(super) fn object(&mut self, members: &[(&'static str, Given)]) -> Value {
        let members = members
            .iter()
            .filter_map(|(name, given)| Some(((*name).to_owned(), self.value(given)?.json())));
        Value::Object(members.collect())
    }

    fn embedded(&mut self, given: &Given) -> String {
        self.embeddable(given).text()
    }

    /// A value in a text, which is not sent without it.
    fn embeddable(&mut self, given: &Given) -> Known {
        self.value(given).unwrap_or_else(|| {
            let (Given::Input(pointer) | Given::Bytes(pointer)) = given else {
                return Known::Json(Value::Null);
            };
            text_of(self.placeholders.word(&expression(pointer)))
        })
    }

    /// What the inputs have at a pointer; of what is not known itself a part is not known either.
    fn input(&mut self, pointer: &str) -> Option<Value> {
        if let Some(value) = self.inputs.pointer(pointer) {
            return Some(value.clone());
        }
        let mut ends = pointer.match_indices('/').map(|(at, _)| at);
        let whole = ends.find_map(|end| {
            let (before, after) = pointer.split_at_checked(end)?;
            let text = self.inputs.pointer(before)?.as_str()?;
            let expression = self.placeholders.expression(text)?;
            Some(format!("{expression}#{after}"))
        })?;
        Some(Value::String(self.placeholders.word(&whole)))
    }
}

fn text_of(text: String) -> Known {
    Known::Json(Value::String(text))
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text).ok();
    bytes.or_else(|| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok())
}

/// `$inputs.order#/items/0`
fn expression(pointer: &str) -> String {
    let rest = pointer.strip_prefix('/').unwrap_or(pointer);
    match rest.split_once('/') {
        Some((name, rest)) => format!("$inputs.{name}#/{rest}"),
        None => format!("$inputs.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(given: &Given, inputs: Value) -> Option<String> {
        let mut placeholders = Placeholders::default();
        let whole = placeholders.word("$steps.a.outputs.order");
        let mut inputs = inputs;
        inputs["order"] = json!(whole);
        let mut inputs = Inputs {
            inputs: &inputs,
            placeholders: &mut placeholders,
        };
        let value = inputs.value(given)?;
        Some(placeholders.shown(&json::literal(&value)))
    }

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_is_an_expression() {
        let inputs = json!({"a": {"b": [1, "x"]}, "n": null, "s": "say \"hi\"", "bytes": "aGk="});
        for (given, expected) in [
            (Given::Text("t"), Some("\"t\"")),
            (Given::Json("[1.5]"), Some("[1.5]")),
            (Given::Json("null"), Some("null")),
            (Given::Input("/a/b/1"), Some("\"x\"")),
            (Given::Input("/n"), Some("null")),
            (Given::Input("/missing"), None),
            (
                Given::Input("/order/id"),
                Some("\"<$steps.a.outputs.order#/id>\""),
            ),
            (Given::Bytes("/bytes"), Some("\"aGk=\"")),
            (
                Given::Unknown("$steps.b.outputs.id"),
                Some("\"<$steps.b.outputs.id>\""),
            ),
            (
                Given::Template(&[
                    Given::Text("x-"),
                    Given::Input("/a/b/0"),
                    Given::Input("/missing"),
                    Given::Input("/a"),
                ]),
                Some("\"x-1<$inputs.missing>{\\\"b\\\":[1,\\\"x\\\"]}\""),
            ),
            (
                Given::Template(&[
                    Given::Text("{\"a\": "),
                    Given::Quoted(arazzo_runtime::quote::json_value, &Given::Input("/s")),
                    Given::Text("}"),
                ]),
                Some("\"{\\\"a\\\": \\\"say \\\\\\\"hi\\\\\\\"\\\"}\""),
            ),
            (
                Given::Object(&[
                    ("a", Given::Input("/missing")),
                    ("b", Given::Json("null")),
                    (
                        "c",
                        Given::Array(&[Given::Input("/missing"), Given::Text("x")]),
                    ),
                ]),
                Some("{\"b\":null,\"c\":[\"x\"]}"),
            ),
        ] {
            assert_eq!(
                shown(&given, inputs.clone()).as_deref(),
                expected,
                "{given:?}"
            );
        }
    }
}
