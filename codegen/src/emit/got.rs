//! What was got of a value, as a reference, a value of its own, or an argument.

use proc_macro2::TokenStream;
use quote::quote;

use crate::types::{Shape, Type};

use super::{
    path::{Form, Got},
    scope::Scope,
    types,
};

/// JSON that may be missing, as a secret.
pub(super) fn hidden(scope: &Scope<'_, '_>, json: &TokenStream) -> TokenStream {
    let secret = scope.module.rt("Secret");
    quote!(#json.map(#secret::from))
}

/// A reference for a parameter of type `&impl Serialize`.
pub(super) fn serialized(got: Got) -> TokenStream {
    let tokens = got.tokens;
    match (got.form, got.missing) {
        (Form::Ref | Form::Text, false) => tokens,
        _ => quote!(&#tokens),
    }
}

/// `Option<&T>`, or `&T` where nothing can be missing; null counts as missing. Text gives `&str`.
pub(super) fn borrowed(got: Got, shape: &Shape) -> (TokenStream, bool) {
    let tokens = got.tokens;
    let text = matches!(shape, Shape::String);
    match (got.form, got.missing, got.nullable) {
        (Form::Nullable | Form::NullableOwned, _, _) => (quote!(#tokens.value()), true),
        (Form::Text, missing, _) => (tokens, missing),
        (Form::Ref, false, false) => (tokens, false),
        (Form::Ref, true, false) if text => (quote!(#tokens.map(String::as_str)), true),
        (Form::Ref, true, false) => (tokens, true),
        (Form::Ref, true, true) => (quote!(#tokens.and_then(Option::as_ref)), true),
        (Form::Ref, false, true) if text => (quote!(#tokens.as_deref()), true),
        (Form::Ref, false, true) => (quote!(#tokens.as_ref()), true),
        (_, false, false) if text => (quote!(#tokens.as_str()), false),
        (_, false, false) => (quote!(&#tokens), false),
        (_, true, true) => (quote!(#tokens.as_ref().and_then(Option::as_ref)), true),
        (_, _, _) if text => (quote!(#tokens.as_deref()), true),
        (_, _, _) => (quote!(#tokens.as_ref()), true),
    }
}

/// A value of its own: `N`, or `Option<N>` where it may be missing.
pub(super) fn owned(got: &Got, ty: &Type) -> TokenStream {
    let tokens = &got.tokens;
    let copy = types::is_copy(ty);
    match (got.form, got.missing) {
        (Form::Owned, _) => tokens.clone(),
        (Form::Nullable, _) if !copy => quote!(#tokens.clone().into_nested()),
        (Form::Nullable | Form::NullableOwned, _) => quote!(#tokens.into_nested()),
        (Form::Text, false) => quote!(#tokens.to_owned()),
        (Form::Text, true) => quote!(#tokens.map(str::to_owned)),
        (Form::Place, _) if copy => tokens.clone(),
        (Form::Place, _) => quote!(#tokens.clone()),
        (Form::Ref, true) if copy => quote!(#tokens.copied()),
        (Form::Ref, true) => quote!(#tokens.cloned()),
        (Form::Ref, false) if copy => quote!(*#tokens),
        (Form::Ref, false) => quote!(#tokens.clone()),
    }
}
