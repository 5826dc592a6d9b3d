//! Types: shapes as Rust types, and the definitions of the named ones.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::types::{Definition, Field, Kind, Shape, Tag, Type, Variant};

use super::{
    context::Module,
    docs,
    names::{bare, ident},
};

/// Whether the Rust type is an `Option` because the value may be null; `serde_json::Value` has its own null.
pub(super) fn is_option(ty: &Type) -> bool {
    ty.nullable && ty.shape != Shape::Value
}

/// Whether values are copied rather than cloned.
pub(super) fn is_copy(ty: &Type) -> bool {
    match &ty.shape {
        Shape::Bool | Shape::Int32 | Shape::Int64 | Shape::Float32 | Shape::Float64 => true,
        Shape::Tuple(of) => of.iter().all(is_copy),
        _ => false,
    }
}

/// The Rust type.
pub(super) fn rust(module: &Module<'_>, ty: &Type) -> TokenStream {
    let inner = shape(module, &ty.shape);
    if is_option(ty) {
        quote!(Option<#inner>)
    } else {
        inner
    }
}

/// The Rust type of something that may be missing.
pub(super) fn optional(module: &Module<'_>, ty: &Type, missing: bool) -> TokenStream {
    let inner = rust(module, ty);
    if missing {
        quote!(Option<#inner>)
    } else {
        inner
    }
}

fn shape(module: &Module<'_>, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Bool => quote!(bool),
        Shape::Int32 => quote!(i32),
        Shape::Int64 => quote!(i64),
        Shape::Float32 => quote!(f32),
        Shape::Float64 => quote!(f64),
        Shape::Number => module.imports.item("serde_json", "Number"),
        Shape::String => quote!(String),
        Shape::Secret => module.rt("Secret"),
        Shape::Bytes => module.rt("Binary"),
        Shape::List(of) => {
            let of = rust(module, of);
            quote!(Vec<#of>)
        }
        Shape::Map(of) => map(module, of),
        Shape::Tuple(of) => {
            let of = of.iter().map(|ty| rust(module, ty));
            // A comma after each element makes a tuple of one.
            quote!((#(#of,)*))
        }
        Shape::Named(id) => {
            let name = ident(&module.workflow.types.get(*id).name);
            quote!(#name)
        }
        Shape::Value => module.imports.item("serde_json", "Value"),
    }
}

fn map(module: &Module<'_>, of: &Type) -> TokenStream {
    let map = module.imports.item("std::collections", "BTreeMap");
    let of = rust(module, of);
    quote!(#map<String, #of>)
}

/// `#[derive(..)]`, with serde's derives told where serde is.
pub(super) fn derive(
    module: &Module<'_>,
    own: &[&str],
    serde: &[&'static str],
    options: &[TokenStream],
) -> TokenStream {
    let own = own.iter().map(|name| ident(name));
    if serde.is_empty() {
        return quote!(#[derive(#(#own),*)]);
    }
    let derives = serde.iter().map(|name| module.imports.item("serde", name));
    quote! {
        #[derive(#(#own,)* #(#derives),*)]
        #[serde(crate = "::arazzo_runtime::serde" #(, #options)*)]
    }
}

/// How the members of a struct are called in JSON.
pub(super) struct Renaming {
    camel: bool,
}

impl Renaming {
    /// One rule for all members where there is one.
    pub(super) fn of<'a>(fields: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Self {
        let plain = fields.clone().all(|(name, field)| name == bare(field));
        let camel = !plain
            && fields
                .clone()
                .all(|(name, field)| name == camel_case(field));
        Self { camel }
    }

    /// The attribute's part for the struct.
    pub(super) fn container(&self) -> Option<TokenStream> {
        self.camel.then(|| quote!(rename_all = "camelCase"))
    }

    /// The attribute's part for a member.
    pub(super) fn field(&self, name: &str, field: &str) -> Option<TokenStream> {
        let same = if self.camel {
            name == camel_case(field)
        } else {
            name == bare(field)
        };
        (!same).then(|| quote!(rename = #name))
    }
}

/// serde's own rule for `rename_all = "camelCase"`.
fn camel_case(field: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in bare(field).chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.push(c.to_ascii_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    let mut chars = out.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

/// `#[serde(..)]` with some options, or nothing.
pub(super) fn serde(options: Vec<TokenStream>) -> TokenStream {
    if options.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#options),*)])
    }
}

/// Options for reading a member: null is told from missing where both can be.
pub(super) fn reading(ty: &Type, missing: bool) -> Vec<TokenStream> {
    match (missing, is_option(ty) || ty.nullable) {
        (true, true) if is_option(ty) => {
            vec![
                quote!(default),
                quote!(deserialize_with = "::arazzo_runtime::json::present"),
            ]
        }
        (false, _) if is_option(ty) => {
            // Without this serde would take a missing member for null.
            vec![quote!(
                deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize"
            )]
        }
        _ => Vec::new(),
    }
}

/// Definitions of the named types that `roots` mention.
pub(super) fn definitions<'a>(
    module: &Module<'_>,
    roots: impl IntoIterator<Item = &'a Type>,
) -> Vec<TokenStream> {
    let types = &module.workflow.types;
    types
        .reachable(roots)
        .into_iter()
        .map(|id| definition(module, types.get(id)))
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
            let item = structure(module, &name, fields, additional.as_ref());
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
            let item = union(module, &name, variants, tag.as_ref(), other);
            quote!(#documentation #item)
        }
    }
}

fn structure(
    module: &Module<'_>,
    name: &Ident,
    fields: &[Field],
    additional: Option<&Type>,
) -> TokenStream {
    let renaming = Renaming::of(
        fields
            .iter()
            .map(|field| (field.name.as_str(), field.ident.as_str())),
    );
    let derive = derive(
        module,
        &["Debug", "Clone"],
        &["Deserialize", "Serialize"],
        &Vec::from_iter(renaming.container()),
    );
    let members = fields.iter().map(|field| {
        let text = match &field.documentation {
            Some(text) => docs::prose(text),
            None => format!("{}.", docs::code(&field.name)),
        };
        let documentation = docs::doc(&text);
        let field_name = ident(&field.ident);
        let mut options = Vec::from_iter(renaming.field(&field.name, &field.ident));
        options.extend(reading(&field.ty, !field.required));
        if !field.required {
            options.push(quote!(skip_serializing_if = "Option::is_none"));
        }
        let options = serde(options);
        let ty = field_type(module, field);
        quote!(#documentation #options pub #field_name: #ty)
    });
    let rest = additional.map(|of| {
        let mut rest = "additional".to_owned();
        while fields.iter().any(|field| bare(&field.ident) == rest) {
            rest.push('_');
        }
        let rest = ident(&rest);
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
    if is_option(&field.ty) {
        ty = quote!(Option<#ty>);
    }
    if field.required {
        ty
    } else {
        quote!(Option<#ty>)
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

/// One of several types, told apart by a property or by trying.
fn union(
    module: &Module<'_>,
    name: &Ident,
    variants: &[Variant],
    tag: Option<&Tag>,
    other: &str,
) -> TokenStream {
    let derive = derive(
        module,
        &["Debug", "Clone"],
        &["Serialize"],
        &[quote!(untagged)],
    );
    let deserialize = module.imports.item("serde", "Deserialize");
    let deserializer = module.imports.item("serde", "Deserializer");
    let value = module.imports.item("serde_json", "Value");
    let other = ident(other);
    let members = variants.iter().map(|variant| {
        let (variant_name, ty) = (ident(&variant.ident), rust(module, &variant.ty));
        let documentation = docs::doc(&format!(
            "The value is {}.",
            docs::code(&ty.to_string().replace(' ', ""))
        ));
        if variant.boxed {
            quote!(#documentation #variant_name(Box<#ty>))
        } else {
            quote!(#documentation #variant_name(#ty))
        }
    });
    let body = match tag {
        Some(tag) => tagged(module, variants, tag, &other),
        None => untagged(module, variants, &other),
    };
    quote! {
        #derive
        pub enum #name {
            #(#members,)*
            /// Anything else, kept as it is.
            #other(#value),
        }
        __blank_line!();
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = #value::deserialize(deserializer)?;
                #body
            }
        }
    }
}

fn tagged(module: &Module<'_>, variants: &[Variant], tag: &Tag, other: &Ident) -> TokenStream {
    let value = module.imports.item("serde_json", "Value");
    let property = &tag.property;
    let arms = variants.iter().enumerate().filter_map(|(index, variant)| {
        let texts: Vec<&String> = tag
            .mapping
            .iter()
            .filter(|(_, target)| *target == index)
            .map(|(text, _)| text)
            .collect();
        let (variant_name, ty) = (ident(&variant.ident), rust(module, &variant.ty));
        let ty = if variant.boxed {
            quote!(Box::<#ty>)
        } else {
            quote!(<#ty>)
        };
        let decode = quote!(#ty::deserialize(&value).map(Self::#variant_name));
        (!texts.is_empty()).then(|| quote!(Some(#(#texts)|*) => #decode))
    });
    quote! {
        let variant = match value.get(#property).and_then(#value::as_str) {
            #(#arms,)*
            _ => return Ok(Self::#other(value)),
        };
        variant.map_err(::arazzo_runtime::serde::de::Error::custom)
    }
}

fn untagged(module: &Module<'_>, variants: &[Variant], other: &Ident) -> TokenStream {
    let attempts = variants.iter().map(|variant| {
        let (variant_name, ty) = (ident(&variant.ident), rust(module, &variant.ty));
        let ty = if variant.boxed {
            quote!(Box::<#ty>)
        } else {
            quote!(<#ty>)
        };
        quote! {
            if let Ok(fitting) = #ty::deserialize(&value) {
                return Ok(Self::#variant_name(fitting));
            }
        }
    });
    quote! {
        #(#attempts)*
        Ok(Self::#other(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_case_is_what_serde_makes_of_a_field() {
        assert_eq!(
            camel_case("organization_id_or_slug"),
            "organizationIdOrSlug"
        );
        assert_eq!(camel_case("r#type"), "type");
        assert_eq!(camel_case("id"), "id");
    }

    #[test]
    fn one_rule_for_all_names_or_one_each() {
        let all = Renaming::of([("keyName", "key_name"), ("id", "id")].into_iter());
        assert!(all.container().is_some() && all.field("id", "id").is_none());
        let mixed = Renaming::of([("keyName", "key_name"), ("X-Id", "x_id")].into_iter());
        assert!(mixed.container().is_none() && mixed.field("X-Id", "x_id").is_some());
        let plain = Renaming::of([("type", "r#type")].into_iter());
        assert!(plain.container().is_none() && plain.field("type", "r#type").is_none());
    }
}
