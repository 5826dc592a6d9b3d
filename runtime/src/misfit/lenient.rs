//! The second look at JSON that did not fit: integers may be written `5.0`, and of members that come twice the last one
//! counts.
//!
//! It works on the text and keeps no more than the places of an object's members, so that what nobody reads costs
//! nothing, and numbers keep their digits. Errors say where they are.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::value::RawValue;

use super::place::Step;
use super::{describe, without_value};
use crate::number::RAW;

/// By this name what stands for a whole JSON text asks for it; see [`Text`](super::Text).
pub(super) const TEXT: &str = "$arazzo_runtime::Text";

/// As deep as `serde_json` reads.
const MAX_DEPTH: u8 = 128;

/// Below this every whole `f64` is the number that was written.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// JSON text as a type.
///
/// # Errors
/// Where it does not fit and what was expected there, without the value.
pub(super) fn read<D: DeserializeOwned>(text: &str) -> Result<D, Misfit> {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let depth = 0;
    D::deserialize(Lenient { text, depth })
}

/// What does not fit, and where.
#[derive(Debug)]
pub(super) struct Misfit {
    pub(super) message: String,
    /// From the inside out.
    path: Vec<Step>,
}

impl Misfit {
    fn within(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.path.is_empty() {
            return Ok(());
        }
        f.write_str(" at `")?;
        for step in self.path.iter().rev() {
            write!(f, "/{step}")?;
        }
        f.write_str("`")
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        Self {
            message: without_value(&message).unwrap_or_else(|| "it does not fit".to_owned()),
            path: Vec::new(),
        }
    }
}

impl From<serde_json::Error> for Misfit {
    fn from(error: serde_json::Error) -> Self {
        Self {
            message: describe(&error),
            path: Vec::new(),
        }
    }
}

/// One JSON value as text without space around it.
#[derive(Clone, Copy)]
struct Lenient<'de> {
    text: &'de str,
    /// How many containers are around it.
    depth: u8,
}

impl<'de> Lenient<'de> {
    fn inside(self, value: &'de RawValue) -> Result<Self, Misfit> {
        let depth = self.depth.saturating_add(1);
        if depth >= MAX_DEPTH {
            return Err(Misfit {
                message: "recursion limit exceeded".to_owned(),
                path: Vec::new(),
            });
        }
        let text = value.get();
        Ok(Self { text, depth })
    }

    fn starts_with(self, first: u8) -> bool {
        self.text.as_bytes().first() == Some(&first)
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let list: Vec<&'de RawValue> = serde_json::from_str(self.text)?;
        let around = self;
        visitor.visit_seq(Elements {
            around,
            next: 0,
            rest: list.into_iter(),
        })
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let members: Members<'de> = serde_json::from_str(self.text)?;
        visitor.visit_map(Entries {
            around: self,
            value: None,
            rest: members.0.into_iter(),
        })
    }
}

/// The members of an object, the last of each name.
struct Members<'de>(Vec<(Cow<'de, str>, &'de RawValue)>);

impl<'de> de::Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut all: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
                while let Some(entry) = access.next_entry()? {
                    all.push(entry);
                }
                let mut seen = std::collections::HashSet::new();
                let mut last: Vec<bool> = all
                    .iter()
                    .rev()
                    .map(|(name, _)| seen.insert(name.clone()))
                    .collect();
                drop(seen);
                last.reverse();
                let kept = all.into_iter().zip(last).filter(|(_, last)| *last);
                Ok(Members(kept.map(|(entry, _)| entry).collect()))
            }
        }

        deserializer.deserialize_map(All)
    }
}

struct Entries<'de> {
    around: Lenient<'de>,
    value: Option<(Cow<'de, str>, &'de RawValue)>,
    rest: std::vec::IntoIter<(Cow<'de, str>, &'de RawValue)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        let text = IntoDeserializer::<Misfit>::into_deserializer(name.clone());
        let key = seed.deserialize(text)?;
        self.value = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((name, value)) = self.value.take() else {
            return Err(de::Error::custom("a value without a name"));
        };
        let read = self
            .around
            .inside(value)
            .and_then(|inside| seed.deserialize(inside));
        read.map_err(|misfit| misfit.within(Step::member(&name)))
    }
}

struct Elements<'de> {
    around: Lenient<'de>,
    next: usize,
    rest: std::vec::IntoIter<&'de RawValue>,
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misfit> {
        let Some(value) = self.rest.next() else {
            return Ok(None);
        };
        let index = self.next;
        self.next = index.saturating_add(1);
        let read = self
            .around
            .inside(value)
            .and_then(|inside| seed.deserialize(inside));
        read.map(Some)
            .map_err(|misfit| misfit.within(Step::Element(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

macro_rules! as_json {
    ($($method:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let mut json = serde_json::Deserializer::from_str(self.text);
            Ok((&mut json).$method(visitor)?)
        }
    )+};
}

macro_rules! as_integer {
    ($($method:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            let whole = whole(self.text);
            let mut json = serde_json::Deserializer::from_str(whole.as_deref().unwrap_or(self.text));
            // Only borrowed text would outlive the number, and a number has none.
            Ok((&mut json).$method(Integer(visitor, PhantomData))?)
        }
    )+};
}

/// A number whose fraction is zero, without it.
fn whole(text: &str) -> Option<String> {
    if !text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E')) || text.starts_with('"') {
        return None;
    }
    let float: f64 = text.parse().ok()?;
    let integer = float.fract() == 0.0 && float.abs() < EXACT;
    integer.then(|| format!("{:.0}", float + 0.0))
}

/// Hands an integer on, from a text that may be shorter-lived than what is read.
struct Integer<'de, V>(V, PhantomData<&'de ()>);

macro_rules! hand_on {
    ($($method:ident: $value:ty),+) => {$(
        fn $method<E: de::Error>(self, value: $value) -> Result<V::Value, E> {
            self.0.$method(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'_> for Integer<'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_f64: f64,
        visit_str: &str);

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }
}

impl<'de> Deserializer<'de> for Lenient<'de> {
    type Error = Misfit;

    as_integer!(
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_i128,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64,
        deserialize_u128
    );
    as_json!(
        deserialize_bool,
        deserialize_f32,
        deserialize_f64,
        deserialize_char,
        deserialize_str,
        deserialize_string,
        deserialize_bytes,
        deserialize_byte_buf,
        deserialize_unit,
        deserialize_identifier,
        deserialize_ignored_any
    );

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.starts_with(b'{') {
            return self.object(visitor);
        }
        if self.starts_with(b'[') {
            return self.list(visitor);
        }
        let mut json = serde_json::Deserializer::from_str(self.text);
        Ok((&mut json).deserialize_any(visitor)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.text == "null" {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match name {
            TEXT => visitor.visit_str(self.text),
            RAW => {
                let mut json = serde_json::Deserializer::from_str(self.text);
                Ok((&mut json).deserialize_newtype_struct(RAW, visitor)?)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.starts_with(b'[') {
            return self.list(visitor);
        }
        let mut json = serde_json::Deserializer::from_str(self.text);
        Ok((&mut json).deserialize_seq(visitor)?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.starts_with(b'{') {
            return self.object(visitor);
        }
        let mut json = serde_json::Deserializer::from_str(self.text);
        Ok((&mut json).deserialize_map(visitor)?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        // A list is no struct, whatever its elements are.
        self.deserialize_map(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let mut json = serde_json::Deserializer::from_str(self.text);
        Ok((&mut json).deserialize_enum(name, variants, visitor)?)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::number::Number;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        id: i64,
        #[serde(default)]
        lines: Vec<Line>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        count: i32,
        price: Number,
    }

    #[test]
    fn numbers_without_a_fraction_are_integers_and_others_keep_their_digits() {
        let order = read::<Order>(
            r#" {"id": 1e3, "lines": [{"count": -2.0, "price": 5.0}, {"count": -0.0, "price": 2.50}]} "#,
        );
        let order = order.expect("fits");
        let lines: Vec<(i32, &str)> = order
            .lines
            .iter()
            .map(|line| (line.count, line.price.as_str()))
            .collect();
        assert_eq!((order.id, lines), (1000, vec![(-2, "5.0"), (0, "2.50")]));
    }

    #[test]
    fn the_last_of_equal_members_counts() {
        let order = read::<Order>(r#"{"id": 1, "lines": 7, "id": 2, "lines": []}"#);
        assert_eq!(order.ok().map(|order| order.id), Some(2));
    }

    #[test]
    fn what_still_does_not_fit_is_told_with_its_place() {
        for (text, told) in [
            (
                r#"{"id": 5.0, "lines": [{"count": 1.5, "price": 1}]}"#,
                "invalid type: floating point, expected i32 at `/lines/0/count`",
            ),
            (
                r#"{"id": 99999999999999999999}"#,
                "number out of range, expected i64 (-9223372036854775808 to 9223372036854775807) at `/id`",
            ),
            (
                r#"{"id": 1, "lines": [{"count": 3000000000.0, "price": 1}]}"#,
                "number out of range, expected i32 (-2147483648 to 2147483647) at `/lines/0/count`",
            ),
            (
                r#"{"id": 1, "lines": [{"count": 1, "price": "s3cret"}]}"#,
                "invalid type: string, expected a number at `/lines/0/price`",
            ),
            (
                r#"{"id": 1, "lines": [{}]}"#,
                "missing field `count` at `/lines/0`",
            ),
            (r#"{"lines": []}"#, "missing field `id`"),
        ] {
            assert_eq!(
                read::<Order>(text).map_err(|it| it.to_string()),
                Err(told.to_owned()),
                "{text}"
            );
        }
        assert_eq!(
            read::<i64>(r#""s3cret""#).map_err(|it| it.to_string()),
            Err("invalid type: string, expected i64".to_owned())
        );
    }

    #[test]
    fn digits_that_a_float_lost_are_not_made_up() {
        assert!(read::<Order>(r#"{"id": 9007199254740993.0}"#).is_err());
    }

    #[test]
    fn depth_has_a_limit() {
        #[derive(Debug, Deserialize)]
        struct Tree {
            #[serde(rename = "a")]
            _inner: Option<Box<Tree>>,
        }
        let deep =
            |depth: usize| format!("{}{}", "{\"a\":".repeat(depth), "{}") + &"}".repeat(depth);
        assert!(read::<Tree>(&deep(100)).is_ok());
        let error = read::<Tree>(&deep(100_000)).expect_err("too deep");
        assert_eq!(error.message, "recursion limit exceeded");
    }
}
