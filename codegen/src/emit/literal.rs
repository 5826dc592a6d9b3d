//! Values known at build time, as JSON or as typed Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value as Json};

use crate::types::{Constant, Kind, Type, TypeId};

use super::{context::Module, names::ident, types};

/// An expression of type `serde_json::Value`.
pub(super) fn json(module: &Module<'_>, value: &Json) -> TokenStream {
    let helper = || module.rt("json");
    read(value, &helper).unwrap_or_else(|| {
        let json = module.imports.item("serde_json", "json!");
        let inner = json_inner(value, &helper);
        quote!(#json!(#inner))
    })
}

/// The same where nothing can be imported.
pub(super) fn json_by_path(value: &Json) -> TokenStream {
    let helper = || quote!(::arazzo_runtime::json);
    read(value, &helper).unwrap_or_else(|| {
        let inner = json_inner(value, &helper);
        quote!(::arazzo_runtime::serde_json::json!(#inner))
    })
}

/// How deep `json!` may go: rustc follows macros through 128 expansions.
const EXPANSIONS: usize = 120;

/// How many expansions deep `json!` goes for a value: it takes lists apart one element at a time, by recursion.
fn expansions(value: &Json) -> usize {
    let deepest = |all: &mut dyn Iterator<Item = &Json>| all.map(expansions).max().unwrap_or(0);
    match value {
        Json::Array(items) => 2 + 2 * items.len() + deepest(&mut items.iter()),
        Json::Object(members) => 2 + 3 * members.len() + deepest(&mut members.values()),
        _ => 1,
    }
}

/// A value that `json!` cannot write, as text that is read. Numbers beyond all of Rust's would fail the whole text where
/// `serde_json` keeps no digits: a value with one stays with `json!`, which rustc refuses, rather than becoming null.
fn read(value: &Json, helper: &dyn Fn() -> TokenStream) -> Option<TokenStream> {
    (expansions(value) > EXPANSIONS && is_finite(value)).then(|| {
        let (helper, text) = (helper(), raw(&value.to_string()));
        quote!(#helper::read(#text))
    })
}

/// Whether all numbers are within those of Rust.
fn is_finite(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_f64().is_some_and(f64::is_finite),
        Json::Array(items) => items.iter().all(is_finite),
        Json::Object(members) => members.values().all(is_finite),
        _ => true,
    }
}

/// What stands inside `json!`; `helper` is the module of the runtime with what reads numbers.
fn json_inner(value: &Json, helper: &dyn Fn() -> TokenStream) -> TokenStream {
    match value {
        Json::Null => quote!(null),
        Json::Bool(value) => quote!(#value),
        Json::Number(value) => number(value, helper),
        Json::String(value) => quote!(#value),
        Json::Array(items) => {
            let items = items.iter().map(|item| json_inner(item, helper));
            quote!([#(#items),*])
        }
        Json::Object(members) => {
            let names = members.keys();
            let values = members.values().map(|member| json_inner(member, helper));
            quote!({ #(#names: #values),* })
        }
    }
}

/// A string literal in which quotes need no escapes, if that is possible.
pub(super) fn raw(text: &str) -> TokenStream {
    let plain = text.contains('"') && !text.contains("\"#") && !text.contains(char::is_control);
    let raw = plain.then(|| format!("r#\"{text}\"#").parse().ok());
    raw.flatten().unwrap_or_else(|| quote!(#text))
}

/// An expression for a number: a literal where Rust's numbers keep all of it.
pub(super) fn number(value: &Number, helper: &dyn Fn() -> TokenStream) -> TokenStream {
    if let Some(exact) = exact_number(value) {
        return exact;
    }
    let text = value.to_string();
    let helper = helper();
    quote!(#helper::number(#text))
}

/// The integer that a number is as it is written, which `-0` is not.
pub(super) fn integer(number: &Number) -> Option<i64> {
    let text = number.to_string();
    number
        .as_i64()
        .filter(|integer| integer.to_string() == text)
}

/// A number literal, if Rust's numbers keep all of it. Nothing around it says which integer it is, so that what an `i32`
/// cannot hold says so itself.
fn exact_number(number: &Number) -> Option<TokenStream> {
    if let Some(integer) = integer(number) {
        let literal = match i32::try_from(integer) {
            Ok(_) => Literal::i64_unsuffixed(integer),
            Err(_) => Literal::i64_suffixed(integer),
        };
        return Some(quote!(#literal));
    }
    let text = number.to_string();
    let float = number
        .as_f64()
        .filter(|float| float.is_finite() && float.to_string() == text)?;
    let literal = Literal::f64_unsuffixed(float);
    Some(quote!(#literal))
}

/// An expression of a type for a JSON value, `None` where the value does not fit.
pub(super) fn typed(module: &Module<'_>, value: &Json, ty: &Type) -> Option<TokenStream> {
    let constant = Constant::of(&module.workflow.types, value, ty)?;
    Some(self::constant(module, &constant))
}

/// An expression for a value of a type; named types are those of the module's workflow.
pub(super) fn constant(module: &Module<'_>, constant: &Constant) -> TokenStream {
    let many = |all: &[Constant]| -> Vec<TokenStream> {
        all.iter().map(|one| self::constant(module, one)).collect()
    };
    match constant {
        Constant::Null => quote!(None),
        Constant::Present(inner) => {
            let inner = self::constant(module, inner);
            quote!(Some(#inner))
        }
        Constant::Bool(value) => quote!(#value),
        Constant::Integer(value) => {
            let literal = Literal::i64_unsuffixed(*value);
            quote!(#literal)
        }
        Constant::Number(number) => {
            let (name, digits) = (module.rt("Number"), number.to_string());
            match scalar(&Json::Number(number.clone())) {
                Some(literal) => quote!(#name::from(#literal)),
                None => quote!(#name::written(#digits)),
            }
        }
        Constant::Text(text) => quote!(#text.to_owned()),
        Constant::Secret(text) => {
            let secret = module.rt("Secret");
            quote!(#secret::from(#text))
        }
        Constant::SecretValue(value) => {
            let (secret, json) = (module.rt("Secret"), json(module, value));
            quote!(#secret::from(#json))
        }
        Constant::Bytes(bytes) => {
            let (binary, bytes) = (
                module.rt("Binary"),
                bytes.iter().map(|byte| Literal::u8_unsuffixed(*byte)),
            );
            quote!(#binary(vec![#(#bytes),*]))
        }
        Constant::Value(value) => json(module, value),
        Constant::List(items) if items.is_empty() => quote!(Vec::new()),
        Constant::List(items) => {
            let items = many(items);
            quote!(vec![#(#items),*])
        }
        Constant::Tuple(items) => {
            let items = many(items);
            quote!((#(#items,)*))
        }
        Constant::Map(members) => map(module, members),
        Constant::Struct(id, fields, others) => structure(module, *id, fields, others),
        Constant::Word(id, text) => word(module, *id, text),
        Constant::Variant(id, index, inner) => variant(module, *id, *index, inner),
        Constant::Unknown(id, value) => {
            let definition = module.workflow.types.get(*id);
            let (name, json) = (types::path(module, definition), json(module, value));
            match &definition.kind {
                Kind::Union { other, .. } => {
                    let other = ident(other);
                    quote!(#name::#other(#json))
                }
                _ => json,
            }
        }
    }
}

fn map(module: &Module<'_>, members: &[(String, Constant)]) -> TokenStream {
    let map = module.imports.item("std::collections", "BTreeMap");
    if members.is_empty() {
        return quote!(#map::new());
    }
    let members = members.iter().map(|(name, value)| {
        let value = constant(module, value);
        quote!((#name.to_owned(), #value))
    });
    quote!(#map::from([#(#members),*]))
}

fn structure(
    module: &Module<'_>,
    id: TypeId,
    values: &[Option<Constant>],
    others: &[(String, Constant)],
) -> TokenStream {
    let definition = module.workflow.types.get(id);
    let name = types::path(module, definition);
    let Kind::Struct { fields, additional } = &definition.kind else {
        return quote!(#name);
    };
    let members = fields.iter().zip(values).map(|(field, value)| {
        let member = ident(&field.ident);
        let value = value
            .as_ref()
            .map(|value| boxed(constant(module, value), field.boxed));
        let value = match value {
            Some(value) if field.required => value,
            value if types::is_option(&field.ty) => {
                let nullable = module.rt("Nullable");
                match value {
                    None => quote!(#nullable::MISSING),
                    Some(value) => quote!(#nullable::from_nested(Some(#value))),
                }
            }
            None => quote!(None),
            Some(value) => quote!(Some(#value)),
        };
        quote!(#member: #value)
    });
    let others = additional.as_ref().map(|_| {
        let (member, map) = (ident(&definition.additional_ident()), map(module, others));
        quote!(#member: #map)
    });
    let members = members.chain(others);
    quote!(#name { #(#members),* })
}

/// A text of an enum: its variant, or what is kept of a text that it does not list.
fn word(module: &Module<'_>, id: TypeId, text: &str) -> TokenStream {
    let definition = module.workflow.types.get(id);
    let name = types::path(module, definition);
    let Kind::Enum { variants, .. } = &definition.kind else {
        return quote!(#name::from(#text));
    };
    match variants.iter().find(|(_, json)| json == text) {
        Some((variant, _)) => {
            let variant = ident(variant);
            quote!(#name::#variant)
        }
        None => quote!(#name::from(#text)),
    }
}

fn variant(module: &Module<'_>, id: TypeId, index: usize, inner: &Constant) -> TokenStream {
    let definition = module.workflow.types.get(id);
    let (name, inner) = (types::path(module, definition), constant(module, inner));
    let Kind::Union { variants, .. } = &definition.kind else {
        return inner;
    };
    let Some(variant) = variants.get(index) else {
        return inner;
    };
    let (member, inner) = (ident(&variant.ident), boxed(inner, variant.boxed));
    quote!(#name::#member(#inner))
}

fn boxed(value: TokenStream, boxed: bool) -> TokenStream {
    match boxed {
        true => quote!(Box::new(#value)),
        false => value,
    }
}

/// A boolean or a number that fits Rust's default types.
pub(super) fn scalar(json: &Json) -> Option<TokenStream> {
    match json {
        Json::Bool(value) => Some(quote!(#value)),
        Json::Number(number) => exact_number(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_text_unless_that_could_lose_them() {
        let text = |item: &str| {
            let value = format!("[{}{item}]", "0,".repeat(200));
            json_by_path(&serde_json::from_str(&value).unwrap()).to_string()
        };
        assert!(text("1").contains("json :: read"), "{}", text("1"));
        assert!(!text("1e400").contains("json :: read"), "{}", text("1e400"));
    }

    #[test]
    fn what_is_typed_as_an_integer_is_written_as_one() {
        for (number, whole) in [
            ("-0", None),
            ("0", Some(0)),
            ("1.0", None),
            ("-7", Some(-7)),
        ] {
            let number: Number = number.parse().unwrap();
            assert_eq!(integer(&number), whole);
            let literal = exact_number(&number).map(|literal| literal.to_string());
            let is_float = literal.is_none_or(|literal| literal.contains('.'));
            assert_eq!(is_float, whole.is_none(), "{number}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = |number: &str| {
            number
                .parse::<Number>()
                .map(|number| super::number(&number, &|| quote!(json)).to_string())
                .unwrap()
        };
        assert_eq!(text("20"), "20");
        assert_eq!(text("-1.5"), "- 1.5");
        assert_eq!(text("9007199254740993"), "9007199254740993i64");
        assert_eq!(text("-2147483648"), "- 2147483648");
        assert_eq!(text("-2147483649"), "- 2147483649i64");
        assert!(
            text("123456789012345678901234567890")
                .contains("number (\"123456789012345678901234567890\")")
        );
        assert!(text("1.10").contains("number (\"1.10\")"));
    }
}
