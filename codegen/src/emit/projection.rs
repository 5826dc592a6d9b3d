//! Private structs that read from a response only what a step uses.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Projection, ProjectionField, ProjectionShape, ProjectionType},
    types::{Shape, Type},
};

use super::{
    context::Module,
    names::ident,
    types::{self, Renaming},
};

/// The type to decode into; the structs it consists of are noted in the module.
pub(super) fn declare(module: &Module<'_>, projection: &Projection) -> TokenStream {
    match &projection.shape {
        ProjectionShape::Whole(ty) => types::rust(module, ty),
        ProjectionShape::Element { index, of } => {
            let nth = module.imports.item("json", "Nth");
            let of = inner(module, of);
            let index = proc_macro2::Literal::usize_unsuffixed(*index);
            quote!(#nth<#index, #of>)
        }
        ProjectionShape::Object(fields) => {
            let tokens = structure(module, projection, fields);
            module.add_struct(&projection.name, tokens);
            let name = ident(&projection.name);
            quote!(#name)
        }
    }
}

fn inner(module: &Module<'_>, ty: &ProjectionType) -> TokenStream {
    match ty {
        ProjectionType::Leaf(ty) => types::rust(module, ty),
        ProjectionType::Nested(projection) => declare(module, projection),
    }
}

fn structure(
    module: &Module<'_>,
    projection: &Projection,
    fields: &[ProjectionField],
) -> TokenStream {
    let renaming = Renaming::of(
        fields
            .iter()
            .map(|field| (field.name.as_str(), field.ident.as_str())),
    );
    let derive = types::derive(
        module,
        &projection.name,
        &[],
        &["Deserialize"],
        &Vec::from_iter(renaming.container()),
    );
    let name = ident(&projection.name);
    let members = fields.iter().map(|field| {
        let name = ident(&field.ident);
        let (ty, options) = member(module, field);
        let rename = renaming.field(&field.name, &field.ident);
        let options = types::serde(rename.into_iter().chain(options).collect());
        quote!(#options #name: #ty)
    });
    quote! {
        #derive
        struct #name { #(#members,)* }
    }
}

/// A member's type and serde options.
fn member(module: &Module<'_>, field: &ProjectionField) -> (TokenStream, Vec<TokenStream>) {
    let untyped = matches!(&field.ty, ProjectionType::Leaf(ty) if ty.shape == Shape::Value);
    let bare = match &field.ty {
        ProjectionType::Leaf(ty) => types::rust(
            module,
            &Type {
                nullable: false,
                ..ty.clone()
            },
        ),
        ProjectionType::Nested(projection) => declare(module, projection),
    };
    let nullable = field.nullable && !untyped;
    let ty = if nullable {
        quote!(Option<#bare>)
    } else {
        bare.clone()
    };
    match (field.missing, nullable) {
        (true, true) => (types::nullable(module, &bare), vec![quote!(default)]),
        // A value that is null and one that is missing differ only where both have a place.
        (true, false) if untyped => (
            quote!(Option<#ty>),
            vec![
                quote!(default),
                quote!(deserialize_with = "::arazzo_runtime::json::some"),
            ],
        ),
        (true, false) => (quote!(Option<#ty>), Vec::new()),
        (false, true) => (
            ty,
            vec![quote!(
                deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize"
            )],
        ),
        (false, false) => (ty, Vec::new()),
    }
}
