//! Sets of JSON's kinds of value, `null` apart: what a schema's `type` boils down to.

use serde_json::{Number, Value};

/// A set of kinds. Integers and fractions are apart so that `integer` is a part of `number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// No value but perhaps `null`.
    pub const NONE: Self = Self(0);
    /// `true` and `false`
    pub const BOOLEAN: Self = Self(1);
    /// Numbers without a fraction
    pub const INTEGER: Self = Self(2);
    /// Numbers with a fraction
    pub const FRACTION: Self = Self(4);
    /// All numbers
    pub const NUMBER: Self = Self(6);
    /// Strings
    pub const STRING: Self = Self(8);
    /// Arrays
    pub const ARRAY: Self = Self(16);
    /// Objects
    pub const OBJECT: Self = Self(32);
    /// Everything
    pub const ALL: Self = Self(63);

    /// The kinds that a word of `type` names; `null` names none, unknown words are no answer.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::NONE,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    /// The word of `type` for it, where it is a single kind.
    pub fn word(self) -> Option<&'static str> {
        let words = ["boolean", "integer", "number", "string", "array", "object"];
        words
            .into_iter()
            .find(|word| Self::named(word) == Some(self))
    }

    /// The kind of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NONE,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if is_integer(number) => Self::INTEGER,
            Value::Number(_) => Self::FRACTION,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Kinds in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Kinds in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether any kind is in both.
    pub fn meets(self, other: Self) -> bool {
        self.and(other) != Self::NONE
    }

    /// Whether all kinds here are in `other` too.
    pub fn within(self, other: Self) -> bool {
        self.and(other) == self
    }

    /// Words for reports: `a string or an object`.
    pub fn words(self, nullable: bool) -> String {
        let mut words = Vec::new();
        for (kind, word) in [
            (Self::STRING, "a string"),
            (Self::FRACTION, "a number"),
            (Self::INTEGER, "an integer"),
            (Self::BOOLEAN, "a boolean"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
        ] {
            let covered = kind == Self::INTEGER && self.meets(Self::FRACTION);
            if self.meets(kind) && !covered {
                words.push(word);
            }
        }
        if nullable {
            words.push("null");
        }
        match words.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }
}

/// Whether a number has no fraction; `1.0` has none (JSON Schema 2020-12 core, section 4.2.3).
fn is_integer(number: &Number) -> bool {
    if number.is_i64() || number.is_u64() {
        return true;
    }
    let text = number.to_string();
    if !text.contains(['.', 'e', 'E']) {
        return true;
    }
    number.as_f64().is_some_and(|value| value.fract() == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_are_numbers_and_whole_floats_are_integers() {
        assert!(Kinds::INTEGER.within(Kinds::NUMBER));
        assert_eq!(Kinds::of(&json!(1.0)), Kinds::INTEGER);
        assert_eq!(Kinds::of(&json!(1.5)), Kinds::FRACTION);
        let huge: Value = serde_json::from_str("123456789012345678901234567890").unwrap();
        assert_eq!(Kinds::of(&huge), Kinds::INTEGER);
    }

    #[test]
    fn words_name_each_kind_once() {
        assert_eq!(Kinds::NUMBER.words(false), "a number");
        assert_eq!(
            Kinds::STRING.or(Kinds::INTEGER).words(true),
            "a string, an integer or null"
        );
    }
}
