//! Definitions of unions: told apart by a property, or by trying.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::types::{Kind, Shape, Tag, Variant};

use super::{
    context::Module,
    docs,
    names::ident,
    types::{PUBLIC, derive, rust, why},
};

/// The variants with their types.
fn members(module: &Module<'_>, variants: &[Variant]) -> Vec<TokenStream> {
    let members = variants.iter().map(|variant| {
        let (name, ty) = (ident(&variant.ident), rust(module, &variant.ty));
        let mut text = format!(
            "The value is {}.",
            docs::code(&ty.to_string().replace(' ', ""))
        );
        text.push_str(&why(&variant.ty, &variant.untyped));
        let documentation = docs::doc(&text);
        if variant.boxed {
            quote!(#documentation #name(Box<#ty>))
        } else {
            quote!(#documentation #name(#ty))
        }
    });
    members.collect()
}

/// The first variant that fits is the right one; where none does, the error says what each refused.
pub(super) fn untagged(module: &Module<'_>, name: &Ident, variants: &[Variant]) -> TokenStream {
    let own = name.to_string();
    let derive = derive(module, &own, &PUBLIC, &["Serialize"], &[quote!(untagged)]);
    let deserialize = module.imports.item("serde", "Deserialize");
    let deserializer = module.imports.item("serde", "Deserializer");
    let helper = module.rt("json");
    let members = members(module, variants);
    let text = name.to_string();
    let attempts = variants.iter().map(|variant| {
        let name = ident(&variant.ident);
        let text = &variant.ident;
        quote! {
            if let Some(fitting) = variants.fits(#text) {
                return Ok(Self::#name(fitting));
            }
        }
    });
    quote! {
        #derive
        pub enum #name {
            #(#members,)*
        }
        __blank_line!();
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut variants = #helper::Variants::read(#text, deserializer)?;
                #(#attempts)*
                Err(variants.refused())
            }
        }
    }
}

/// A property tells the variant; an unknown one is kept.
pub(super) fn tagged(
    module: &Module<'_>,
    name: &Ident,
    variants: &[Variant],
    tag: &Tag,
    other: &str,
) -> TokenStream {
    let deserialize = module.imports.item("serde", "Deserialize");
    let deserializer = module.imports.item("serde", "Deserializer");
    let value = module.imports.item("serde_json", "Value");
    let helper = module.rt("json");
    let members = members(module, variants);
    let other = ident(other);
    let property = &tag.property;
    let arms = variants.iter().enumerate().filter_map(|(index, variant)| {
        let texts = texts(tag, index);
        let name = ident(&variant.ident);
        (!texts.is_empty()).then(|| quote!(Some(#(#texts)|*) => value.fits().map(Self::#name)))
    });
    let (derive, serialize) = serialization(module, name, variants, tag, &other);
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
                let value = #helper::Tagged::read(#property, deserializer)?;
                match value.tag() {
                    #(#arms,)*
                    _ => value.fits().map(Self::#other),
                }
            }
        }
        #serialize
    }
}

/// Values of the property that mean this variant.
fn texts(tag: &Tag, variant: usize) -> Vec<&String> {
    let own = tag.mapping.iter().filter(|(_, target)| *target == variant);
    own.map(|(text, _)| text).collect()
}

/// The attributes of the enum, and an implementation of `Serialize` if the derived one could lose the tag: where a
/// variant's type does not hold it.
fn serialization(
    module: &Module<'_>,
    name: &Ident,
    variants: &[Variant],
    tag: &Tag,
    other: &Ident,
) -> (TokenStream, TokenStream) {
    let text = name.to_string();
    if variants.iter().all(|variant| holds(module, variant, tag)) {
        let options = [quote!(untagged)];
        let derive = derive(module, &text, &PUBLIC, &["Serialize"], &options);
        return (derive, TokenStream::new());
    }
    let serialize = module.imports.item("serde", "Serialize");
    let serializer = module.imports.item("serde", "Serializer");
    let helper = module.rt("json");
    let property = &tag.property;
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let name = ident(&variant.ident);
        match texts(tag, index).first() {
            Some(text) if !holds(module, variant, tag) => {
                quote!(Self::#name(value) => #helper::tagged(value, #property, #text, serializer))
            }
            _ => quote!(Self::#name(value) => value.serialize(serializer)),
        }
    });
    let code = quote! {
        __blank_line!();
        impl #serialize for #name {
            fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#arms,)*
                    Self::#other(value) => value.serialize(serializer),
                }
            }
        }
    };
    (derive(module, &text, &PUBLIC, &[], &[]), code)
}

/// Whether the variant's type cannot be without the tag.
fn holds(module: &Module<'_>, variant: &Variant, tag: &Tag) -> bool {
    let types = &module.workflow.types;
    let Shape::Named(id) = variant.ty.shape else {
        return false;
    };
    match &types.get(id).kind {
        Kind::Struct { .. } => types
            .get(id)
            .field(&tag.property)
            .is_some_and(|field| field.required),
        Kind::Enum { .. } | Kind::Union { .. } => false,
    }
}
