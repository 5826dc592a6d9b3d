//! Finds the text of one value in a JSON text, without building anything.

use std::fmt;

use arazzo_syntax::pointer::index;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::projection::tokens;

/// The text of what the JSON Pointer (RFC 6901) names, if there is anything. Of members of one name the last counts.
///
/// # Errors
/// If the text is no JSON.
pub(crate) fn locate<'j>(json: &'j str, pointer: &str) -> serde_json::Result<Option<&'j str>> {
    let Some(tokens) = tokens(pointer) else {
        return Ok(None);
    };
    let tokens: Vec<_> = tokens.collect();
    let mut reader = serde_json::Deserializer::from_str(json);
    let found = At(&tokens).deserialize(&mut reader)?;
    reader.end()?;
    Ok(found.map(RawValue::get))
}

/// What is below a value by the tokens that are left.
struct At<'t, T>(&'t [T]);

impl<'de, T: AsRef<str>> DeserializeSeed<'de> for At<'_, T> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0.is_empty() {
            return <&RawValue>::deserialize(deserializer).map(Some);
        }
        deserializer.deserialize_any(self)
    }
}

macro_rules! nothing_inside {
    ($($method:ident: $scalar:ty),+) => {$(
        fn $method<E>(self, _: $scalar) -> Result<Self::Value, E> {
            Ok(None)
        }
    )+};
}

impl<'de, T: AsRef<str>> Visitor<'de> for At<'_, T> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut found, split) = (None, self.0.split_first());
        while let Some(key) = members.next_key::<std::borrow::Cow<'de, str>>()? {
            match split {
                Some((first, rest)) if first.as_ref() == key => {
                    found = members.next_value_seed(At(rest))?;
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        if let Some((first, rest)) = self.0.split_first()
            && let Some(at) = index(first.as_ref())
        {
            for _ in 0..at {
                if items.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(None);
                }
            }
            found = items.next_element_seed(At(rest))?.flatten();
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }

    nothing_inside!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_value_is_found_as_it_stands() {
        let json = r#"{"a": [0, {"b/c": 1.10, "b/c": 7.00}], "": null, "x\u0041": "t", "n": 1}"#;
        for (pointer, found) in [
            ("/a/1/b~1c", Some("7.00")),
            ("/a/0", Some("0")),
            ("/a/2", None),
            ("/a/-", None),
            ("/", Some("null")),
            ("/xA", Some("\"t\"")),
            ("/n/x", None),
            ("/none", None),
            ("n", None),
            ("", Some(json)),
        ] {
            assert_eq!(locate(json, pointer).expect("JSON"), found, "{pointer}");
        }
    }

    #[test]
    fn what_breaks_off_later_is_no_json_either() {
        for json in [r#"{"a": 1, "b": [1"#, r#"{"a": 1} x"#, ""] {
            assert!(locate(json, "/a").is_err(), "{json}");
        }
    }
}
