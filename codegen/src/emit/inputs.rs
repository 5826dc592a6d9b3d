//! `Inputs`: what a caller hands in, and reads from JSON under the names of the document.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::InputField;

use super::{
    context::Module,
    docs,
    names::ident,
    types::{self, Renaming},
};

/// The struct.
pub(super) fn structure(module: &Module<'_>) -> TokenStream {
    let fields = &module.workflow.inputs;
    let renaming = Renaming::of(
        fields
            .iter()
            .map(|field| (field.name.as_str(), field.ident.as_str())),
    );
    let mut own = vec!["Debug", "Clone"];
    if fields.iter().all(|field| field.missing) {
        own.push("Default");
    }
    // They are checked as JSON.
    let serde: &[&str] = match module.workflow.constraints.is_empty() {
        true => &["Deserialize"],
        false => &["Deserialize", "Serialize"],
    };
    let derive = types::derive(
        module,
        "Inputs",
        &own,
        serde,
        &Vec::from_iter(renaming.container()),
    );
    let ident = &module.workflow.ident;
    let link = docs::link(ident, &format!("fn@super::{ident}"));
    let documentation = docs::doc(&format!("Inputs of {link}."));
    let fields = fields
        .iter()
        .map(|field| self::field(module, field, &renaming));
    quote! {
        #documentation
        #derive
        pub struct Inputs { #(#fields,)* }
    }
}

fn field(module: &Module<'_>, field: &InputField, renaming: &Renaming) -> TokenStream {
    let mut text = match &field.documentation {
        Some(text) => docs::prose(text),
        None => format!("The input {}.", docs::code(&field.name)),
    };
    text.push_str(&types::why(&field.ty, &field.untyped));
    if let Some(default) = field.default.as_ref().filter(|_| field.missing) {
        text.push_str(&format!(
            "\n\nDefault: {}.",
            docs::code(&default.to_string())
        ));
    }
    let documentation = docs::doc(&text);
    let name = ident(&field.ident);
    let mut options = Vec::from_iter(renaming.field(&field.name, &field.ident));
    options.extend(types::reading(&field.ty, field.missing));
    let options = types::serde(options);
    let ty = types::optional(module, &field.ty, field.missing);
    quote!(#documentation #options pub #name: #ty)
}
