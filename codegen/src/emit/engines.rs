//! Calls of the engines for regular expressions, JSONPath and XPath.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    plan::{Query, Read, Selector, Text},
    types::Shape,
};

use super::{context::Engines, got, read, scope::Scope, value};

/// `require_features!(x, y);` for the engines that a module uses: says what to write where one is off.
pub(super) fn requirements(used: Engines) -> Option<TokenStream> {
    let features = used.features().into_iter().map(super::names::ident);
    let features: Vec<Ident> = features.collect();
    (!features.is_empty()).then(|| quote!(::arazzo_runtime::require_features!(#(#features),*);))
}

/// Whether a pattern is found in an operand's text.
pub(super) fn regex(scope: &Scope<'_, '_>, pattern: &Text, operand: &TokenStream) -> TokenStream {
    scope.module.use_engines(Engines {
        regex: true,
        ..Engines::default()
    });
    match pattern {
        Text::Constant(pattern) => {
            let ty = scope.module.imports.item("regex", "Regex");
            let name = constant(scope, "PATTERN", &ty, pattern);
            quote!(#name.is_match(#operand))
        }
        Text::Dynamic(parts) => {
            let pattern = value::template_by_reference(scope, parts, "a condition");
            let module = scope.module.rt("regex");
            quote!(#module::is_match(#pattern, #operand))
        }
    }
}

/// A JSONPath applied to a value by one of its methods.
pub(super) fn jsonpath(
    scope: &Scope<'_, '_>,
    query: &Text,
    context: &Read,
    method: &str,
) -> TokenStream {
    let context = json_context(scope, context);
    let path = jsonpath_of(scope, query);
    let method = super::names::ident(method);
    quote!(#path.#method(#context))
}

/// The compiled path: a static, or made on the spot where the text is dynamic.
pub(super) fn jsonpath_of(scope: &Scope<'_, '_>, query: &Text) -> TokenStream {
    scope.module.use_engines(Engines {
        jsonpath: true,
        ..Engines::default()
    });
    let ty = scope.module.imports.item("jsonpath", "JsonPath");
    match query {
        Text::Constant(text) => {
            let name = constant(scope, "PATH", &ty, text);
            quote!(#name)
        }
        Text::Dynamic(parts) => {
            let text = value::template_by_reference(scope, parts, "a JSONPath");
            quote!(#ty::parse(#text))
        }
    }
}

/// An XPath with a true effective boolean value.
pub(super) fn xpath(scope: &Scope<'_, '_>, expression: &Text, context: &Read) -> TokenStream {
    let context = text_context(scope, context);
    let path = xpath_of(scope, expression);
    quote!(#path.holds(#context))
}

/// The compiled XPath.
pub(super) fn xpath_of(scope: &Scope<'_, '_>, expression: &Text) -> TokenStream {
    scope.module.use_engines(Engines {
        xpath: true,
        ..Engines::default()
    });
    let ty = scope.module.imports.item("xpath", "XPath");
    match expression {
        Text::Constant(text) => {
            let name = constant(scope, "PATH", &ty, text);
            quote!(#name)
        }
        Text::Dynamic(parts) => {
            let text = value::template_by_reference(scope, parts, "an XPath");
            quote!(#ty::parse(#text))
        }
    }
}

/// A static beside the statement that uses it.
fn constant(scope: &Scope<'_, '_>, wanted: &str, ty: &TokenStream, text: &str) -> Ident {
    let name = scope.locals.fresh(wanted);
    scope.hoist(quote!(static #name: #ty = #ty::new(#text);));
    name
}

/// A Selector Object: `Option<serde_json::Value>`.
pub(super) fn select(scope: &Scope<'_, '_>, selector: &Selector) -> TokenStream {
    match &selector.query {
        Query::Pointer(pointer) => {
            let context = json_context(scope, &selector.context);
            let pointer = match pointer {
                Text::Constant(text) => quote!(#text),
                Text::Dynamic(parts) => {
                    value::template_by_reference(scope, parts, "a JSON Pointer")
                }
            };
            quote!(#context.and_then(|value| value.pointer(#pointer)).cloned())
        }
        Query::JsonPath(query) => jsonpath(scope, query, &selector.context, "select"),
        Query::XPath(expression) => {
            let context = text_context(scope, &selector.context);
            let path = xpath_of(scope, expression);
            quote!(#path.select(#context))
        }
    }
}

/// A context as `Option<&serde_json::Value>`.
fn json_context(scope: &Scope<'_, '_>, context: &Read) -> TokenStream {
    let context = &read::effective(scope, context);
    let is_json = context.ty.shape == Shape::Value;
    if !is_json {
        let json = value::json(scope, &crate::plan::Value::Read(context.clone()));
        let name = scope.locals.fresh("context");
        scope.hoist(quote!(let #name = #json;));
        return quote!(#name.as_ref());
    }
    match got::borrowed(read::read(scope, context), &Shape::Value) {
        (tokens, true) => tokens,
        (tokens, false) => quote!(Some(#tokens)),
    }
}

/// A context as `Option<&str>`.
fn text_context(scope: &Scope<'_, '_>, context: &Read) -> TokenStream {
    let context = &read::effective(scope, context);
    let got = read::read(scope, context);
    match context.ty.shape {
        Shape::String => match got::borrowed(got, &Shape::String) {
            (tokens, true) => tokens,
            (tokens, false) => quote!(Some(#tokens)),
        },
        Shape::Value => {
            let json = scope.module.imports.item("serde_json", "Value");
            match got::borrowed(got, &Shape::Value) {
                (tokens, true) => quote!(#tokens.and_then(#json::as_str)),
                (tokens, false) => quote!(#tokens.as_str()),
            }
        }
        Shape::Secret => match got::borrowed(got, &context.ty.shape) {
            (tokens, true) => quote!(#tokens.map(|value| value.expose())),
            (tokens, false) => quote!(Some(#tokens.expose())),
        },
        Shape::SecretValue => match got::borrowed(got, &context.ty.shape) {
            (tokens, true) => quote!(#tokens.and_then(|value| value.expose().as_str())),
            (tokens, false) => quote!(#tokens.expose().as_str()),
        },
        _ => quote!(None),
    }
}
