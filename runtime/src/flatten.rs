//! Any `Serialize` value as the few shapes a parameter or form can carry.
//!
//! Not by way of `serde_json::Value`: numbers keep their text, [`Binary`](crate::Binary) keeps its bytes, and the usual
//! scalar costs one allocation.

use std::cell::Cell;
use std::fmt::{self, Display};

use serde::ser::{self, Serialize};

use crate::number::{NUMBER, RAW};
use crate::{binary, secret};

/// A flattened value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Null, or nothing at all.
    Null,
    Text(String),
    /// A number or a boolean, as JSON text.
    Literal(String),
    Bytes(Vec<u8>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) => Some(text),
            _ => None,
        }
    }

    /// The value as compact JSON.
    pub(crate) fn json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Text(text) => write_string(out, text),
            Self::Literal(text) => out.push_str(text),
            Self::Bytes(bytes) => write_string(out, &binary::to_base64(bytes)),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_string(out, name);
                    out.push(':');
                    value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_string(out: &mut String, text: &str) {
    // Writing a string as JSON cannot fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Flattens `value`; fails on what JSON could not hold either.
pub(crate) fn flatten<V: Serialize + ?Sized>(value: &V) -> Result<Node, FlattenError> {
    flatten_noting(value).map(|(node, _)| node)
}

/// The same, and whether a [`Secret`](crate::Secret) is in it.
pub(crate) fn flatten_noting<V: Serialize + ?Sized>(
    value: &V,
) -> Result<(Node, bool), FlattenError> {
    let secret = Cell::new(false);
    let node = value.serialize(Flattener::new(&secret))?;
    Ok((node, secret.get()))
}

/// What could not be flattened.
#[derive(Debug)]
pub(crate) struct FlattenError(String);

impl Display for FlattenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FlattenError {}

impl ser::Error for FlattenError {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// `bytes`: inside of [`Binary`](crate::Binary), which then hands out its bytes as they are.
struct Flattener<'s> {
    bytes: bool,
    /// Set once a secret is met.
    secret: &'s Cell<bool>,
}

impl<'s> Flattener<'s> {
    fn new(secret: &'s Cell<bool>) -> Self {
        Self {
            bytes: false,
            secret,
        }
    }
}

macro_rules! literal {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Node, FlattenError> {
            Ok(Node::Literal(value.to_string()))
        })*
    };
}

impl<'s> ser::Serializer for Flattener<'s> {
    type Ok = Node;
    type Error = FlattenError;
    type SerializeSeq = List<'s>;
    type SerializeTuple = List<'s>;
    type SerializeTupleStruct = List<'s>;
    type SerializeTupleVariant = List<'s>;
    type SerializeMap = Object<'s>;
    type SerializeStruct = Object<'s>;
    type SerializeStructVariant = Object<'s>;

    fn is_human_readable(&self) -> bool {
        !self.bytes
    }

    literal!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_u128: u128);

    fn serialize_f32(self, value: f32) -> Result<Node, FlattenError> {
        float(value.is_finite(), serde_json::to_string(&value))
    }

    fn serialize_f64(self, value: f64) -> Result<Node, FlattenError> {
        float(value.is_finite(), serde_json::to_string(&value))
    }

    fn serialize_char(self, value: char) -> Result<Node, FlattenError> {
        Ok(Node::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Node, FlattenError> {
        Ok(Node::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Node, FlattenError> {
        Ok(Node::Bytes(value.to_vec()))
    }

    fn serialize_none(self) -> Result<Node, FlattenError> {
        Ok(Node::Null)
    }

    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<Node, FlattenError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, FlattenError> {
        Ok(Node::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, FlattenError> {
        Ok(Node::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Node, FlattenError> {
        Ok(Node::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &V,
    ) -> Result<Node, FlattenError> {
        if name == secret::NAME {
            self.secret.set(true);
        }
        value.serialize(Self {
            bytes: name == binary::NAME,
            secret: self.secret,
        })
    }

    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &V,
    ) -> Result<Node, FlattenError> {
        Ok(Node::Object(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List<'s>, FlattenError> {
        // The length is a hint; a wrong one must not cost memory.
        Ok(List {
            items: Vec::with_capacity(length.unwrap_or(0).min(64)),
            variant: None,
            secret: self.secret,
        })
    }

    fn serialize_tuple(self, length: usize) -> Result<List<'s>, FlattenError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<List<'s>, FlattenError> {
        self.serialize_seq(Some(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'s>, FlattenError> {
        Ok(List {
            items: Vec::new(),
            variant: Some(variant),
            secret: self.secret,
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'s>, FlattenError> {
        Ok(Object::new(self.secret))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object<'s>, FlattenError> {
        Ok(Object {
            json: name == NUMBER || name == RAW,
            ..Object::new(self.secret)
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'s>, FlattenError> {
        Ok(Object {
            variant: Some(variant),
            ..Object::new(self.secret)
        })
    }
}

/// The shortest text: a whole number without the `.0` that marks it as a float.
fn float(finite: bool, text: serde_json::Result<String>) -> Result<Node, FlattenError> {
    if !finite {
        return Err(FlattenError("is not a finite number".to_owned()));
    }
    let text = text.map_err(ser::Error::custom)?;
    Ok(Node::Literal(crate::json::shortest(&text).into_owned()))
}

struct List<'s> {
    items: Vec<Node>,
    variant: Option<&'static str>,
    secret: &'s Cell<bool>,
}

impl List<'_> {
    fn push<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FlattenError> {
        self.items
            .push(value.serialize(Flattener::new(self.secret))?);
        Ok(())
    }

    fn finish(self) -> Node {
        tagged(self.variant, Node::List(self.items))
    }
}

fn tagged(variant: Option<&'static str>, node: Node) -> Node {
    match variant {
        Some(variant) => Node::Object(vec![(variant.to_owned(), node)]),
        None => node,
    }
}

macro_rules! list {
    ($($trait:ident $method:ident),*) => {
        $(impl ser::$trait for List<'_> {
            type Ok = Node;
            type Error = FlattenError;

            fn $method<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FlattenError> {
                self.push(value)
            }

            fn end(self) -> Result<Node, FlattenError> {
                Ok(self.finish())
            }
        })*
    };
}

list!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field);

struct Object<'s> {
    members: Vec<(String, Node)>,
    key: Option<String>,
    variant: Option<&'static str>,
    /// The only member holds JSON text.
    json: bool,
    secret: &'s Cell<bool>,
}

impl<'s> Object<'s> {
    fn new(secret: &'s Cell<bool>) -> Self {
        Self {
            members: Vec::new(),
            key: None,
            variant: None,
            json: false,
            secret,
        }
    }

    fn push<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) -> Result<(), FlattenError> {
        self.members.push((
            name.to_owned(),
            value.serialize(Flattener::new(self.secret))?,
        ));
        Ok(())
    }

    fn finish(self) -> Result<Node, FlattenError> {
        if self.json
            && let Some((_, Node::Text(text))) = self.members.first()
        {
            if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
                return Ok(Node::Literal(text.clone()));
            }
            let value: serde_json::Value =
                serde_json::from_str(text).map_err(ser::Error::custom)?;
            return flatten(&value);
        }
        Ok(tagged(self.variant, Node::Object(self.members)))
    }
}

impl ser::SerializeMap for Object<'_> {
    type Ok = Node;
    type Error = FlattenError;

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), FlattenError> {
        let key = flatten(key)?;
        let name = key
            .scalar()
            .ok_or_else(|| FlattenError("has a member whose name is not text".to_owned()))?;
        self.key = Some(name.to_owned());
        Ok(())
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), FlattenError> {
        let name = self.key.take().unwrap_or_default();
        self.push(&name, value)
    }

    fn end(self) -> Result<Node, FlattenError> {
        self.finish()
    }
}

macro_rules! object {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Object<'_> {
            type Ok = Node;
            type Error = FlattenError;

            fn serialize_field<V: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &V,
            ) -> Result<(), FlattenError> {
                self.push(name, value)
            }

            fn end(self) -> Result<Node, FlattenError> {
                self.finish()
            }
        })*
    };
}

object!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;

    fn literal(value: impl Serialize) -> String {
        match flatten(&value) {
            Ok(Node::Literal(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_keep_every_digit_and_whole_floats_lose_their_point() {
        assert_eq!(literal(9_007_199_254_740_993_u64), "9007199254740993");
        assert_eq!(
            literal(json!(9_007_199_254_740_993_u64)),
            "9007199254740993"
        );
        assert_eq!(literal(u128::MAX), u128::MAX.to_string());
        assert_eq!(literal(5.0), "5");
        assert_eq!(literal(1.5_f32), "1.5");
        assert_eq!(literal(true), "true");
        assert!(flatten(&f64::NAN).is_err());
    }

    #[test]
    fn json_text_is_what_serde_json_would_write() {
        let value = json!({"a": [1, true, null, "x\"y"], "b": {"c": {}}, "d": []});
        let node = flatten(&value).expect("flattens");
        assert_eq!(
            serde_json::from_str::<Value>(&node.json()).expect("is JSON"),
            value
        );
    }

    #[test]
    fn absent_and_null_are_null_and_maps_keep_scalar_keys() {
        assert_eq!(flatten(&None::<String>).expect("flattens"), Node::Null);
        assert_eq!(flatten(&Value::Null).expect("flattens"), Node::Null);
        let map = BTreeMap::from([(7, "x")]);
        assert_eq!(
            flatten(&map).expect("flattens"),
            Node::Object(vec![("7".into(), Node::Text("x".into()))])
        );
    }

    #[test]
    fn binary_keeps_its_bytes() {
        let value = crate::Binary(vec![0, 255, 7]);
        assert_eq!(
            flatten(&value).expect("flattens"),
            Node::Bytes(vec![0, 255, 7])
        );
        assert_eq!(flatten(&Some(&value)).expect("flattens").json(), "\"AP8H\"");
    }
}
