//! Objects only where objects are declared: derived types would read the elements of a list as their members, in order.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor,
};

/// JSON text as a type.
///
/// # Errors
/// Where it does not fit.
pub(crate) fn from_str<'de, T: Deserialize<'de>>(json: &'de str) -> serde_json::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = T::deserialize(Strict(&mut reader))?;
    reader.end()?;
    Ok(value)
}

/// A value for whose structs a list is none, nor for those of anything inside.
pub(crate) struct Strict<D>(pub(crate) D);

macro_rules! scalars {
    ($($method:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(visitor)
        }
    )+};
}

macro_rules! containers {
    ($($method:ident($($name:ident: $of:ty),*)),+) => {$(
        fn $method<V: Visitor<'de>>(self, $($name: $of,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* Inside(visitor))
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;

    scalars!(
        deserialize_bool,
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_i128,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64,
        deserialize_u128,
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

    containers!(
        deserialize_any(),
        deserialize_option(),
        deserialize_seq(),
        deserialize_map(),
        deserialize_tuple(length: usize),
        deserialize_tuple_struct(name: &'static str, length: usize),
        deserialize_newtype_struct(name: &'static str),
        deserialize_unit_struct(name: &'static str),
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    );

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Members(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// What makes a struct of an object, and of nothing else.
struct Members<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Members<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Inside(members))
    }
}

/// Hands on what it gets, so that structs inside are read as strictly.
struct Inside<T>(T);

macro_rules! hand_on {
    ($($method:ident: $value:ty),+) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.0.$method(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Inside<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on!(
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_f64: f64,
        visit_str: &str,
        visit_borrowed_str: &'de str,
        visit_string: String,
        visit_bytes: &[u8],
        visit_borrowed_bytes: &'de [u8],
        visit_byte_buf: Vec<u8>
    );

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Strict(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Strict(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Inside(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Inside(members))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        // Emitted enums have no variants with something inside.
        self.0.visit_enum(variant)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Inside<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Inside(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Inside<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Inside(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Inside<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(deserializer))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::super::{fit, text};
    use super::*;
    use crate::number::Number;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Point {
        x: i64,
        #[serde(default)]
        label: Option<String>,
    }

    /// What becomes of a value, be it text or read already.
    fn both<T: DeserializeOwned + fmt::Debug + PartialEq>(value: Value) -> Result<T, String> {
        let read = text::<T>(&value.to_string());
        assert_eq!(read, fit::<T>(&value));
        read
    }

    #[test]
    fn a_list_is_no_object() {
        assert!(both::<Point>(json!({"x": 1, "label": "a"})).is_ok());
        assert_eq!(
            both::<Point>(json!([1, "a"])),
            Err("invalid type: sequence, expected struct Point".to_owned())
        );
        type Deep = BTreeMap<String, Vec<Option<(Point, Box<Point>)>>>;
        assert!(both::<Deep>(json!({"a": [null, [{"x": 1}, {"x": 2.0}]]})).is_ok());
        assert_eq!(
            both::<Deep>(json!({"a": [null, [{"x": 1}, [2, "b"]]]})),
            Err("invalid type: sequence, expected struct Point at `/a/1/1`".to_owned())
        );
    }

    #[test]
    fn members_without_a_name_of_their_own_are_no_lists_either() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Open {
            #[serde(flatten, deserialize_with = "crate::json::additional")]
            rest: BTreeMap<String, Point>,
        }
        assert!(both::<Open>(json!({"a": {"x": 1}})).is_ok());
        assert!(both::<Open>(json!({"a": [1, "b"]})).is_err());
    }

    #[test]
    fn everything_else_is_read_as_ever() {
        let digits = "[1.10, 12345678901234567890]";
        let numbers = text::<Vec<Number>>(digits).expect("numbers");
        assert_eq!(numbers.first().map(Number::as_str), Some("1.10"));
        let value = text::<Value>(digits).expect("JSON");
        assert_eq!(value.get(1), Some(&json!(12_345_678_901_234_567_890_u64)));
        assert_eq!(
            both::<(bool, char, ())>(json!([true, "c", null])),
            Ok((true, 'c', ()))
        );
    }
}
