//! Small helpers around JSON that emitted types and templates lean on.

mod variants;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::marker::PhantomData;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use arazzo_syntax::comparison::Decimal;

use crate::misfit::{self, Strict};

pub use variants::{Tagged, Variants, tagged};

/// A value as a type.
///
/// # Errors
/// Where it does not fit and what was expected there, without the value: it may be a secret.
pub fn fit<D: DeserializeOwned>(value: &Value) -> Result<D, String> {
    misfit::fit(value)
}

/// For `#[serde(default, deserialize_with = "…")]`: an explicit `null` is a value that is there.
///
/// # Errors
/// The error of `T`.
pub fn some<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// For `#[serde(flatten, deserialize_with = "…")]`: members that a struct does not name.
///
/// By way of JSON values, because what serde keeps aside for flattened fields loses numbers of arbitrary precision.
///
/// # Errors
/// The error of `T`.
pub fn additional<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let members = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let typed = members
        .into_iter()
        .map(|(name, value)| Ok((name, T::deserialize(Strict(value))?)));
    typed
        .collect::<Result<_, serde_json::Error>>()
        .map_err(D::Error::custom)
}

/// A value as JSON; nothing if it has no JSON form.
#[must_use]
pub fn value<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    serde_json::to_value(value).ok()
}

/// What a JSON Pointer (RFC 6901) finds in a value's JSON.
#[must_use]
pub fn at<T: Serialize + ?Sized>(value: &T, pointer: &str) -> Option<Value> {
    let mut json = self::value(value)?;
    json.pointer_mut(pointer).map(Value::take)
}

/// JSON as a typed value; nothing if it does not fit.
#[must_use]
pub fn fitting<T: DeserializeOwned>(value: Value) -> Option<T> {
    crate::misfit::fit(&value).ok()
}

/// Header text as what its schema says: a number or a boolean where it reads as one, else a string.
#[must_use]
pub fn scalar(text: &str) -> Value {
    match serde_json::from_str(text.trim()) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
        _ => Value::String(text.to_owned()),
    }
}

/// A value as JSON text, a string with its quotes: a literal inside a query.
#[must_use]
pub fn literal<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// An array of the elements that are there.
#[must_use]
pub fn array<const N: usize>(elements: [Option<Value>; N]) -> Vec<Value> {
    elements.into_iter().flatten().collect()
}

/// A number by its digits, which no Rust number keeps; `null` for what is no number.
#[must_use]
pub fn number(digits: &str) -> Value {
    digits.parse().map_or(Value::Null, Value::Number)
}

/// A value by its JSON text, which a generator wrote; `null` for what is none.
#[must_use]
pub fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// A value as the text that stands for it inside a longer string.
///
/// Strings are themselves, `null` is `null`, arrays and objects are compact JSON (RFC 8259). A [`Number`](crate::Number)
/// has the digits it came with; other numbers take their shortest text: an integer keeps every digit, `200.0` is `200`. Empty for what has no JSON form.
#[must_use]
pub fn text<T: Serialize + ?Sized>(value: &T) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Shortest);
    if value.serialize(&mut serializer).is_err() {
        return String::new();
    }
    let json = String::from_utf8(bytes).unwrap_or_default();
    if json.starts_with('"') {
        serde_json::from_str(&json).unwrap_or(json)
    } else {
        json
    }
}

/// The shortest text of a JSON number; plain integers are left as they are, however long.
pub(crate) fn shortest(number: &str) -> Cow<'_, str> {
    if number
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return Cow::Borrowed(number);
    }
    Decimal::parse(number).map_or(Cow::Borrowed(number), |number| {
        Cow::Owned(number.shortest())
    })
}

/// Compact JSON with the shortest number texts.
struct Shortest;

impl serde_json::ser::Formatter for Shortest {
    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        writer.write_all(shortest(&format!("{value:?}")).as_bytes())
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(shortest(&format!("{value:?}")).as_bytes())
    }

    fn write_number_str<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        value: &str,
    ) -> io::Result<()> {
        writer.write_all(shortest(value).as_bytes())
    }
}

/// Element `N` of an array, read without reading the others; `None` if there is none.
///
/// This is the reference token `N` of a JSON Pointer (RFC 6901 section 4), so in an object it names a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nth<const N: usize, T>(pub Option<T>);

impl<const N: usize, T> Default for Nth<N, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, const N: usize, T: Deserialize<'de>> Deserialize<'de> for Nth<N, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(NthVisitor::<N, T>(PhantomData))
            .map(Self)
    }
}

struct NthVisitor<const N: usize, T>(PhantomData<T>);

macro_rules! nothing_inside {
    ($($method:ident: $scalar:ty),+) => {$(
        fn $method<E>(self, _: $scalar) -> Result<Self::Value, E> {
            Ok(None)
        }
    )+};
}

impl<'de, const N: usize, T: Deserialize<'de>> Visitor<'de> for NthVisitor<N, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array with an element {N}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        for _ in 0..N {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(None);
            }
        }
        let found = items.next_element()?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(wanted) = members.next_key_seed(IsIndex(N))? {
            if wanted {
                found = Some(members.next_value()?);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    nothing_inside!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Whether a key is this number.
struct IsIndex(usize);

impl<'de> DeserializeSeed<'de> for IsIndex {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsIndex {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_without_a_name_of_their_own_are_kept() {
        #[derive(Deserialize)]
        struct Body {
            a: u8,
            #[serde(flatten, deserialize_with = "additional")]
            rest: BTreeMap<String, u64>,
        }
        let body: Body = serde_json::from_str(r#"{"a": 1, "b": 18446744073709551615}"#).unwrap();
        assert_eq!((body.a, body.rest["b"]), (1, u64::MAX));
        assert!(serde_json::from_str::<Body>(r#"{"a": 1, "b": "x"}"#).is_err());
    }

    #[test]
    fn arrays_leave_out_what_is_missing_and_numbers_keep_their_digits() {
        assert_eq!(
            array([value("a"), None, value(&None::<u8>)]),
            [json!("a"), json!(null)]
        );
        assert_eq!(number("1.5"), json!(1.5));
        assert_eq!(number("x"), json!(null));
        assert_eq!(fitting::<u8>(json!("x")), None);
    }

    #[test]
    fn text_is_what_an_embedded_expression_becomes() {
        assert_eq!(text("a \"b\""), "a \"b\"");
        assert_eq!(text(&json!(null)), "null");
        assert_eq!(text(&true), "true");
        assert_eq!(text(&200.0_f64), "200");
        assert_eq!(text(&0.1_f32), "0.1");
        assert_eq!(text(&1e300_f64), "1e300");
        assert_eq!(text(&u64::MAX), "18446744073709551615");
        assert_eq!(
            text(&json!({"a": ["x", 1.0, null]})),
            r#"{"a":["x",1,null]}"#
        );
        assert_eq!(text(&crate::secret::Secret::from("s\n")), "s\n");
        assert_eq!(text(&None::<u8>), "null");
    }

    #[test]
    fn shortest_does_not_touch_the_digits_of_an_identifier() {
        assert_eq!(
            shortest("123456789012345678901234567890"),
            "123456789012345678901234567890"
        );
        assert_eq!(shortest("1.50"), "1.5");
    }

    #[test]
    fn nth_reads_one_element() {
        let read = |text| {
            serde_json::from_str::<Nth<1, u8>>(text)
                .map(|nth| nth.0)
                .ok()
        };
        assert_eq!(read(r#"["x", 7, {}]"#), Some(Some(7)));
        assert_eq!(read("[1]"), Some(None));
        assert_eq!(read("[]"), Some(None));
        assert_eq!(read("null"), Some(None));
        assert_eq!(read("1.5"), Some(None));
        assert_eq!(read(r#""ab""#), Some(None));
        assert_eq!(read(r#"{"0": "x", "1": 7, "2": 8}"#), Some(Some(7)));
        assert_eq!(read(r#"["x", "y"]"#), None);
        let nested: Nth<0, Nth<1, Option<u8>>> = serde_json::from_str("[[0, null], 5]").unwrap();
        assert_eq!(nested.0.unwrap().0, Some(None));
    }
}
