//! One side of a comparison: whatever a condition may name, borrowed where possible.

use std::borrow::Cow;
use std::fmt;

use arazzo_syntax::comparison::Scalar;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::secret::Secret;

/// A value as a condition sees it.
///
/// A missing value and `null` are the same here, as criteria treat them alike. Everything that a condition can
/// name converts into it; what has no conversion goes through [`Operand::json`].
#[derive(Clone)]
pub struct Operand<'a>(pub(crate) Kind<'a>);

#[derive(Clone)]
pub(crate) enum Kind<'a> {
    Null,
    Bool(bool),
    Integer(i128),
    /// Text in JSON's number grammar.
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    /// An array or an object, never a scalar.
    Json(Cow<'a, Value>),
}

impl Kind<'_> {
    /// The value as the rules of comparison know it; `None` for an array or an object.
    pub(super) fn scalar(&self) -> Option<Scalar<'_>> {
        Some(match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Integer(number) => Scalar::Integer(*number),
            Self::Number(text) => Scalar::Number(text),
            Self::Text(text) => Scalar::Text(text),
            Self::Json(_) => return None,
        })
    }
}

impl<'a> Operand<'a> {
    /// `null`, or a value that is not there.
    #[must_use]
    pub const fn null() -> Self {
        Self(Kind::Null)
    }

    /// Any serialisable value, seen as the JSON it serialises to; `null` if it has no JSON form.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Self {
        serde_json::to_value(value).map_or_else(|_| Self::null(), Self::from)
    }

    /// JSON as a document writes it; `null` if the text is none.
    #[must_use]
    pub fn written(json: &str) -> Self {
        serde_json::from_str::<Value>(json).map_or_else(|_| Self::null(), Self::from)
    }

    /// The operand as text, the way an expression is embedded in a string; `None` for null.
    #[cfg_attr(not(feature = "regex"), allow(dead_code))]
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        Some(match &self.0 {
            Kind::Null => return None,
            Kind::Bool(true) => Cow::Borrowed("true"),
            Kind::Bool(false) => Cow::Borrowed("false"),
            Kind::Integer(number) => Cow::Owned(number.to_string()),
            Kind::Number(text) => crate::json::shortest(text),
            Kind::Text(text) => Cow::Borrowed(text),
            Kind::Json(value) => Cow::Owned(crate::json::text(value.as_ref())),
        })
    }
}

/// Says only what kind of operand it is: what conditions compare may be secret.
impl fmt::Debug for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Kind::Null => "Operand(null)",
            Kind::Bool(_) => "Operand(boolean)",
            Kind::Integer(_) | Kind::Number(_) => "Operand(number)",
            Kind::Text(_) => "Operand(string)",
            Kind::Json(_) => "Operand(structure)",
        })
    }
}

impl<'a> From<&'a str> for Operand<'a> {
    fn from(text: &'a str) -> Self {
        Self(Kind::Text(Cow::Borrowed(text)))
    }
}

impl<'a> From<&'a String> for Operand<'a> {
    fn from(text: &'a String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Operand<'_> {
    fn from(text: String) -> Self {
        Self(Kind::Text(Cow::Owned(text)))
    }
}

impl<'a> From<Cow<'a, str>> for Operand<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self(Kind::Text(text))
    }
}

impl<'a> From<&'a Secret> for Operand<'a> {
    fn from(secret: &'a Secret) -> Self {
        Self::from(secret.expose())
    }
}

impl From<bool> for Operand<'_> {
    fn from(value: bool) -> Self {
        Self(Kind::Bool(value))
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {$(
        impl From<$integer> for Operand<'_> {
            fn from(number: $integer) -> Self {
                i128::try_from(number)
                    .map_or_else(|_| Self(Kind::Number(Cow::Owned(number.to_string()))), |n| Self(Kind::Integer(n)))
            }
        }
    )+};
}
integers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize
);

/// Shortest decimal text that reads back as the same float; what JSON cannot hold is `null`, as serde_json has it.
macro_rules! floats {
    ($($float:ty),+) => {$(
        impl From<$float> for Operand<'_> {
            fn from(number: $float) -> Self {
                if number.is_finite() { Self(Kind::Number(Cow::Owned(number.to_string()))) } else { Self::null() }
            }
        }
    )+};
}
floats!(f32, f64);

macro_rules! references {
    ($($copied:ty),+) => {$(
        impl From<&$copied> for Operand<'_> {
            fn from(value: &$copied) -> Self {
                Self::from(*value)
            }
        }
    )+};
}
references!(
    bool, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64
);

impl From<&Number> for Operand<'_> {
    fn from(number: &Number) -> Self {
        match number.as_i64() {
            Some(integer) => Self(Kind::Integer(integer.into())),
            None => Self(Kind::Number(Cow::Owned(number.to_string()))),
        }
    }
}

impl<'a> From<&'a crate::Number> for Operand<'a> {
    fn from(number: &'a crate::Number) -> Self {
        Self(Kind::Number(Cow::Borrowed(number.as_str())))
    }
}

impl From<crate::Number> for Operand<'_> {
    fn from(number: crate::Number) -> Self {
        Self(Kind::Number(Cow::Owned(number.to_string())))
    }
}

impl From<Number> for Operand<'_> {
    fn from(number: Number) -> Self {
        Self::from(&number)
    }
}

impl<'a> From<&'a Value> for Operand<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::null(),
            Value::Bool(value) => Self::from(*value),
            Value::Number(number) => Self::from(number),
            Value::String(text) => Self::from(text),
            Value::Array(_) | Value::Object(_) => Self(Kind::Json(Cow::Borrowed(value))),
        }
    }
}

impl From<Value> for Operand<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::null(),
            Value::Bool(value) => Self::from(value),
            Value::Number(number) => Self::from(number),
            Value::String(text) => Self::from(text),
            Value::Array(_) | Value::Object(_) => Self(Kind::Json(Cow::Owned(value))),
        }
    }
}

impl<'a, T: Into<Operand<'a>>> From<Option<T>> for Operand<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::null, Into::into)
    }
}
