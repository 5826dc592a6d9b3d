//! Numbers that go on as they came.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Unexpected, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::shortest;
use arazzo_syntax::comparison::Decimal;

/// The names under which serde_json passes text that is JSON already.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// A JSON number by its digits: `type: number`.
///
/// It is sent on and handed out with the digits it came with, however many they are; [`as_f64`](Self::as_f64) is the
/// number to compute with. `1.5.into()` makes one. Two are equal if they are the same number, however it is written.
#[derive(Clone)]
pub struct Number(Box<str>);

impl Number {
    /// The digits as they came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest `f64`, which beyond its range is infinite.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The integer that it is, also when it is written as `5.0`; none if it has a fraction or `i64` cannot hold it.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        let digits = Decimal::parse(&self.0)?.shortest();
        digits.parse().ok()
    }

    /// A number of a document, by its digits.
    #[doc(hidden)]
    #[must_use]
    pub fn written(digits: &str) -> Self {
        digits.parse().unwrap_or_else(|_| Self::from(f64::NAN))
    }
}

/// A text that is no JSON number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no number as JSON writes them")
    }
}

impl std::error::Error for NotANumber {}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Decimal::parse(text)
            .map(|_| Self(text.into()))
            .ok_or(NotANumber)
    }
}

macro_rules! from_integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }
    )+};
}
from_integers!(i8, i16, i32, i64, u8, u16, u32, u64);

/// The shortest digits that read back as the same float. What is not finite has none: it cannot be sent.
macro_rules! from_floats {
    ($($float:ty),+) => {$(
        impl From<$float> for Number {
            fn from(number: $float) -> Self {
                Self(shortest(&format!("{number:?}")).into())
            }
        }
    )+};
}
from_floats!(f32, f64);

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(number.to_string().into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::from(0)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let (left, right) = (Decimal::parse(&self.0)?, Decimal::parse(&other.0)?);
        Some(left.order(&right))
    }
}

impl PartialEq<f64> for Number {
    fn eq(&self, other: &f64) -> bool {
        self.eq(&Self::from(*other))
    }
}

impl PartialEq<i64> for Number {
    fn eq(&self, other: &i64) -> bool {
        self.eq(&Self::from(*other))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Formats other than JSON know Rust's numbers, so these are preferred where they say the same.
        if let Ok(integer) = self.0.parse::<i64>()
            && integer.to_string() == *self.0
        {
            return serializer.serialize_i64(integer);
        }
        let raw: &RawValue = serde_json::from_str(&self.0)
            .map_err(|_| S::Error::custom("it is not a finite number"))?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, Digits)
    }
}

/// Takes the text of a number where there is one, else the number.
struct Digits;

macro_rules! visits {
    ($($method:ident: $number:ty),+) => {$(
        fn $method<E: de::Error>(self, number: $number) -> Result<Number, E> {
            Ok(Number(number.to_string().into()))
        }
    )+};
}

impl<'de> Visitor<'de> for Digits {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    visits!(visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128);

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
        Ok(Number::from(number))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Number, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Number, A::Error> {
        let refused = |what| de::Error::invalid_type(Unexpected::Other(what), &"a number");
        if !members.next_key::<IsText>()?.is_some_and(|key| key.0) {
            return Err(refused("map"));
        }
        let text: Cow<'de, str> = members.next_value()?;
        text.parse().map_err(|_| refused(kind_of(&text)))
    }
}

/// How `serde` calls what a JSON text begins with.
fn kind_of(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "string",
        Some(b'{') => "map",
        Some(b'[') => "sequence",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

/// Whether a key is one of the names under which JSON text is passed.
struct IsText(bool);

impl<'de> Deserialize<'de> for IsText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Key;

        impl Visitor<'_> for Key {
            type Value = IsText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<IsText, E> {
                Ok(IsText(matches!(key, RAW | NUMBER)))
            }
        }

        deserializer.deserialize_str(Key)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const WRITTEN: [&str; 9] = [
        "7",
        "7.0",
        "1.10",
        "-0.0",
        "1e2",
        "1E+400",
        "12345678901234567890",
        "0.1000000000000000000001",
        "-123456789012345678901234567890.5",
    ];

    #[test]
    fn digits_survive_the_way_from_one_text_into_another() {
        for text in WRITTEN {
            let number: Number = serde_json::from_str(text).expect("a number");
            assert_eq!(number.as_str(), text);
            assert_eq!(serde_json::to_string(&number).expect("JSON"), text);
            assert_eq!(crate::json::text(&number), text);
            assert_eq!(number.to_string(), text);
            let list: Vec<Option<Number>> =
                serde_json::from_str(&format!("[ {text} ,null]")).expect("a list");
            assert_eq!(
                serde_json::to_string(&list).expect("JSON"),
                format!("[{text},null]")
            );
        }
    }

    #[test]
    fn values_keep_what_they_can() {
        for json in [json!(7), json!(u64::MAX), json!(1.5), json!(-3)] {
            let number = Number::deserialize(&json).expect("a number");
            assert_eq!(serde_json::to_value(&number).expect("JSON"), json);
            let owned: Number = serde_json::from_value(json.clone()).expect("a number");
            assert_eq!(owned, number);
        }
    }

    #[test]
    fn other_values_are_refused_by_their_kind() {
        for (text, found) in [
            (r#""7""#, "string"),
            ("{}", "map"),
            ("[1]", "sequence"),
            ("true", "boolean"),
            ("null", "null"),
        ] {
            let expected = format!("invalid type: {found}, expected a number");
            let error = serde_json::from_str::<Number>(text).expect_err("no number");
            assert!(error.to_string().starts_with(&expected), "{error}");
            let value: Value = serde_json::from_str(text).expect("JSON");
            let error = Number::deserialize(value).expect_err("no number");
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        assert!("07".parse::<Number>().is_err() && "NaN".parse::<Number>().is_err());
    }

    #[test]
    fn numbers_are_equal_however_they_are_written() {
        let number = |text: &str| text.parse::<Number>().expect("a number");
        assert_eq!(number("7"), number("7.0"));
        assert_eq!(number("7.00"), 7.0);
        assert_eq!(number("1e2"), 100);
        assert!(number("9007199254740993") > number("9007199254740992"));
        assert_ne!(Number::from(f64::NAN), Number::from(f64::NAN));
        assert_eq!(number("5.0").as_i64(), Some(5));
        assert_eq!(number("5.5").as_i64(), None);
        assert_eq!(number("2.5").as_f64(), 2.5);
        assert_eq!(number("1e999999").as_f64(), f64::INFINITY);
    }

    #[test]
    fn what_a_caller_computes_is_sent_shortest_and_what_is_not_finite_not_at_all() {
        assert_eq!(Number::from(7.0).as_str(), "7");
        assert_eq!(Number::from(0.1_f32).as_str(), "0.1");
        assert_eq!(Number::from(1e300).as_str(), "1e300");
        assert_eq!(Number::written("1.10").as_str(), "1.10");
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(serde_json::to_string(&Number::from(float)).is_err());
        }
    }
}
