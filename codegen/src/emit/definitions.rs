//! Definitions of named types: structs, open enums of strings, unions.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::types::{Definition, Field, Kind, Type};

use super::{
    context::Module,
    docs,
    names::ident,
    types::{
        PUBLIC, Renaming, derive, is_option, map, nullable, reading, serde, shape, skipping, why,
    },
    unions,
};

/// Definitions of the named types that `roots` mention.
pub(super) fn definitions<'a>(
    module: &Module<'_>,
    roots: impl IntoIterator<Item = &'a Type>,
) -> Vec<TokenStream> {
    let types = &module.workflow.types;
    types
        .reachable(roots)
        .into_iter()
        .map(|id| types.get(id))
        .filter(|found| found.home.is_none())
        .map(|found| definition(module, found))
        .collect()
}

fn definition(module: &Module<'_>, definition: &Definition) -> TokenStream {
    let documentation = match &definition.documentation {
        Some(text) => docs::prose(text),
        None => format!("A value of the schema {}.", docs::code(&definition.name)),
    };
    let documentation = docs::doc(&documentation);
    let name = ident(&definition.name);
    match &definition.kind {
        Kind::Struct { fields, additional } => {
            let rest = additional
                .as_ref()
                .map(|of| (ident(&definition.additional_ident()), of));
            let item = structure(module, definition, fields, rest);
            quote!(#documentation #item)
        }
        Kind::Enum { variants, other } => {
            let item = open_enum(module, &name, variants, other);
            quote!(#documentation #item)
        }
        Kind::Union {
            variants,
            tag,
            other,
        } => {
            let item = match tag {
                Some(tag) => unions::tagged(module, &name, variants, tag, other),
                None => unions::untagged(module, &name, variants),
            };
            quote!(#documentation #item)
        }
    }
}

fn structure(
    module: &Module<'_>,
    definition: &Definition,
    fields: &[Field],
    additional: Option<(Ident, &Type)>,
) -> TokenStream {
    let name = ident(&definition.name);
    let renaming = Renaming::of(
        fields
            .iter()
            .map(|field| (field.name.as_str(), field.ident.as_str())),
    );
    let mut own = PUBLIC.to_vec();
    // The map is nothing to write by hand: `..Default::default()` fills it in.
    if additional.is_some() && fields.iter().all(|field| !field.required) {
        own.push("Default");
    }
    let derive = derive(
        module,
        &definition.name,
        &own,
        &["Deserialize", "Serialize"],
        &Vec::from_iter(renaming.container()),
    );
    let members = fields.iter().map(|field| {
        let mut text = match &field.documentation {
            Some(text) => docs::prose(text),
            None => format!("{}.", docs::code(&field.name)),
        };
        text.push_str(&why(&field.ty, &field.untyped));
        let documentation = docs::doc(&text);
        let field_name = ident(&field.ident);
        let mut options = Vec::from_iter(renaming.field(&field.name, &field.ident));
        options.extend(reading(&field.ty, !field.required));
        if !field.required {
            options.push(skipping(&field.ty));
        }
        let options = serde(options);
        let ty = field_type(module, field);
        quote!(#documentation #options pub #field_name: #ty)
    });
    let rest = additional.map(|(rest, of)| {
        let ty = map(module, of);
        quote! {
            /// Members that the schema does not name.
            #[serde(flatten, deserialize_with = "::arazzo_runtime::json::additional")]
            pub #rest: #ty
        }
    });
    let members = members.chain(rest);
    quote!(#derive pub struct #name { #(#members,)* })
}

fn field_type(module: &Module<'_>, field: &Field) -> TokenStream {
    let mut ty = shape(module, &field.ty.shape);
    if field.boxed {
        ty = quote!(Box<#ty>);
    }
    match (field.required, is_option(&field.ty)) {
        (true, false) => ty,
        (false, true) => nullable(module, &ty),
        _ => quote!(Option<#ty>),
    }
}

/// An enum of strings that keeps what it does not know.
fn open_enum(
    module: &Module<'_>,
    name: &Ident,
    variants: &[(String, String)],
    other: &str,
) -> TokenStream {
    let derive = derive(
        module,
        &name.to_string(),
        &["Debug", "Clone", "PartialEq", "Eq"],
        &["Deserialize"],
        &[quote!(from = "String")],
    );
    let serialize = module.imports.item("serde", "Serialize");
    let serializer = module.imports.item("serde", "Serializer");
    let other = ident(other);
    let idents: Vec<Ident> = variants.iter().map(|(variant, _)| ident(variant)).collect();
    let texts: Vec<&String> = variants.iter().map(|(_, text)| text).collect();
    let documentation = texts
        .iter()
        .map(|text| docs::doc(&format!("{}.", docs::code(text))));
    quote! {
        #derive
        pub enum #name {
            #(#documentation #idents,)*
            /// A text that the document does not list.
            #other(String),
        }
        __blank_line!();
        impl #name {
            /// The text that stands for the value in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #texts,)*
                    Self::#other(text) => text,
                }
            }
        }
        __blank_line!();
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#texts => Self::#idents,)*
                    _ => Self::#other(text.to_owned()),
                }
            }
        }
        __blank_line!();
        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }
        __blank_line!();
        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    }
}
