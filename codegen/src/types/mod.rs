//! Schemas become Rust types: a dozen shapes, and `serde_json::Value` with a reason where nothing better is certain.

mod accepts;
mod conjunction;
mod constant;
mod constraints;
mod decided;
mod extensions;
mod identifier;
mod kind;
mod lower;
mod members;
mod naming;
mod recursion;
mod references;
pub(crate) mod reserved;
mod shape;
#[cfg(test)]
pub(crate) mod testing;
mod walk;
mod xml;

pub use accepts::{Expected, Fault, Given, Misfit, Mismatch, Wire, is_like, mismatch, never_fits};
pub use conjunction::{Alternatives, Choice, Conjunction, Key};
pub use constant::Constant;
pub use identifier::{
    Names, Wanted, bare, constant_ident, field_ident, function_ident, module_ident, type_ident,
    variant_ident,
};
pub use kind::Kinds;
pub use lower::{Enums, Lowering, Members};
pub use members::Additional;
pub use references::{Draft, References};
pub use shape::{Definition, Field, Kind, Own, Shape, Tag, Type, TypeId, Types, Untyped, Variant};
pub use walk::{Found, Inside, Step, Walk, walk};
pub use xml::{XmlPlace, XmlTraits};
