//! Expressions about the step's own request and response.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Access, How, Leaf, Origin, Read, Reading, StepCall, Value},
    types::{Shape, Type},
};

use super::{
    path::{Form, Got, Walk},
    scope::{Scope, Site},
    start::{Start, movable_access, nothing},
    types,
};

/// Whether parts of the body come out of a private struct here.
pub(super) fn reads_struct(scope: &Scope<'_, '_>) -> bool {
    let declared = own_reading(scope).is_some_and(|reading| matches!(reading.how, How::Struct(_)));
    declared && scope.site == Site::Response && !scope.lenient
}

/// A part of the response's body.
pub(super) fn from_body(scope: &Scope<'_, '_>, index: usize, read: &Read) -> Start {
    let Some(reading) = own_reading(scope) else {
        return nothing(scope);
    };
    let Some(leaf) = reading.leaves.get(index) else {
        return nothing(scope);
    };
    let moving = scope.moving && movable_access(&read.access);
    match &reading.how {
        How::Struct(_) if reads_struct(scope) => {
            scope.respond();
            // What is read may be the body itself, which is an option then.
            let nullable = leaf.path.is_empty() && types::is_option(&leaf.ty);
            let mut walk = Walk::new(quote!(body), "body", false, nullable, moving);
            project(&mut walk, leaf);
            Start::Walk(walk)
        }
        _ => {
            let name = scope.leaf(index, &leaf_name(leaf));
            Start::Walk(Walk::new(quote!(#name), "value", true, false, moving))
        }
    }
}

/// The pointer to a part of the own response that is read as JSON, where its text can be had instead: typed values keep
/// the digits of their numbers then (D-65).
pub(super) fn selected(scope: &Scope<'_, '_>, value: &Value) -> Option<String> {
    let Value::Read(read) = value else {
        return None;
    };
    let Origin::Body { leaf } = read.origin else {
        return None;
    };
    let here = scope.site == Site::Response && !scope.lenient && !reads_struct(scope);
    let leaf = own_reading(scope)?.leaves.get(leaf)?;
    let direct = here && read.access.is_empty();
    direct.then(|| {
        scope.respond();
        leaf.pointer.clone()
    })
}

/// What the own step reads from its response.
pub(super) fn own_reading<'p>(scope: &Scope<'_, 'p>) -> Option<&'p Reading> {
    match &scope.own_step()?.call {
        StepCall::Operation(call) => Some(&call.reading),
        StepCall::Workflow(_) => None,
    }
}

/// Walks through the private struct to a leaf.
fn project(walk: &mut Walk, leaf: &Leaf) {
    let last = leaf.path.len().saturating_sub(1);
    for (position, access) in leaf.path.iter().enumerate() {
        let untyped = position == last && leaf.ty.shape == Shape::Value;
        match access {
            Access::Field {
                ident,
                missing,
                nullable,
                boxed,
            } => {
                walk.field(ident, *missing, *nullable && !untyped, *boxed);
            }
            Access::Element { nullable, .. } => walk.nth(*nullable && !untyped),
            Access::Key { key, nullable } => {
                walk.find(&quote!(get(#key)), "value", *nullable && !untyped)
            }
            Access::Pointer(pointer) | Access::Json(pointer) => {
                walk.find(&quote!(pointer(#pointer)), "value", false);
            }
        }
    }
}

/// A name for the variable of a leaf: the last part of its pointer that is a word.
fn leaf_name(leaf: &Leaf) -> String {
    use heck::ToSnakeCase;
    let words = leaf
        .pointer
        .rsplit('/')
        .map(|token| token.replace(|c: char| !c.is_ascii_alphanumeric(), " "));
    let mut names = words.map(|token| token.to_snake_case());
    names
        .find(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && syn::parse_str::<syn::Ident>(name).is_ok()
        })
        .unwrap_or_else(|| "found".to_owned())
}

/// Something that the response knows as text.
pub(super) fn from_response(scope: &Scope<'_, '_>, call: &TokenStream, optional: bool) -> Start {
    scope.respond();
    let chain = if optional {
        quote!(and_then)
    } else {
        quote!(map)
    };
    let (tokens, missing) = match scope.site {
        Site::Response => (quote!(response.#call), optional),
        Site::Failure => (
            quote!(failure.response().#chain(|response| response.#call)),
            true,
        ),
        _ => (
            quote!(response.as_ref().#chain(|response| response.#call)),
            true,
        ),
    };
    Start::Done(Got {
        tokens,
        form: Form::Text,
        missing,
        nullable: false,
    })
}

/// The body in a form of its own, which the response makes.
pub(super) fn whole_of_response(scope: &Scope<'_, '_>, call: &TokenStream) -> Start {
    match from_response(scope, call, true) {
        Start::Done(got) => Start::Done(Got {
            form: Form::Owned,
            ..got
        }),
        walk => walk,
    }
}

/// `$statusCode` as the integer type that is wanted.
pub(super) fn status(scope: &Scope<'_, '_>, ty: &Type) -> Got {
    scope.respond();
    let wide = match ty.shape {
        Shape::Int64 => Some(quote!(i64::from)),
        Shape::Int32 => Some(quote!(i32::from)),
        _ => None,
    };
    let (tokens, missing) = match (scope.site, wide) {
        (Site::Response, Some(wide)) => (quote!(#wide(response.status())), false),
        (Site::Response, None) => (quote!(response.status()), false),
        (site, wide) => {
            let status = match site {
                Site::Failure => quote!(failure.status()),
                _ => quote!(response.as_ref().map(|response| response.status())),
            };
            let map = wide.map(|wide| quote!(.map(#wide)));
            (quote!(#status #map), true)
        }
    };
    Got {
        tokens,
        form: Form::Owned,
        missing,
        nullable: false,
    }
}

/// The value that the own request sends as a parameter.
pub(super) fn own_parameter<'p>(scope: &Scope<'_, 'p>, index: usize) -> Option<&'p Value> {
    match &scope.own_step()?.call {
        StepCall::Operation(call) => call.parameters.get(index).map(|parameter| &parameter.value),
        StepCall::Workflow(_) => None,
    }
}

/// What an expression stands for: the value that the own request sends, if it reads all of a parameter that is made there.
pub(super) fn made<'v, 'p: 'v>(scope: &Scope<'_, 'p>, value: &'v Value) -> &'v Value {
    if let Value::Read(read) = value
        && let Origin::RequestParameter { index } = read.origin
        && read.access.is_empty()
        && let Some(made) = own_parameter(scope, index)
        && !matches!(made, Value::Read(_))
    {
        return made;
    }
    value
}

/// The body that was sent, which its response keeps.
pub(super) fn from_request_body(scope: &Scope<'_, '_>) -> Start {
    match from_response(scope, &quote!(sent_body()), true) {
        Start::Done(got) => Start::Walk(Walk::of_option(got.tokens, "body")),
        walk => walk,
    }
}
