//! Structs with a JSON form, for a fifth of what serde's derives cost the compiler.
//!
//! Inputs and outputs are stored and read again by few programs, but every program compiles the code for it. So what
//! reads and writes a struct is here, once, and [`record!`](crate::record!) says in a line how its members are called.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::nullable::Nullable;

/// What is the same for all values of a struct.
pub trait Record {
    /// Its name, for errors.
    const NAME: &'static str;
    /// The names of its members in JSON, in order.
    const MEMBERS: &'static [&'static str];
}

/// A struct that is read member by member.
pub trait Readable<'de>: Record + Sized {
    /// Reads all members; nothing if one is invalid or missing, which `members` keeps.
    fn read(members: &mut impl Members<'de>) -> Option<Self>;
}

/// A struct that is written member by member.
pub trait Writable: Record {
    /// How many members are there to be written.
    fn count(&self) -> usize;

    /// Writes the members.
    fn write(&self, members: &mut Written<impl SerializeStruct>);
}

/// The members of a struct that is being read. The first error ends it: after it there are no more members.
pub trait Members<'de> {
    /// Goes on to the next member that the struct has, if there is one.
    fn next(&mut self) -> bool;

    /// Reads the value if `name` is the member that it has come to.
    fn read<T: Deserialize<'de>>(&mut self, name: &'static str, value: &mut Option<T>);

    /// A member that has to be there.
    fn required<T>(&mut self, name: &'static str, value: Option<T>) -> Option<T>;
}

/// Where the values are.
trait Source<'de> {
    type Error: serde::de::Error;

    /// The next of these members.
    fn name(
        &mut self,
        members: &'static [&'static str],
    ) -> Result<Option<&'static str>, Self::Error>;

    /// Its value; nothing if the source ends before it.
    fn value<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Self::Error>;
}

struct Object<A>(A);

impl<'de, A: MapAccess<'de>> Source<'de> for Object<A> {
    type Error = A::Error;

    fn name(&mut self, members: &'static [&'static str]) -> Result<Option<&'static str>, A::Error> {
        while let Some(name) = self.0.next_key_seed(Name(members))? {
            if name.is_some() {
                return Ok(name);
            }
            self.0.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    fn value<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        self.0.next_value().map(Some)
    }
}

/// Formats without names have the members in order.
struct List<A> {
    values: A,
    read: usize,
}

impl<'de, A: SeqAccess<'de>> Source<'de> for List<A> {
    type Error = A::Error;

    fn name(&mut self, members: &'static [&'static str]) -> Result<Option<&'static str>, A::Error> {
        let name = members.get(self.read).copied();
        self.read = self.read.saturating_add(1);
        Ok(name)
    }

    fn value<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        self.values.next_element()
    }
}

struct Reading<'de, S: Source<'de>> {
    source: S,
    members: &'static [&'static str],
    /// The member that it has come to.
    at: &'static str,
    error: Option<S::Error>,
}

impl<'de, S: Source<'de>> Reading<'de, S> {
    fn keep<T>(&mut self, result: Result<T, S::Error>) -> Option<T> {
        result.map_err(|error| self.error = Some(error)).ok()
    }

    fn all<R: Readable<'de>>(source: S) -> Result<R, S::Error> {
        let mut reading = Self {
            source,
            members: R::MEMBERS,
            at: "",
            error: None,
        };
        let record = R::read(&mut reading);
        match reading.error {
            Some(error) => Err(error),
            // There is always an error where there is no record.
            None => record.ok_or_else(|| S::Error::custom("a member is missing")),
        }
    }
}

impl<'de, S: Source<'de>> Members<'de> for Reading<'de, S> {
    fn next(&mut self) -> bool {
        if self.error.is_some() {
            return false;
        }
        let name = self.source.name(self.members);
        let name = self.keep(name).flatten();
        self.at = name.unwrap_or_default();
        name.is_some()
    }

    fn read<T: Deserialize<'de>>(&mut self, name: &'static str, value: &mut Option<T>) {
        if self.at != name || self.error.is_some() {
            return;
        }
        if value.is_some() {
            self.error = Some(S::Error::duplicate_field(name));
            return;
        }
        let found = self.source.value();
        *value = self.keep(found).flatten();
    }

    fn required<T>(&mut self, name: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.error.is_none() {
            self.error = Some(S::Error::missing_field(name));
        }
        value
    }
}

/// Reads the name of a member, or its number where a format writes that.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
        let number = usize::try_from(number);
        Ok(number.ok().and_then(|number| self.0.get(number)).copied())
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().copied().find(|member| *member == name))
    }

    fn visit_bytes<E: serde::de::Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        match std::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}

struct Whole<R>(PhantomData<R>);

impl<'de, R: Readable<'de>> Visitor<'de> for Whole<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R, A::Error> {
        Reading::all(Object(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<R, A::Error> {
        Reading::all(List { values, read: 0 })
    }
}

/// Reads a record.
///
/// # Errors
/// A member is invalid, missing, or there twice.
pub fn read<'de, R: Readable<'de>, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
    from.deserialize_struct(R::NAME, R::MEMBERS, Whole(PhantomData))
}

/// A member that may be missing, and is left out then.
pub trait Optional {
    /// Whether it is missing.
    fn is_missing(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn is_missing(&self) -> bool {
        self.is_none()
    }
}

impl<T> Optional for Nullable<T> {
    fn is_missing(&self) -> bool {
        Nullable::is_missing(self)
    }
}

/// What a record is written into.
#[derive(Debug)]
pub struct Written<S: SerializeStruct> {
    into: S,
    result: Result<(), S::Error>,
}

impl<S: SerializeStruct> Written<S> {
    /// Writes a member that is there.
    pub fn member<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.into.serialize_field(name, value);
        }
    }

    /// Writes a member if it is there.
    pub fn optional<T: Serialize + Optional>(&mut self, name: &'static str, value: &T) {
        if !value.is_missing() {
            self.member(name, value);
        } else if self.result.is_ok() {
            self.result = self.into.skip_field(name);
        }
    }
}

/// Writes a record.
///
/// # Errors
/// A member cannot be written.
pub fn write<R: Writable, S: Serializer>(record: &R, into: S) -> Result<S::Ok, S::Error> {
    let mut members = Written {
        into: into.serialize_struct(R::NAME, record.count())?,
        result: Ok(()),
    };
    record.write(&mut members);
    members.result?;
    members.into.end()
}

/// How the members of a struct are called in JSON, from which it can be read and written: as its fields, unless `=` is
/// followed by a name. What stands before the name says what a member that is missing is: `optional` is `None`, as null
/// is, or a [`Nullable`] that is missing; `optional_json` is `None`, and null is a value; `default(function)` is what the
/// function returns. With `write` it is not read.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($record:ident {
        $($field:ident $(= $($how:ident $(($default:path))?)? $($name:literal)?)?),* $(,)?
    }) => {
        $crate::record!(write $record { $($field $(= $($how)? $($name)?)?),* });

        impl<'de> $crate::record::Readable<'de> for $record {
            fn read(
                members: &mut impl $crate::record::Members<'de>,
            ) -> ::core::option::Option<Self> {
                $(let mut $field = ::core::option::Option::None;)*
                while members.next() {
                    $(members.read($crate::record!(@name $field $($($name)?)?), &mut $field);)*
                }
                ::core::option::Option::Some(Self {
                    $($field: $crate::record!(
                        @read members $field $crate::record!(@name $field $($($name)?)?);
                        $($($how $(($default))?)?)?
                    ),)*
                })
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $record {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::record::read(from)
            }
        }
    };
    (write $record:ident {
        $($field:ident $(= $($how:ident)? $($name:literal)?)?),* $(,)?
    }) => {
        impl $crate::record::Record for $record {
            const NAME: &'static str = stringify!($record);
            const MEMBERS: &'static [&'static str] = &[
                $($crate::record!(@name $field $($($name)?)?)),*
            ];
        }

        impl $crate::record::Writable for $record {
            fn count(&self) -> usize {
                0 $(+ $crate::record!(@count self.$field $($($how)?)?))*
            }

            #[allow(unused_variables, reason = "there may be no members")]
            fn write(
                &self,
                members: &mut $crate::record::Written<impl $crate::serde::ser::SerializeStruct>,
            ) {
                $($crate::record!(
                    @write members self.$field $crate::record!(@name $field $($($name)?)?);
                    $($($how)?)?
                );)*
            }
        }

        impl $crate::serde::Serialize for $record {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                into: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::record::write(self, into)
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@read $members:ident $field:ident $name:expr;) => {
        $members.required($name, $field)?
    };
    (@read $members:ident $field:ident $name:expr; optional) => {
        ::core::option::Option::unwrap_or_default($field)
    };
    (@read $members:ident $field:ident $name:expr; optional_json) => {
        $field
    };
    (@read $members:ident $field:ident $name:expr; default($default:path)) => {
        ::core::option::Option::unwrap_or_else($field, $default)
    };
    (@count $self:ident.$field:ident $(default)?) => { 1 };
    (@count $self:ident.$field:ident $how:ident) => {
        usize::from(!$crate::record::Optional::is_missing(&$self.$field))
    };
    (@write $members:ident $self:ident.$field:ident $name:expr; $(default)?) => {
        $members.member($name, &$self.$field)
    };
    (@write $members:ident $self:ident.$field:ident $name:expr; $how:ident) => {
        $members.optional($name, &$self.$field)
    };
}

#[cfg(test)]
mod tests {
    use serde::de::value::SeqDeserializer;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Order {
        id: String,
        r#type: Option<i64>,
        note: Option<Value>,
        nickname: Nullable<String>,
        parent: Option<u8>,
        quantity: u8,
    }

    fn one() -> u8 {
        1
    }

    crate::record!(Order {
        id = "orderId",
        r#type = optional "type",
        note = optional_json,
        nickname = optional,
        parent,
        quantity = default(one)
    });

    #[derive(Debug, PartialEq)]
    struct Empty {}

    crate::record!(Empty {});

    fn read(json: Value) -> Result<Order, String> {
        serde_json::from_str(&json.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_missing_is_left_out_and_read_as_missing() {
        let order = read(json!({"orderId": "7", "parent": null, "more": [{}]})).expect("an order");
        let expected = Order {
            id: "7".to_owned(),
            r#type: None,
            note: None,
            nickname: Nullable::MISSING,
            parent: None,
            quantity: 1,
        };
        assert_eq!(order, expected);
        let written = serde_json::to_value(&order).expect("JSON");
        assert_eq!(
            written,
            json!({"orderId": "7", "parent": null, "quantity": 1})
        );
    }

    #[test]
    fn null_is_a_value_where_it_can_be_one() {
        let json = json!({
            "orderId": "7", "type": null, "note": null, "nickname": null, "parent": 3, "quantity": 2
        });
        let order = read(json).expect("an order");
        assert_eq!((order.r#type, order.note), (None, Some(Value::Null)));
        assert_eq!((order.nickname, order.parent), (Nullable::NULL, Some(3)));
    }

    #[test]
    fn what_does_not_fit_is_refused_as_the_derives_refuse_it() {
        let refused = |json: &str| {
            let error = serde_json::from_str::<Order>(json).expect_err("no order");
            let text = error.to_string();
            text.split(" at line").next().unwrap_or_default().to_owned()
        };
        assert_eq!(refused(r#"{"parent": 1}"#), "missing field `orderId`");
        assert_eq!(refused(r#"{"orderId": "7"}"#), "missing field `parent`");
        let twice = r#"{"orderId": "7", "parent": 1, "orderId": "8"}"#;
        assert_eq!(refused(twice), "duplicate field `orderId`");
        let null = r#"{"orderId": "7", "parent": 1, "quantity": null}"#;
        assert_eq!(refused(null), "invalid type: null, expected u8");
        assert_eq!(
            refused(r#""7""#),
            "invalid type: string \"7\", expected struct Order"
        );
        assert_eq!(
            refused(r#"{"orderId": 7}"#),
            "invalid type: integer `7`, expected a string"
        );
        assert_eq!(refused(r#"{"orderId": "#), "EOF while parsing a value");
    }

    #[test]
    fn formats_without_names_have_the_members_in_order() {
        #[derive(Debug, PartialEq)]
        struct Pair {
            one: u8,
            other: Option<u8>,
        }
        crate::record!(Pair { one, other = optional });
        let read = |values: &[u8]| {
            let values = SeqDeserializer::<_, serde::de::value::Error>::new(values.iter().copied());
            super::Whole::<Pair>(PhantomData).visit_seq(values)
        };
        let short = read(&[1]).map_err(|error| error.to_string());
        assert_eq!(
            short,
            Ok(Pair {
                one: 1,
                other: None
            })
        );
        let none = read(&[]).map_err(|error| error.to_string());
        assert_eq!(none, Err("missing field `one`".to_owned()));
    }

    #[test]
    fn a_record_may_have_no_members() {
        assert_eq!(serde_json::to_value(Empty {}).expect("JSON"), json!({}));
        assert!(serde_json::from_value::<Empty>(json!({"more": 1})).is_ok());
    }

    #[test]
    fn only_what_is_written_is_counted() {
        let order = read(json!({"orderId": "7", "parent": 1, "note": 5})).expect("an order");
        assert_eq!(order.count(), 4);
    }
}
