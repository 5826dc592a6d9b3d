//! How a value that does not have the declared type is described: where it stands and what was expected, never what it
//! is.
//!
//! Messages of `serde` quote the value, which may be anything an API knows about anybody, and errors end up in logs.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde_json::Value;
use serde_json::error::{Category, Error};
use serde_json::value::RawValue;

mod lenient;
mod place;
mod strict;

pub(crate) use strict::{Strict, from_str};

/// How `serde` names what it found, before it quotes it.
const FOUND: [&str; 10] = [
    "boolean",
    "integer",
    "floating point",
    "number",
    "character",
    "string",
    "byte array",
    "null",
    "sequence",
    "map",
];

/// A value as a type.
///
/// # Errors
/// Where it does not fit and what was expected there, without the value.
pub(crate) fn fit<D: DeserializeOwned>(value: &Value) -> Result<D, String> {
    D::deserialize(Strict(value)).or_else(|_| again(&value.to_string()))
}

/// JSON text as a type.
///
/// # Errors
/// As for [`fit`].
pub(crate) fn text<D: DeserializeOwned>(json: &str) -> Result<D, String> {
    from_str(json).or_else(|_| again(json))
}

/// JSON text that did not fit as it came, with its whole numbers as integers (JSON Schema 2020-12 core, section 4.2.3).
///
/// # Errors
/// As for [`fit`].
pub(crate) fn again<D: DeserializeOwned>(json: &str) -> Result<D, String> {
    lenient::read(json).map_err(|misfit| misfit.to_string())
}

/// One JSON value as text, to be read as one type or another.
#[derive(Debug)]
pub(crate) struct Text {
    json: String,
    /// Whether this is the second look, in which whole numbers are integers.
    again: bool,
}

impl Text {
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// The value as a type.
    ///
    /// # Errors
    /// What was expected, without the value and its place.
    pub(crate) fn read<D: DeserializeOwned>(&self) -> Result<D, String> {
        if self.again {
            return lenient::read(&self.json).map_err(|misfit| misfit.message);
        }
        from_str(&self.json).map_err(|error| describe(&error))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl<'de> Visitor<'de> for Whole {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Text, D::Error> {
                let raw = Box::<RawValue>::deserialize(deserializer)?;
                Ok(Text {
                    json: String::from(Box::<str>::from(raw)),
                    again: false,
                })
            }

            fn visit_str<E>(self, json: &str) -> Result<Text, E> {
                Ok(Text {
                    json: json.to_owned(),
                    again: true,
                })
            }
        }

        deserializer.deserialize_newtype_struct(lenient::TEXT, Whole)
    }
}

/// Describes the error, which came of reading a value.
pub(crate) fn describe(error: &Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&position).unwrap_or(&text);
    let is_syntax = error.classify() != Category::Data;
    let kept = if is_syntax {
        Some(text.to_owned())
    } else {
        without_value(text)
    };
    kept.unwrap_or_else(|| "it does not fit".to_owned())
}

/// The message without what it quotes of the value; none if it is not one of those that `serde` makes.
fn without_value(text: &str) -> Option<String> {
    for problem in ["invalid type", "invalid value"] {
        let quoted = text
            .strip_prefix(problem)
            .and_then(|it| it.strip_prefix(": "));
        if let Some(quoted) = quoted {
            // What is expected holds no comma of this sort, but the value may.
            let (value, expected) = quoted.rsplit_once(", expected ")?;
            if let Some(range) = out_of_range(value, expected) {
                return Some(format!(
                    "number out of range, expected {expected} ({range})"
                ));
            }
            let found = FOUND.iter().find(|found| value.starts_with(**found));
            let found = found.map_or_else(String::new, |found| format!(": {found}"));
            return Some(format!("{problem}{found}, expected {expected}"));
        }
    }
    for problem in ["unknown variant", "unknown field"] {
        let quoted = text
            .strip_prefix(problem)
            .and_then(|it| it.strip_prefix(" `"));
        if let Some(quoted) = quoted {
            let expected = quoted
                .rsplit_once("`, expected ")
                .map(|(_, expected)| expected);
            return Some(expected.map_or_else(
                || problem.to_owned(),
                |expected| format!("{problem}, expected {expected}"),
            ));
        }
    }
    // These name only what is declared.
    let harmless = [
        "missing field `",
        "duplicate field `",
        "invalid length ",
        "data did not match any variant of ",
        "number out of range, expected ",
        "recursion limit exceeded",
    ];
    let is_harmless = harmless.iter().any(|start| text.starts_with(start));
    is_harmless.then(|| text.to_owned())
}

/// The range of the expected integer, if `value`, as `serde` quotes it, is an integer outside of it.
fn out_of_range(value: &str, expected: &str) -> Option<String> {
    let quoted = ["integer `", "floating point `", "number `"];
    let number = quoted.iter().find_map(|start| value.strip_prefix(start))?;
    let number: f64 = number.strip_suffix('`')?.parse().ok()?;
    if number.fract() != 0.0 {
        return None;
    }
    Some(match expected {
        "u8" => format!("{} to {}", u8::MIN, u8::MAX),
        "u16" => format!("{} to {}", u16::MIN, u16::MAX),
        "u32" => format!("{} to {}", u32::MIN, u32::MAX),
        "i32" => format!("{} to {}", i32::MIN, i32::MAX),
        "i64" => format!("{} to {}", i64::MIN, i64::MAX),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::Error as _;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Body {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Item {
        id: u8,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        content: Option<crate::Binary>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Cat,
        Dog,
    }

    fn message<D: DeserializeOwned>(body: &str) -> String {
        text::<D>(body).err().expect("a misfit")
    }

    #[test]
    fn place_and_expectation_are_told_and_the_value_is_not() {
        for (item, told) in [
            (
                r#"{"id": "s3cret, expected \"x\""}"#,
                "invalid type: string, expected u8 at `/items/1/id`",
            ),
            (
                r#"{"id": 777}"#,
                "number out of range, expected u8 (0 to 255) at `/items/1/id`",
            ),
            (
                r#"{"id": 7.75}"#,
                "invalid type: floating point, expected u8 at `/items/1/id`",
            ),
            (
                r#"{"id": null}"#,
                "invalid type: null, expected u8 at `/items/1/id`",
            ),
            (
                r#"{"id": {"s3cret": 1}}"#,
                "invalid type: map, expected u8 at `/items/1/id`",
            ),
            (
                r#"{"id": 1, "kind": "s3cret`, expected `me"}"#,
                "unknown variant, expected `cat` or `dog` at `/items/1/kind`",
            ),
            (r#"{"s3cret": [1]}"#, "missing field `id` at `/items/1`"),
            (
                r#"{"id": 1, "content": "%s3cret%"}"#,
                "invalid value: string, expected base64 text at `/items/1/content`",
            ),
        ] {
            let body =
                format!("{{\"other\": [1, {{}}, \"]\"],\n\"items\": [{{\"id\":1}}, {item}]}}");
            assert_eq!(message::<Body>(&body), told);
        }
        assert_eq!(
            message::<Body>("\"s3cret\""),
            "invalid type: string, expected struct Body"
        );
    }

    #[test]
    fn words_of_others_are_not_repeated() {
        let error = Error::custom("s3cret is no date at line 1 column 3");
        assert_eq!(describe(&error), "it does not fit");
        assert_eq!(message::<u8>("[1]"), "invalid type: sequence, expected u8");
        assert_eq!(
            fit::<i64>(&json!("s3cret")),
            Err("invalid type: string, expected i64".to_owned())
        );
    }
}
