//! Types that are one of several: told apart by trying, or by a property.

use std::fmt::Write;

use arazzo_syntax::pointer::escape;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use crate::misfit::Text;
use crate::projection;

/// A value of one of several types, tried one after the other.
#[derive(Debug)]
pub struct Variants {
    union: &'static str,
    value: Text,
    refusals: String,
}

impl Variants {
    /// The value; `union` names the type.
    ///
    /// # Errors
    /// If it is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(
        union: &'static str,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        Ok(Self {
            union,
            value: Text::deserialize(deserializer)?,
            refusals: String::new(),
        })
    }

    /// The value as one of the types, if it fits.
    pub fn fits<T: DeserializeOwned>(&mut self, variant: &str) -> Option<T> {
        match self.value.read() {
            Ok(fitting) => Some(fitting),
            Err(why) => {
                let start = if self.refusals.is_empty() { ":" } else { ";" };
                let _ = write!(self.refusals, "{start} `{variant}`: {why}");
                None
            }
        }
    }

    /// The error that says what each of the types refused. It does not quote the value.
    #[must_use]
    pub fn refused<E: de::Error>(self) -> E {
        let Self {
            union, refusals, ..
        } = self;
        E::custom(format_args!(
            "data did not match any variant of `{union}`{refusals}"
        ))
    }
}

/// A value whose property tells which of several types it has.
#[derive(Debug)]
pub struct Tagged {
    value: Text,
    tag: Option<Value>,
}

impl Tagged {
    /// The value; `property` is the property that tells.
    ///
    /// # Errors
    /// If it is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(
        property: &str,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        let value = Text::deserialize(deserializer)?;
        let pointer = format!("/{}", escape(property));
        let [tag] = projection::select(value.json().as_bytes(), [&pointer]);
        Ok(Self { value, tag })
    }

    /// What the property says, if it is text.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_ref().and_then(Value::as_str)
    }

    /// The value as one of the types.
    ///
    /// # Errors
    /// What was expected, without the value.
    pub fn fits<T: DeserializeOwned, E: de::Error>(&self) -> Result<T, E> {
        self.value.read().map_err(E::custom)
    }
}

/// An object with the property that tells its type, which the value itself may not hold.
///
/// # Errors
/// If the value has no JSON form.
pub fn tagged<T: Serialize, S: Serializer>(
    value: &T,
    property: &str,
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut json = serde_json::to_value(value).map_err(S::Error::custom)?;
    if let Value::Object(members) = &mut json {
        let missing = || Value::String(tag.to_owned());
        members.entry(property).or_insert_with(missing);
    }
    json.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug)]
    enum Size {
        Number(i64),
        List(Vec<bool>),
    }

    impl<'de> Deserialize<'de> for Size {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut variants = Variants::read("Size", deserializer)?;
            if let Some(fitting) = variants.fits("Number") {
                return Ok(Self::Number(fitting));
            }
            if let Some(fitting) = variants.fits("List") {
                return Ok(Self::List(fitting));
            }
            Err(variants.refused())
        }
    }

    #[test]
    fn the_first_that_fits_is_right_and_refusals_are_told_without_the_value() {
        let read = serde_json::from_value::<Size>;
        assert!(matches!(read(json!(1)), Ok(Size::Number(1))));
        assert!(matches!(read(json!([true])), Ok(Size::List(list)) if list == [true]));
        let error = read(json!("s3cret")).expect_err("fits nothing");
        let told = "data did not match any variant of `Size`: `Number`: invalid type: string, expected i64; \
                    `List`: invalid type: string, expected a sequence";
        assert_eq!(error.to_string(), told);
        assert_eq!(crate::misfit::describe(&error), told);
    }

    #[test]
    fn a_tag_is_added_but_never_changed() {
        let written = |value: Value| tagged(&value, "kind", "dot", serde_json::value::Serializer);
        let added = written(json!({"x": 1})).expect("JSON");
        assert_eq!(added, json!({"x": 1, "kind": "dot"}));
        let own = written(json!({"kind": "round"})).expect("JSON");
        assert_eq!(own, json!({"kind": "round"}));
        assert_eq!(written(json!(7)).expect("JSON"), json!(7));
    }
}
