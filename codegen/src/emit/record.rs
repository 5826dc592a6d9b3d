//! Public structs that are stored and read again: `record!` gives them their JSON form, for a fraction of what serde's
//! derives cost the compiler (decision D-148).

use proc_macro2::TokenStream;
use quote::quote;

use crate::types::{Shape, Type};

use super::{
    context::Module,
    docs,
    names::ident,
    types::{self, Renaming},
};

/// What such a struct is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It is written and read.
    Stored,
    /// It is written.
    Shown,
}

/// A field of such a struct.
pub(super) struct Field<'p> {
    /// Its name in JSON.
    pub(super) name: &'p str,
    pub(super) ident: &'p str,
    pub(super) ty: TokenStream,
    pub(super) member: Member<'p>,
    pub(super) documentation: String,
}

/// How a field is read and written.
pub(super) enum Member<'p> {
    /// A value of this type, which may be missing or not.
    Value(&'p Type, bool),
    /// Another record, which may be missing or not.
    Record(bool),
    /// A value that this function makes where it is missing.
    Default(TokenStream),
}

impl Member<'_> {
    /// What `record!` is told.
    fn how(&self) -> TokenStream {
        match self {
            Self::Value(_, false) | Self::Record(false) => TokenStream::new(),
            Self::Value(ty, true) if ty.shape == Shape::Value => quote!(optional_json),
            Self::Value(_, true) | Self::Record(true) => quote!(optional),
            Self::Default(function) => quote!(default(#function)),
        }
    }

    /// What serde's derives are told.
    fn options(&self, stored: bool) -> Vec<TokenStream> {
        let reading = match self {
            Self::Value(ty, missing) => types::reading(ty, *missing),
            Self::Record(_) => Vec::new(),
            Self::Default(function) => {
                let function = function.to_string().replace(' ', "");
                vec![quote!(default = #function)]
            }
        };
        let skipping = match self {
            Self::Value(ty, true) => Some(types::skipping(ty)),
            Self::Record(true) => Some(quote!(skip_serializing_if = "Option::is_none")),
            _ => None,
        };
        let reading = reading.into_iter().filter(|_| stored);
        reading.chain(skipping).collect()
    }
}

/// The struct, and its JSON form.
pub(super) fn record(
    module: &Module<'_>,
    name: &str,
    own: &[&str],
    of: Use,
    documentation: &str,
    fields: &[Field<'_>],
) -> TokenStream {
    // A derive or an attribute of the user's may be about serde's.
    let by_serde = module.workflow.extras.contains_key(name);
    let renaming = Renaming::of(fields.iter().map(|field| (field.name, field.ident)));
    let serde: &[&'static str] = match (by_serde, of) {
        (false, _) => &[],
        (true, Use::Stored) => &["Deserialize", "Serialize"],
        (true, Use::Shown) => &["Serialize"],
    };
    let options = Vec::from_iter(renaming.container());
    let derive = types::derive(module, name, own, serde, &options);
    let documentation = docs::doc(documentation);
    let name = ident(name);
    let members = fields.iter().map(|field| {
        let documentation = docs::doc(&field.documentation);
        let options = by_serde.then(|| {
            let mut options = Vec::from_iter(renaming.field(field.name, field.ident));
            options.extend(field.member.options(of == Use::Stored));
            types::serde(options)
        });
        let (name, ty) = (ident(field.ident), &field.ty);
        quote!(#documentation #options pub #name: #ty)
    });
    let form = (!by_serde).then(|| {
        let write = (of == Use::Shown).then(|| quote!(write));
        let members = fields.iter().map(|field| {
            let (name, how) = (field.name, field.member.how());
            let name = (name != field.ident).then(|| quote!(#name));
            let ident = ident(field.ident);
            match how.is_empty() && name.is_none() {
                true => quote!(#ident),
                false => quote!(#ident = #how #name),
            }
        });
        quote!(::arazzo_runtime::record!(#write #name { #(#members),* });)
    });
    quote! {
        #documentation
        #derive
        pub struct #name { #(#members,)* }
        #form
    }
}
