//! A value that may be null, and may be missing.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A member that a schema allows to be null, and does not require: it has a value, it is null, or it is missing.
///
/// As a member it is marked `#[serde(default, skip_serializing_if = "Nullable::is_missing")]`, so that all three states
/// are read and written.
///
/// ```
/// use arazzo_runtime::Nullable;
///
/// let nickname = Nullable::from("Rex");
/// assert_eq!(nickname.value(), Some(&"Rex"));
/// assert!(Nullable::<&str>::NULL.is_null() && Nullable::<&str>::MISSING.is_missing());
/// match nickname.as_option() {
///     Some(Some(name)) => println!("it is called {name}"),
///     Some(None) => println!("it has no name"),
///     None => println!("nothing is known of its name"),
/// }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Nullable<T>(Option<Option<T>>);

impl<T> Nullable<T> {
    /// It is not there.
    pub const MISSING: Self = Self(None);
    /// It is null.
    pub const NULL: Self = Self(Some(None));

    /// Whether it is not there.
    pub const fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    /// Whether it is there and null.
    pub const fn is_null(&self) -> bool {
        matches!(self.0, Some(None))
    }

    /// The value, if it has one.
    pub const fn value(&self) -> Option<&T> {
        match &self.0 {
            Some(Some(value)) => Some(value),
            _ => None,
        }
    }

    /// The value, if it has one.
    pub fn into_value(self) -> Option<T> {
        self.0.flatten()
    }

    /// `None` if it is missing, `Some(None)` if it is null.
    pub const fn as_option(&self) -> Option<Option<&T>> {
        match &self.0 {
            Some(Some(value)) => Some(Some(value)),
            Some(None) => Some(None),
            None => None,
        }
    }

    /// The same by the value of `as_option`.
    #[doc(hidden)]
    pub const fn from_nested(nested: Option<Option<T>>) -> Self {
        Self(nested)
    }

    /// What it is made of.
    #[doc(hidden)]
    pub const fn nested(&self) -> &Option<Option<T>> {
        &self.0
    }

    /// What it is made of.
    #[doc(hidden)]
    pub fn into_nested(self) -> Option<Option<T>> {
        self.0
    }
}

impl<T> Default for Nullable<T> {
    fn default() -> Self {
        Self::MISSING
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self(Some(Some(value)))
    }
}

/// `None` is null.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Self(Some(value))
    }
}

impl<T: fmt::Debug> fmt::Debug for Nullable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("Missing"),
            Some(None) => f.write_str("Null"),
            Some(Some(value)) => f.debug_tuple("Value").field(value).finish(),
        }
    }
}

/// What is missing and not left out by its struct is null.
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Dog {
        #[serde(default, skip_serializing_if = "Nullable::is_missing")]
        nickname: Nullable<String>,
    }

    #[test]
    fn three_states_are_read_and_written() {
        let states = [
            (json!({}), Nullable::MISSING, "Missing"),
            (json!({"nickname": null}), Nullable::NULL, "Null"),
            (
                json!({"nickname": "Rex"}),
                "Rex".to_owned().into(),
                "Value(\"Rex\")",
            ),
        ];
        for (written, nickname, shown) in states {
            assert_eq!(format!("{nickname:?}"), shown);
            let dog = Dog { nickname };
            let json = serde_json::to_value(&dog).expect("a dog has a JSON form");
            assert_eq!(json, written);
            assert_eq!(serde_json::from_value::<Dog>(json).expect("a dog"), dog);
        }
    }
}
