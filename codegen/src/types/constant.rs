//! Values of documents as values of a type, where they are: what a default fills in, what a literal hands on.

use serde_json::{Map, Number, Value};

use super::{Definition, Field, Kind, Shape, Tag, Type, TypeId, Types, Variant};

/// A value of a [`Type`], known at build time.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// The null of a nullable type.
    Null,
    /// What is not null of a nullable type.
    Present(Box<Constant>),
    /// [`Shape::Bool`]
    Bool(bool),
    /// [`Shape::Int32`] or [`Shape::Int64`]
    Integer(i64),
    /// [`Shape::Number`]
    Number(Number),
    /// [`Shape::String`]
    Text(String),
    /// [`Shape::Secret`]
    Secret(String),
    /// [`Shape::SecretValue`]
    SecretValue(Value),
    /// [`Shape::Bytes`]
    Bytes(Vec<u8>),
    /// [`Shape::Value`]
    Value(Value),
    /// [`Shape::List`]
    List(Vec<Constant>),
    /// [`Shape::Map`]
    Map(Vec<(String, Constant)>),
    /// [`Shape::Tuple`]
    Tuple(Vec<Constant>),
    /// A struct: its fields in the order of its definition, and the other members if it keeps them.
    Struct(TypeId, Vec<Option<Constant>>, Vec<(String, Constant)>),
    /// A text of an enum.
    Word(TypeId, String),
    /// A variant of a union, by its index.
    Variant(TypeId, usize, Box<Constant>),
    /// What a union keeps although it does not know its tag.
    Unknown(TypeId, Value),
}

impl Constant {
    /// The value as one of `ty`; nothing where it does not fit. `types` has the named ones.
    ///
    /// It fits where the emitted code would read it as that type: a number without a fraction is an integer where
    /// nothing else fits (JSON Schema 2020-12 core, section 4.2.3), and members that a struct does not keep are left out.
    pub fn of(types: &Types, value: &Value, ty: &Type) -> Option<Self> {
        let read = |whole| Reader { types, whole }.read(value, ty);
        read(false).or_else(|| read(true))
    }

    /// The value as a secret: a text, or any JSON. Others have no hidden form.
    #[must_use]
    pub fn hidden(self) -> Self {
        match self {
            Self::Text(text) => Self::Secret(text),
            Self::Value(value) => Self::SecretValue(value),
            Self::Present(inner) => Self::Present(Box::new(inner.hidden())),
            other => other,
        }
    }
}

struct Reader<'t> {
    types: &'t Types,
    /// Whether numbers such as `3.0` are integers.
    whole: bool,
}

impl Reader<'_> {
    fn read(&self, value: &Value, ty: &Type) -> Option<Constant> {
        if !ty.nullable || ty.shape == Shape::Value {
            return self.shape(value, &ty.shape);
        }
        if value.is_null() {
            return Some(Constant::Null);
        }
        let present = self.shape(value, &ty.shape)?;
        Some(Constant::Present(Box::new(present)))
    }

    fn shape(&self, value: &Value, shape: &Shape) -> Option<Constant> {
        Some(match (shape, value) {
            (Shape::Bool, Value::Bool(value)) => Constant::Bool(*value),
            (Shape::Int32, Value::Number(number)) => {
                let integer = self.integer(number)?;
                i32::try_from(integer).ok()?;
                Constant::Integer(integer)
            }
            (Shape::Int64, Value::Number(number)) => Constant::Integer(self.integer(number)?),
            (Shape::Number, Value::Number(number)) => Constant::Number(number.clone()),
            (Shape::String, Value::String(text)) => Constant::Text(text.clone()),
            (Shape::Secret, Value::String(text)) => Constant::Secret(text.clone()),
            (Shape::Bytes, Value::String(text)) => Constant::Bytes(from_base64(text)?),
            (Shape::SecretValue, value) => Constant::SecretValue(value.clone()),
            (Shape::Value, value) => Constant::Value(value.clone()),
            (Shape::List(of), Value::Array(items)) => {
                let items = items.iter().map(|item| self.read(item, of));
                Constant::List(items.collect::<Option<_>>()?)
            }
            (Shape::Map(of), Value::Object(members)) => {
                Constant::Map(self.members(members.iter(), of)?)
            }
            (Shape::Tuple(of), Value::Array(items)) if of.len() == items.len() => {
                let items = items.iter().zip(of).map(|(item, ty)| self.read(item, ty));
                Constant::Tuple(items.collect::<Option<_>>()?)
            }
            (Shape::Named(id), value) => self.named(value, *id)?,
            _ => return None,
        })
    }

    fn integer(&self, number: &Number) -> Option<i64> {
        let text = number.to_string();
        let fraction = text.trim_end_matches('0').strip_suffix('.');
        match fraction.filter(|_| self.whole) {
            Some(whole) => whole.parse().ok(),
            None => text.parse().ok(),
        }
    }

    fn members<'v>(
        &self,
        members: impl Iterator<Item = (&'v String, &'v Value)>,
        of: &Type,
    ) -> Option<Vec<(String, Constant)>> {
        let member = |(name, value): (&String, &Value)| Some((name.clone(), self.read(value, of)?));
        members.map(member).collect()
    }

    fn named(&self, value: &Value, id: TypeId) -> Option<Constant> {
        let definition: &Definition = self.types.get(id);
        match (&definition.kind, value) {
            (Kind::Enum { .. }, Value::String(text)) => Some(Constant::Word(id, text.clone())),
            (Kind::Struct { fields, additional }, Value::Object(members)) => {
                self.structure(id, fields, additional.as_ref(), members)
            }
            (Kind::Union { variants, tag, .. }, value) => match tag {
                Some(tag) => self.tagged(id, variants, tag, value),
                None => {
                    let mut indices = 0..variants.len();
                    indices.find_map(|index| self.variant(id, variants, index, value))
                }
            },
            _ => None,
        }
    }

    fn structure(
        &self,
        id: TypeId,
        fields: &[Field],
        additional: Option<&Type>,
        members: &Map<String, Value>,
    ) -> Option<Constant> {
        let field = |field: &Field| match members.get(&field.name) {
            None => (!field.required).then_some(None),
            Some(value) => self.read(value, &field.ty).map(Some),
        };
        let kept = fields.iter().map(field).collect::<Option<_>>()?;
        let declared = |name: &String| fields.iter().any(|field| field.name == *name);
        let others = members.iter().filter(|(name, _)| !declared(name));
        let others = match additional {
            Some(of) => self.members(others, of)?,
            None => Vec::new(),
        };
        Some(Constant::Struct(id, kept, others))
    }

    fn tagged(
        &self,
        id: TypeId,
        variants: &[Variant],
        tag: &Tag,
        value: &Value,
    ) -> Option<Constant> {
        let word = value.get(&tag.property).and_then(Value::as_str);
        let known = tag
            .mapping
            .iter()
            .find(|(text, _)| Some(text.as_str()) == word);
        match known {
            Some((_, index)) => self.variant(id, variants, *index, value),
            None => Some(Constant::Unknown(id, value.clone())),
        }
    }

    fn variant(
        &self,
        id: TypeId,
        variants: &[Variant],
        index: usize,
        value: &Value,
    ) -> Option<Constant> {
        let found = self.read(value, &variants.get(index)?.ty)?;
        Some(Constant::Variant(id, index, Box::new(found)))
    }
}

/// Base64 in either alphabet, with or without padding and line breaks (RFC 4648, sections 4 and 5).
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches(|c: char| c == '=' || c.is_ascii_whitespace());
    let letters = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in letters {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (held < 6 && bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(value: Value, shape: Shape) -> Option<Constant> {
        Constant::of(&Types::default(), &value, &Type::new(shape))
    }

    #[test]
    fn base64_in_either_alphabet_and_nothing_else() {
        let bytes = |text: &str| from_base64(text);
        assert_eq!(bytes("+/+/AQ=="), Some(vec![251, 255, 191, 1]));
        assert_eq!(bytes("-_-_ A\nQ"), Some(vec![251, 255, 191, 1]));
        assert_eq!(bytes(""), Some(vec![]));
        // A letter alone is no byte, and bits that are left over would be lost.
        assert_eq!([bytes("A"), bytes("AB"), bytes("%%%%")], [None, None, None]);
    }

    #[test]
    fn numbers_without_a_fraction_are_integers_within_their_range() {
        assert_eq!(of(json!(3), Shape::Int32), Some(Constant::Integer(3)));
        assert_eq!(of(json!(3.0), Shape::Int64), Some(Constant::Integer(3)));
        assert_eq!(of(json!(30), Shape::Int64), Some(Constant::Integer(30)));
        assert_eq!(of(json!(3.5), Shape::Int64), None);
        assert_eq!(of(json!(3_000_000_000_i64), Shape::Int32), None);
    }

    #[test]
    fn null_is_a_value_only_of_a_nullable_type() {
        let text = Type::new(Shape::String);
        let read = |value: &Value, ty: &Type| Constant::of(&Types::default(), value, ty);
        assert_eq!(read(&json!(null), &text), None);
        let nullable = text.or_null(true);
        assert_eq!(read(&json!(null), &nullable), Some(Constant::Null));
        let present = Constant::Present(Box::new(Constant::Text("a".to_owned())));
        assert_eq!(read(&json!("a"), &nullable), Some(present));
    }

    #[test]
    fn lists_maps_and_tuples_fit_as_a_whole() {
        let list = Shape::List(Box::new(Type::new(Shape::Bool)));
        assert!(of(json!([true, false]), list.clone()).is_some());
        assert!(of(json!([true, 1]), list).is_none());
        let map = Shape::Map(Box::new(Type::new(Shape::Int64)));
        assert!(of(json!({"a": 1}), map.clone()).is_some() && of(json!({"a": "b"}), map).is_none());
        let pair = Shape::Tuple(vec![Type::new(Shape::Bool), Type::value()]);
        assert!(of(json!([true, {}]), pair.clone()).is_some() && of(json!([true]), pair).is_none());
    }
}
