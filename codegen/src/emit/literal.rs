//! Values known at build time, as JSON or as typed Rust.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value as Json};

use crate::types::{Field, Kind, Shape, Type};

use super::{context::Module, names::ident, types};

/// An expression of type `serde_json::Value`.
pub(super) fn json(module: &Module<'_>, value: &Json) -> TokenStream {
    let json = module.imports.item("serde_json", "json!");
    let inner = json_inner(value, &|| module.rt("json"));
    quote!(#json!(#inner))
}

/// The same where nothing can be imported.
pub(super) fn json_by_path(value: &Json) -> TokenStream {
    let inner = json_inner(value, &|| quote!(::arazzo_runtime::json));
    quote!(::arazzo_runtime::serde_json::json!(#inner))
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

/// A number literal, if Rust's numbers keep all of it.
fn exact_number(value: &Number) -> Option<TokenStream> {
    let text = value.to_string();
    if let Ok(integer) = text.parse::<i64>() {
        let literal = Literal::i64_unsuffixed(integer);
        return (text == integer.to_string()).then(|| quote!(#literal));
    }
    let float = text.parse::<f64>().ok().filter(|float| float.is_finite())?;
    let literal = Literal::f64_unsuffixed(float);
    (text == float.to_string()).then(|| quote!(#literal))
}

/// An expression of a type for a JSON value, `None` where the value does not fit or is better written as JSON.
pub(super) fn typed(module: &Module<'_>, value: &Json, ty: &Type) -> Option<TokenStream> {
    if types::is_option(ty) {
        if value.is_null() {
            return Some(quote!(None));
        }
        let inner = typed(module, value, &Type::new(ty.shape.clone()))?;
        return Some(quote!(Some(#inner)));
    }
    Some(match (&ty.shape, value) {
        (Shape::Bool, Json::Bool(value)) => quote!(#value),
        (Shape::Int32, Json::Number(number)) => {
            i32::try_from(number.as_i64()?).ok()?;
            exact_number(number)?
        }
        (Shape::Int64, Json::Number(number)) => {
            number.as_i64()?;
            exact_number(number)?
        }
        (Shape::Number, Json::Number(number)) => {
            let (name, digits) = (module.rt("Number"), number.to_string());
            match super::value::scalar(value) {
                Some(literal) => quote!(#name::from(#literal)),
                None => quote!(#name::written(#digits)),
            }
        }
        (Shape::String, Json::String(text)) => quote!(#text.to_owned()),
        (Shape::Secret, Json::String(text)) => {
            let secret = module.rt("Secret");
            quote!(#secret::from(#text))
        }
        (Shape::Value, value) => json(module, value),
        (Shape::List(of), Json::Array(items)) => {
            let items = items
                .iter()
                .map(|item| typed(module, item, of))
                .collect::<Option<Vec<_>>>()?;
            if items.is_empty() {
                quote!(Vec::new())
            } else {
                quote!(vec![#(#items),*])
            }
        }
        (Shape::Named(id), value) => {
            let definition = module.workflow.types.get(*id);
            let name = types::path(module, definition);
            named(module, &name, &definition.kind, value)?
        }
        _ => return None,
    })
}

/// A struct or an enum of strings.
fn named(
    module: &Module<'_>,
    name: &TokenStream,
    kind: &Kind,
    value: &Json,
) -> Option<TokenStream> {
    match (kind, value) {
        (Kind::Enum { variants, .. }, Json::String(text)) => {
            Some(match variants.iter().find(|(_, json)| json == text) {
                Some((variant, _)) => {
                    let variant = ident(variant);
                    quote!(#name::#variant)
                }
                None => quote!(#name::from(#text)),
            })
        }
        (
            Kind::Struct {
                fields,
                additional: None,
            },
            Json::Object(members),
        ) => {
            let known = |key: &String| fields.iter().any(|field| &field.name == key);
            members.keys().all(known).then_some(())?;
            let values = fields
                .iter()
                .map(|field| member(module, field, members.get(&field.name)))
                .collect::<Option<Vec<_>>>()?;
            Some(quote!(#name { #(#values),* }))
        }
        _ => None,
    }
}

fn member(module: &Module<'_>, field: &Field, value: Option<&Json>) -> Option<TokenStream> {
    let name = ident(&field.ident);
    let value = match value {
        None if field.required => return None,
        None => return Some(quote!(#name: None)),
        Some(value) => typed(module, value, &field.ty)?,
    };
    let value = if field.boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    Some(if field.required {
        quote!(#name: #value)
    } else {
        quote!(#name: Some(#value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(text("9007199254740993"), "9007199254740993");
        assert!(
            text("123456789012345678901234567890")
                .contains("number (\"123456789012345678901234567890\")")
        );
        assert!(text("1.10").contains("number (\"1.10\")"));
    }
}
