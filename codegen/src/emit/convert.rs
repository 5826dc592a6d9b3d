//! Values that are kept: converted to the type of the field that takes them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Origin, Value},
    types::{Shape, Type},
};

use super::{
    got, literal, message,
    path::{Form, Got},
    scope::Scope,
    types, value,
};

/// The field that takes a value.
pub(super) struct Target<'t> {
    pub ty: &'t Type,
    /// Whether the field is an `Option` because there may be nothing.
    pub optional: bool,
    /// Name for failures.
    pub name: &'t str,
}

impl Target<'_> {
    /// Whether it may be missing and may be null.
    fn is_nullable(&self) -> bool {
        self.optional && types::is_option(self.ty)
    }
}

/// What happens to a value that is missing or does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The step fails.
    Step,
    /// The step fails before it calls the workflow whose input the field is.
    Argument,
    /// The run fails outside of steps.
    Call,
    /// It counts as missing; the field must be an `Option`.
    Lenient,
}

impl Mode {
    /// What makes the error.
    fn holder(self, scope: &Scope<'_, '_>) -> TokenStream {
        if self == Self::Call {
            scope.fail();
            return quote!(call);
        }
        quote!(step)
    }
}

/// An expression of the target's type.
pub(super) fn kept(
    scope: &Scope<'_, '_>,
    source: &Value,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    let source = message::made(scope, source);
    let ty = value::type_of(scope, source);
    let literal = matches!(source, Value::Literal(_));
    if target.is_nullable() && !literal && same_type(source, &ty, target.ty) {
        let got = value::got(scope, source);
        let tokens = &got.tokens;
        return match got.form {
            Form::NullableOwned => quote!(#tokens),
            Form::Nullable if types::is_copy(&ty) => quote!(#tokens),
            Form::Nullable => quote!(#tokens.clone()),
            _ => {
                let tokens = got::owned(&got, &ty);
                finished(scope, target, fitted(scope, &got, tokens, target, mode))
            }
        };
    }
    let value = kept_as_option(scope, source, target, mode);
    finished(scope, target, value)
}

/// The value of a field that may be missing and may be null, made of options.
fn finished(scope: &Scope<'_, '_>, target: &Target<'_>, value: TokenStream) -> TokenStream {
    if !target.is_nullable() {
        return value;
    }
    let nullable = scope.module.rt("Nullable");
    quote!(#nullable::from_nested(#value))
}

/// An expression of the target's type, or of nested options where that is a `Nullable`.
pub(super) fn kept_as_option(
    scope: &Scope<'_, '_>,
    source: &Value,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    if let Value::Literal(json) = source
        && let Some(tokens) = literal::typed(scope.module, json, target.ty)
    {
        return if target.optional {
            quote!(Some(#tokens))
        } else {
            tokens
        };
    }
    let ty = value::type_of(scope, source);
    if same_type(source, &ty, target.ty) {
        let got = value::got(scope, source);
        let tokens = got::owned(&got, &ty);
        return fitted(scope, &got, tokens, target, mode);
    }
    if target.ty.shape == Shape::Value {
        let json = value::json(scope, source);
        return presence(scope, json, target, mode);
    }
    through_json_as_option(scope, source, target, mode)
}

/// The same for a value whose type is not the field's, whatever it looks like from here.
pub(super) fn through_json(
    scope: &Scope<'_, '_>,
    source: &Value,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    let value = through_json_as_option(scope, source, target, mode);
    finished(scope, target, value)
}

/// The same where a `Nullable` is wanted as nested options.
pub(super) fn through_json_as_option(
    scope: &Scope<'_, '_>,
    source: &Value,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    if let Value::Literal(json) = source
        && target.ty.mentions().is_empty()
        && let Some(tokens) = literal::typed(scope.module, json, target.ty)
    {
        return if target.optional {
            quote!(Some(#tokens))
        } else {
            tokens
        };
    }
    if let Some(pointer) = message::selected(scope, source).filter(|_| mode == Mode::Step) {
        let name = target.name;
        let typed = quote!(step.read(&response, #pointer, #name)?);
        return presence(scope, typed, target, mode);
    }
    let json = value::json(scope, source);
    if target.ty.shape == Shape::Value {
        return presence(scope, json, target, mode);
    }
    let typed = match mode {
        Mode::Step | Mode::Call => {
            let (holder, name) = (mode.holder(scope), target.name);
            quote!(#holder.typed(#json, #name)?)
        }
        Mode::Argument => {
            let name = target.name;
            quote!(step.argument(#json, #name)?)
        }
        Mode::Lenient => {
            let helper = scope.module.rt("json");
            quote!(#json.and_then(#helper::fitting))
        }
    };
    presence(scope, typed, target, mode)
}

/// Whether the value has the field's type, null aside.
fn same_type(source: &Value, ty: &Type, target: &Type) -> bool {
    if matches!(source, Value::Object(_) | Value::Array(_)) {
        return false;
    }
    if let Value::Read(read) = source
        && read.origin == Origin::StatusCode
    {
        return matches!(target.shape, Shape::Int32 | Shape::Int64) && ty.shape == target.shape;
    }
    ty.shape == target.shape
}

/// Bridges the options of the value and those of the field.
fn fitted(
    scope: &Scope<'_, '_>,
    got: &Got,
    tokens: TokenStream,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    let nullable = types::is_option(target.ty);
    match (got.missing, got.nullable, nullable) {
        (true, true, true) | (true, false, false) => presence(scope, tokens, target, mode),
        // Null does not fit the field: it counts as nothing.
        (true, true, false) => presence(scope, quote!(#tokens.flatten()), target, mode),
        (false, true, false) => presence(scope, tokens, target, mode),
        (true, false, true) => presence(scope, quote!(#tokens.map(Some)), target, mode),
        (false, false, true) => whole(quote!(Some(#tokens)), target),
        (false, _, _) => whole(tokens, target),
    }
}

/// From a value that is there.
fn whole(tokens: TokenStream, target: &Target<'_>) -> TokenStream {
    if target.optional {
        quote!(Some(#tokens))
    } else {
        tokens
    }
}

/// From an option.
fn presence(
    scope: &Scope<'_, '_>,
    tokens: TokenStream,
    target: &Target<'_>,
    mode: Mode,
) -> TokenStream {
    match mode {
        _ if target.optional => tokens,
        Mode::Step | Mode::Call => {
            let (holder, name) = (mode.holder(scope), target.name);
            quote!(#holder.output(#tokens, #name)?)
        }
        Mode::Argument => {
            let name = target.name;
            quote!(step.given(#tokens, #name)?)
        }
        Mode::Lenient => tokens,
    }
}
