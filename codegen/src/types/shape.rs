//! The types of the generated code: about a dozen shapes, and an arena of the named ones.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Kinds;
use crate::{load::Node, resolve::workflow::WorkflowId};

/// Names a [`Definition`] of one [`Types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(super) usize);

/// What a value is, once it is not `null`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// `bool`
    Bool,
    /// `i32`
    Int32,
    /// `i64`
    Int64,
    /// The runtime's `Number`, which keeps its digits: integers that `i64` cannot hold, and whatever may have a fraction.
    Number,
    /// `String`
    String,
    /// A string that must not be shown (`format: password`).
    Secret,
    /// A JSON value that holds such a string, or may (decision D-117).
    SecretValue,
    /// Bytes (`format: binary` or `byte`, `contentEncoding: base64`); base64 text inside JSON.
    Bytes,
    /// `Vec<T>`
    List(Box<Type>),
    /// A map from strings.
    Map(Box<Type>),
    /// A tuple.
    Tuple(Vec<Type>),
    /// A struct or enum of the arena.
    Named(TypeId),
    /// A type of the user's, by its path, of which nothing is known but that it is read from JSON and written to it
    /// (decision D-131).
    Own(Own),
    /// `serde_json::Value`: nothing better is known; [`Untyped`] says why.
    Value,
}

/// A type of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Its path.
    pub path: String,
    /// The kinds of value that the schema allows, whose JSON it is.
    pub kinds: Kinds,
}

impl Own {
    /// Whether values have no members and no elements.
    pub fn is_scalar(&self) -> bool {
        !self.kinds.meets(Kinds::OBJECT.or(Kinds::ARRAY))
    }
}

/// A place of which nothing better is known than [`Shape::Value`], and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    /// The schema, or what else keeps it from having a type.
    pub node: Node,
    /// The reason: a clause such as `the schema gives no type`.
    pub reason: String,
}

/// A shape, and whether `null` may stand in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// What it is.
    pub shape: Shape,
    /// Whether the schema allows `null`.
    pub nullable: bool,
}

impl Type {
    /// A type without `null`.
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            nullable: false,
        }
    }

    /// A JSON value of which nothing is known.
    pub fn value() -> Self {
        Self::new(Shape::Value)
    }

    /// The same type with `null` allowed if `nullable`.
    #[must_use]
    pub fn or_null(mut self, nullable: bool) -> Self {
        self.nullable |= nullable;
        self
    }

    /// Whether part of it is a JSON value of which nothing is known, named types apart.
    pub fn holds_value(&self) -> bool {
        match &self.shape {
            Shape::Value => true,
            Shape::List(of) | Shape::Map(of) => of.holds_value(),
            Shape::Tuple(of) => of.iter().any(Self::holds_value),
            _ => false,
        }
    }

    /// Whether part of it must not be shown, named types apart.
    pub fn is_secret(&self) -> bool {
        match &self.shape {
            Shape::Secret | Shape::SecretValue => true,
            Shape::List(of) | Shape::Map(of) => of.is_secret(),
            Shape::Tuple(of) => of.iter().any(Self::is_secret),
            _ => false,
        }
    }

    /// Whether part of it is a type of the user's, named types apart.
    fn is_own(&self) -> bool {
        match &self.shape {
            Shape::Own(_) => true,
            Shape::List(of) | Shape::Map(of) => of.is_own(),
            Shape::Tuple(of) => of.iter().any(Self::is_own),
            _ => false,
        }
    }

    /// Named types mentioned here, those inside lists, maps and tuples included.
    pub fn mentions(&self) -> Vec<TypeId> {
        match &self.shape {
            Shape::Named(id) => vec![*id],
            Shape::List(of) | Shape::Map(of) => of.mentions(),
            Shape::Tuple(of) => of.iter().flat_map(Self::mentions).collect(),
            _ => Vec::new(),
        }
    }
}

/// A named type.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Rust name, unique in the arena.
    pub name: String,
    /// Rustdoc.
    pub documentation: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The schema it was made from.
    pub source: Option<Node>,
    /// Whether a value of the type can hold another one of it.
    pub recursive: bool,
    /// The workflow whose module defines it, and its id there, if that is another one.
    pub home: Option<(WorkflowId, TypeId)>,
    /// Why undeclared members are no better than JSON values although the schema describes them.
    pub untyped: Vec<Untyped>,
}

/// What a [`Definition`] is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An object with declared members.
    Struct {
        /// The members, in document order.
        fields: Vec<Field>,
        /// What undeclared members are, where the schema says that there may be some: a flattened map.
        additional: Option<Type>,
    },
    /// Known strings. Open: an unknown one is kept.
    Enum {
        /// Rust variant and JSON string.
        variants: Vec<(String, String)>,
        /// Name of the variant that keeps an unknown string.
        other: String,
    },
    /// One of several types.
    Union {
        /// The types. Without a tag, the first that fits is the right one.
        variants: Vec<Variant>,
        /// The property that tells, if there is one; then all variants are objects.
        tag: Option<Tag>,
        /// Name of the variant that keeps a value with an unknown tag.
        other: String,
    },
}

/// A member of a struct.
#[derive(Debug, Clone)]
pub struct Field {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its type, `nullable` included.
    pub ty: Type,
    /// Whether the schema requires it.
    pub required: bool,
    /// `default`
    pub default: Option<Value>,
    /// Rustdoc.
    pub documentation: Option<String>,
    /// `readOnly`: sent by the server only.
    pub read_only: bool,
    /// `writeOnly`: sent by the client only.
    pub write_only: bool,
    /// `deprecated`
    pub deprecated: bool,
    /// Whether it needs a `Box`, because the type holds itself by way of this field.
    pub boxed: bool,
    /// Why the type, or part of it, is no better than a JSON value.
    pub untyped: Vec<Untyped>,
}

/// One type of a union.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Rust variant.
    pub ident: String,
    /// Its type; never nullable.
    pub ty: Type,
    /// Whether it needs a `Box`, because the type holds itself by way of this variant.
    pub boxed: bool,
    /// Why the type, or part of it, is no better than a JSON value.
    pub untyped: Vec<Untyped>,
}

/// The property that tells the variants of a union apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// JSON name. The variants declare it too, as a rule.
    pub property: String,
    /// Values of the property and the index of the variant each stands for.
    pub mapping: Vec<(String, usize)>,
}

/// The named types of one emitted module.
#[derive(Debug, Clone)]
pub struct Types {
    definitions: Vec<Definition>,
    stranger: Definition,
}

impl Default for Types {
    fn default() -> Self {
        Self {
            definitions: Vec::new(),
            stranger: Definition {
                name: "Unknown".to_owned(),
                documentation: None,
                kind: Kind::Struct {
                    fields: Vec::new(),
                    additional: None,
                },
                source: None,
                recursive: false,
                home: None,
                untyped: Vec::new(),
            },
        }
    }
}

impl Types {
    /// The definition of `id`. An id of another arena, which no caller should have, gets an empty struct.
    pub fn get(&self, id: TypeId) -> &Definition {
        self.definitions.get(id.0).unwrap_or(&self.stranger)
    }

    /// All definitions, in the order they were met.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &Definition)> {
        self.definitions
            .iter()
            .enumerate()
            .map(|(index, definition)| (TypeId(index), definition))
    }

    /// Number of definitions.
    pub fn len(&self) -> usize {
        self.definitions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty()
    }

    /// Definitions that `roots` mention, directly or not, in the order of the arena.
    pub fn reachable<'a>(&self, roots: impl IntoIterator<Item = &'a Type>) -> Vec<TypeId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<TypeId> = roots.into_iter().flat_map(Type::mentions).collect();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                let inner = self.get(id).types();
                open.extend(inner.into_iter().flat_map(Type::mentions));
            }
        }
        found.into_iter().collect()
    }

    /// Whether part of a type must not be shown.
    pub fn hold_secret(&self, ty: &Type) -> bool {
        let named = self.reachable([ty]).into_iter();
        let mut inside = named.flat_map(|id| self.get(id).types());
        ty.is_secret() || inside.any(Type::is_secret)
    }

    /// Whether part of a type is one of the user's.
    pub fn hold_own(&self, ty: &Type) -> bool {
        let named = self.reachable([ty]).into_iter();
        let mut inside = named.flat_map(|id| self.get(id).types());
        ty.is_own() || inside.any(Type::is_own)
    }

    pub(super) fn add(&mut self, definition: Definition) -> TypeId {
        self.definitions.push(definition);
        TypeId(self.definitions.len().saturating_sub(1))
    }

    /// Gives a definition another name.
    pub fn rename(&mut self, id: TypeId, name: String) {
        if let Some(definition) = self.get_mut(id) {
            definition.name = name;
        }
    }

    pub(super) fn get_mut(&mut self, id: TypeId) -> Option<&mut Definition> {
        self.definitions.get_mut(id.0)
    }
}

impl Definition {
    /// Types of its members or variants.
    pub fn types(&self) -> Vec<&Type> {
        match &self.kind {
            Kind::Struct { fields, additional } => {
                let members = fields.iter().map(|field| &field.ty);
                members.chain(additional).collect()
            }
            Kind::Enum { .. } => Vec::new(),
            Kind::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        }
    }

    /// The Rust field of undeclared members, out of the way of the declared ones.
    pub fn additional_ident(&self) -> String {
        let mut ident = "additional".to_owned();
        if let Kind::Struct { fields, .. } = &self.kind {
            while fields.iter().any(|field| field.ident == ident) {
                ident.push('_');
            }
        }
        ident
    }

    /// The struct's member of this JSON name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        match &self.kind {
            Kind::Struct { fields, .. } => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }
}
