//! Types: shapes as Rust types, and the definitions of the named ones.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    plan::WorkflowRef,
    types::{Definition, Shape, Type, Untyped},
};

use super::{
    context::Module,
    docs,
    names::{bare, ident},
    settings,
};

/// Whether the Rust type is an `Option` because the value may be null; `serde_json::Value` has its own null.
pub(super) fn is_option(ty: &Type) -> bool {
    ty.nullable && ty.shape != Shape::Value
}

/// Whether values are copied rather than cloned.
pub(super) fn is_copy(ty: &Type) -> bool {
    match &ty.shape {
        Shape::Bool | Shape::Int32 | Shape::Int64 => true,
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
    match missing {
        true if is_option(ty) => nullable(module, &shape(module, &ty.shape)),
        true => quote!(Option<#inner>),
        false => inner,
    }
}

/// The Rust type of something that may be missing and may be null.
pub(super) fn nullable(module: &Module<'_>, inner: &TokenStream) -> TokenStream {
    let nullable = module.rt("Nullable");
    quote!(#nullable<#inner>)
}

/// The option that leaves a member out where it may be missing.
pub(super) fn skipping(ty: &Type) -> TokenStream {
    match is_option(ty) {
        true => quote!(skip_serializing_if = "::arazzo_runtime::Nullable::is_missing"),
        false => quote!(skip_serializing_if = "Option::is_none"),
    }
}

pub(super) fn shape(module: &Module<'_>, shape: &Shape) -> TokenStream {
    match shape {
        Shape::Bool => quote!(bool),
        Shape::Int32 => quote!(i32),
        Shape::Int64 => quote!(i64),
        Shape::Number => module.rt("Number"),
        Shape::String => quote!(String),
        Shape::Secret => module.rt("Secret"),
        Shape::SecretValue => {
            let (secret, json) = (
                module.rt("Secret"),
                module.imports.item("serde_json", "Value"),
            );
            quote!(#secret<#json>)
        }
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
            let definition = module.workflow.types.get(*id);
            path(module, definition)
        }
        Shape::Own(own) => settings::tokens(&own.path),
        Shape::Value => module.imports.item("serde_json", "Value"),
    }
}

/// The name of a definition, with its way there if another workflow's module has it.
pub(super) fn path(module: &Module<'_>, definition: &Definition) -> TokenStream {
    let name = ident(&definition.name);
    match definition.home {
        Some((home, _)) => {
            let module = module.module_of(WorkflowRef {
                document: home.description,
                workflow: home.workflow,
            });
            quote!(#module::#name)
        }
        None => quote!(#name),
    }
}

pub(super) fn map(module: &Module<'_>, of: &Type) -> TokenStream {
    let map = module.imports.item("std::collections", "BTreeMap");
    let of = rust(module, of);
    quote!(#map<String, #of>)
}

/// What public types derive, so that runs can be stored, compared and handed on (decision D-127).
pub(super) const PUBLIC: [&str; 3] = ["Debug", "Clone", "PartialEq"];

/// `#[derive(..)]` of the type `name`, with serde's derives told where serde is, and what settings add.
pub(super) fn derive(
    module: &Module<'_>,
    name: &str,
    own: &[&str],
    serde: &[&'static str],
    options: &[TokenStream],
) -> TokenStream {
    let extra = module.workflow.extras.get(name);
    let more = extra.into_iter().flat_map(|extra| &extra.derives);
    let more = more.filter(|path| !own.contains(&path.as_str()));
    let more = more.map(|path| settings::tokens(path));
    let attributes = extra.map(|extra| settings::attributes(&extra.attributes));
    let own = own.iter().map(|name| ident(name).into_token_stream());
    let own = own.chain(more);
    if serde.is_empty() {
        return quote!(#[derive(#(#own),*)] #attributes);
    }
    let derives = serde.iter().map(|name| module.imports.item("serde", name));
    quote! {
        #[derive(#(#own,)* #(#derives),*)]
        #[serde(crate = "::arazzo_runtime::serde" #(, #options)*)]
        #attributes
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

/// A paragraph that says why a type is no better than JSON, where one sentence says it.
pub(super) fn why(ty: &Type, untyped: &[Untyped]) -> String {
    let [Untyped { reason, .. }] = untyped else {
        return String::new();
    };
    let what = match ty.shape {
        Shape::Value => "Any JSON value",
        _ => "Holds any JSON values",
    };
    format!("\n\n{what}: {}.", docs::prose(reason))
}

/// Options for reading a member: null is told from missing where both can be.
pub(super) fn reading(ty: &Type, missing: bool) -> Vec<TokenStream> {
    if missing && ty.shape == Shape::Value {
        return vec![
            quote!(default),
            quote!(deserialize_with = "::arazzo_runtime::json::some"),
        ];
    }
    match (missing, is_option(ty)) {
        (true, true) => vec![quote!(default)],
        // Without this serde would take a missing member for null.
        (false, true) => vec![quote!(
            deserialize_with = "::arazzo_runtime::serde::Deserialize::deserialize"
        )],
        _ => Vec::new(),
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
