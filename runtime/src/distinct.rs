//! JSON in which no object has two members of one name: readers disagree on which of them counts.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Whether a text is JSON, all of whose objects have distinct members.
pub(crate) fn check(text: &str) -> Result<(), serde_json::Error> {
    match serde_json::from_str::<Distinct>(text) {
        // What else it finds may be a number that fits no machine type.
        Err(error) if error.is_data() => Err(error),
        _ => serde_json::from_str::<IgnoredAny>(text).map(|_| ()),
    }
}

struct Distinct;

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

macro_rules! scalars {
    ($($method:ident: $scalar:ty),+) => {$(
        fn $method<E>(self, _: $scalar) -> Result<Self, E> {
            Ok(Self)
        }
    )+};
}

impl<'de> Visitor<'de> for Distinct {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    scalars!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = members.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom("an object has two members of one name"));
            }
            members.next_value::<Self>()?;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_are_distinct_in_each_object() {
        for text in [
            r#"{"a": {"a": [1, null]}, "b": {"a": true}}"#,
            "[1e999, \"x\"]",
            "12",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            r#"{"role": "user", "role": "admin"}"#,
            r#"[{"a": 1, "\u0061": 2}]"#,
        ] {
            let error = check(text).expect_err(text).to_string();
            assert!(error.contains("two members"), "{error}");
        }
        assert!(check("{\"a\": 1").is_err());
    }
}
