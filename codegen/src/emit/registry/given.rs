//! Values as far as they are known before a run.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use crate::{
    expression::Quoting,
    plan::{Access, Origin, Read, TemplatePart, Value, Workflow},
    types::{Kind, Shape, Type, Types},
};

/// A value as far as it is known.
pub(super) fn given(workflow: &Workflow, value: &Value) -> TokenStream {
    match value {
        Value::Literal(Json::String(text)) => quote!(Given::Text(#text)),
        Value::Literal(json) => {
            let text = json.to_string();
            quote!(Given::Json(#text))
        }
        Value::Read(read) => self::read(workflow, read),
        Value::Template(parts) => template(workflow, parts),
        Value::Object(object) => {
            let members = object.members.iter().map(|member| {
                let (name, value) = (&member.name, given(workflow, &member.value));
                quote!((#name, #value))
            });
            quote!(Given::Object(&[#(#members),*]))
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| given(workflow, item));
            quote!(Given::Array(&[#(#items),*]))
        }
        Value::Selector(selector) => {
            let (context, text) = (&selector.context.text, &selector.text);
            match text.strip_prefix('$') {
                Some(rest) => unknown(&format!("{context}{rest}")),
                None => unknown(&format!("{context} {text}")),
            }
        }
    }
}

fn unknown(expression: &str) -> TokenStream {
    quote!(Given::Unknown(#expression))
}

fn template(workflow: &Workflow, parts: &[TemplatePart]) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        TemplatePart::Text(text) => quote!(Given::Text(#text)),
        TemplatePart::Value(read) => self::read(workflow, read),
        TemplatePart::Quoted(read, quoting, _) => {
            let value = self::read(workflow, read);
            match quote_function(*quoting) {
                Some(function) => {
                    quote!(Given::Quoted(::arazzo_runtime::quote::#function, &#value))
                }
                None => value,
            }
        }
    });
    quote!(Given::Template(&[#(#parts),*]))
}

/// The runtime's function that quotes a value at a place of a request; names of XML and parts of queries are for runs.
fn quote_function(quoting: Quoting) -> Option<TokenStream> {
    Some(match quoting {
        Quoting::JsonString => quote!(json_string),
        Quoting::JsonValue => quote!(json_value),
        Quoting::XmlText => quote!(xml_text),
        Quoting::XmlAttribute => quote!(xml_attribute),
        Quoting::XmlCdata => quote!(xml_cdata),
        Quoting::XmlComment => quote!(xml_comment),
        Quoting::Form => quote!(form),
        _ => return None,
    })
}

fn read(workflow: &Workflow, read: &Read) -> TokenStream {
    match &read.origin {
        Origin::Input { field } => {
            let Some(pointer) = pointer(workflow, *field, &read.access) else {
                return unknown(&read.text);
            };
            match read.ty.shape {
                Shape::Bytes => quote!(Given::Bytes(#pointer)),
                _ => quote!(Given::Input(#pointer)),
            }
        }
        Origin::Constant(text) => quote!(Given::Text(#text)),
        Origin::Nothing => quote!(Given::Json("null")),
        _ => unknown(&read.text),
    }
}

/// The JSON Pointer of a read into the inputs.
fn pointer(workflow: &Workflow, field: usize, access: &[Access]) -> Option<String> {
    let input = workflow.inputs.get(field)?;
    let mut pointer = token(&input.name);
    let mut ty = Some(&input.ty);
    for access in access {
        let (below, next) = match access {
            Access::Field { ident, .. } => {
                let (name, ty) = member(&workflow.types, ty?, ident)?;
                (token(name), Some(ty))
            }
            Access::Element { index, .. } => (format!("/{index}"), ty.and_then(item)),
            Access::Key { key, .. } => (token(key), ty.and_then(item)),
            Access::Pointer(rest) | Access::Json(rest) => (rest.clone(), None),
        };
        pointer.push_str(&below);
        ty = next;
    }
    Some(pointer)
}

/// A token of a JSON Pointer.
pub(super) fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The JSON name of a struct's field, and its type.
fn member<'t>(types: &'t Types, ty: &Type, ident: &str) -> Option<(&'t str, &'t Type)> {
    let Shape::Named(id) = ty.shape else {
        return None;
    };
    let Kind::Struct { fields, .. } = &types.get(id).kind else {
        return None;
    };
    let field = fields.iter().find(|field| field.ident == ident)?;
    Some((field.name.as_str(), &field.ty))
}

fn item(ty: &Type) -> Option<&Type> {
    match &ty.shape {
        Shape::List(of) | Shape::Map(of) => Some(of),
        _ => None,
    }
}
