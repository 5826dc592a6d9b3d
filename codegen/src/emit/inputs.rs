//! `Inputs`: what a caller hands in, and reads from JSON under the names of the document.
//!
//! A caller names what is required and lets the rest be what it is by itself (decision D-126).

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    plan::{InputDefault, InputField},
    types::{Kind, Shape, Type, Types},
};

use super::{
    attempt::assign,
    context::Module,
    docs, literal,
    names::{bare, ident},
    render,
    types::{self, Renaming},
};

/// How many parameters a function may have before clippy objects; more required inputs are handed over as `Required`.
pub(super) const MAX_PARAMETERS: usize = 7;

/// How a caller makes the inputs of a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Constructor {
    /// `Inputs::default()`: nothing is required.
    Default,
    /// `Inputs::new(a, b)`
    New,
    /// `Inputs::new(Required { .. })`
    NewFromRequired,
}

impl Constructor {
    pub(super) fn of(fields: &[InputField]) -> Self {
        match fields.iter().filter(|field| field.is_required()).count() {
            0 => Self::Default,
            1..=MAX_PARAMETERS => Self::New,
            _ => Self::NewFromRequired,
        }
    }
}

/// The struct and what makes one.
pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let constructor = Constructor::of(&module.workflow.inputs);
    let required = (constructor == Constructor::NewFromRequired).then(|| required(module));
    render::spaced([
        structure(module, constructor),
        required.unwrap_or_default(),
        implementation(module, constructor),
    ])
}

fn structure(module: &Module<'_>, constructor: Constructor) -> TokenStream {
    let fields = &module.workflow.inputs;
    let renaming = Renaming::of(
        fields
            .iter()
            .map(|field| (field.name.as_str(), field.ident.as_str())),
    );
    let mut own = vec!["Debug", "Clone"];
    let has_defaults = fields.iter().any(|field| field.default.is_some());
    if constructor == Constructor::Default && !has_defaults {
        own.push("Default");
    }
    let mut options = Vec::from_iter(renaming.container());
    if constructor == Constructor::Default && has_defaults {
        options.push(quote!(default));
    }
    // They are checked as JSON.
    let serde: &[&str] = match module.workflow.constraints.is_empty() {
        true => &["Deserialize"],
        false => &["Deserialize", "Serialize"],
    };
    let derive = types::derive(module, "Inputs", &own, serde, &options);
    let ident = &module.workflow.ident;
    let link = docs::link(ident, &format!("fn@super::{ident}"));
    let documentation = docs::doc(&format!("Inputs of {link}."));
    let fields = fields
        .iter()
        .map(|field| self::field(module, field, &renaming, constructor));
    quote! {
        #documentation
        #derive
        pub struct Inputs { #(#fields,)* }
    }
}

fn field(
    module: &Module<'_>,
    field: &InputField,
    renaming: &Renaming,
    constructor: Constructor,
) -> TokenStream {
    let mut text = match &field.documentation {
        Some(text) => docs::prose(text),
        None => format!("The input {}.", docs::code(&field.name)),
    };
    text.push_str(&types::why(&field.ty, &field.untyped));
    let mut options = Vec::from_iter(renaming.field(&field.name, &field.ident));
    match &field.default {
        Some(default) => {
            let default = docs::code(&default.json.to_string());
            text.push_str(&format!("\n\nDefault: {default}."));
            if constructor != Constructor::Default {
                let function = format!("Inputs::{}", default_name(field));
                options.push(quote!(default = #function));
            }
        }
        None => options.extend(types::reading(&field.ty, field.missing)),
    }
    let documentation = docs::doc(&text);
    let name = ident(&field.ident);
    let options = types::serde(options);
    let ty = types::optional(module, &field.ty, field.missing);
    quote!(#documentation #options pub #name: #ty)
}

/// `Required`.
fn required(module: &Module<'_>) -> TokenStream {
    let fields = required_fields(module).map(|field| {
        let name = ident(&field.ident);
        let documentation = docs::doc(&format!(
            "See {}.",
            docs::link(&field.ident, &format!("Inputs::{}", field.ident))
        ));
        let ty = types::rust(module, &field.ty);
        quote!(#documentation pub #name: #ty)
    });
    quote! {
        /// The inputs that a run cannot do without, for [`Inputs::new`].
        #[derive(Debug, Clone)]
        pub struct Required { #(#fields,)* }
    }
}

fn required_fields<'p>(module: &Module<'p>) -> impl Iterator<Item = &'p InputField> + use<'p> {
    module
        .workflow
        .inputs
        .iter()
        .filter(|field| field.is_required())
}

/// `new` or `Default`, and the defaults.
fn implementation(module: &Module<'_>, constructor: Constructor) -> TokenStream {
    let fields = &module.workflow.inputs;
    let values = fields.iter().map(|field| value(module, field, constructor));
    let made = quote!(Self { #(#values),* });
    match constructor {
        Constructor::Default if fields.iter().all(|field| field.default.is_none()) => {
            TokenStream::new()
        }
        Constructor::Default => quote! {
            impl Default for Inputs {
                fn default() -> Self { #made }
            }
        },
        Constructor::New | Constructor::NewFromRequired => {
            let parameters: Vec<TokenStream> = match constructor {
                Constructor::New => required_fields(module)
                    .map(|field| {
                        let (name, ty) = (ident(&field.ident), parameter(module, &field.ty));
                        quote!(#name: #ty)
                    })
                    .collect(),
                _ => vec![quote!(required: Required)],
            };
            let all = fields.iter().all(InputField::is_required);
            let documentation = docs::doc(match all {
                true => "What every run needs.",
                false => {
                    "What every run needs; the rest is left out or has its default, until `..` sets it."
                }
            });
            let new = quote! {
                #documentation
                pub fn new(#(#parameters),*) -> Self { #made }
            };
            let defaults = fields.iter().filter_map(|field| {
                let default = field.default.as_ref()?;
                Some(default_function(module, field, default))
            });
            let functions = render::spaced(std::iter::once(new).chain(defaults));
            quote!(impl Inputs { #functions })
        }
    }
}

/// A field with its value in the constructor.
fn value(module: &Module<'_>, field: &InputField, constructor: Constructor) -> TokenStream {
    let name = ident(&field.ident);
    match (&field.default, constructor) {
        (Some(default), Constructor::Default) => {
            let value = literal::constant(module, &default.constant);
            quote!(#name: #value)
        }
        (Some(_), _) => {
            let function = default_name(field);
            let function = ident(&function);
            quote!(#name: Self::#function())
        }
        (None, _) if field.missing && types::is_option(&field.ty) => {
            let nullable = module.rt("Nullable");
            quote!(#name: #nullable::MISSING)
        }
        (None, _) if field.missing => quote!(#name: None),
        (None, Constructor::NewFromRequired) => quote!(#name: required.#name),
        (None, _) if converted(module, &field.ty).is_some() => quote!(#name: #name.into()),
        (None, _) => quote!(#name),
    }
}

fn default_name(field: &InputField) -> String {
    format!("default_{}", bare(&field.ident))
}

fn default_function(
    module: &Module<'_>,
    field: &InputField,
    default: &InputDefault,
) -> TokenStream {
    let (name, ty) = (ident(&default_name(field)), types::rust(module, &field.ty));
    let value = literal::constant(module, &default.constant);
    quote!(fn #name() -> #ty { #value })
}

/// The type of a parameter of `new`.
fn parameter(module: &Module<'_>, ty: &Type) -> TokenStream {
    converted(module, ty).unwrap_or_else(|| types::rust(module, ty))
}

/// `impl Into<..>` for types that callers have in other forms: texts above all.
fn converted(module: &Module<'_>, ty: &Type) -> Option<TokenStream> {
    converts(&module.workflow.types, ty).then(|| {
        let ty = types::shape(module, &ty.shape);
        quote!(impl Into<#ty>)
    })
}

/// Whether callers have values of this type in other forms; `types` are those of its workflow.
pub(super) fn converts(types: &Types, ty: &Type) -> bool {
    let words = |id| matches!(types.get(id).kind, Kind::Enum { .. });
    let from_others = match &ty.shape {
        Shape::String | Shape::Secret | Shape::SecretValue | Shape::Bytes => true,
        Shape::Number | Shape::Value => true,
        Shape::Named(id) => words(*id),
        _ => false,
    };
    from_others && !super::types::is_option(ty)
}

/// An expression for the inputs of a workflow in the module at `path`, by field and value; the required ones are given,
/// in the order of the document.
pub(super) fn expression(
    path: &TokenStream,
    fields: &[InputField],
    given: &[(usize, TokenStream)],
) -> TokenStream {
    let of = |required: bool| {
        let found = given.iter().filter_map(move |(index, value)| {
            let field = fields.get(*index)?;
            (field.is_required() == required).then(|| (ident(&field.ident), value.clone()))
        });
        Vec::from_iter(found)
    };
    let (required, others) = (of(true), of(false));
    let assigned = |(name, value): &(Ident, TokenStream)| assign(name, value);
    if given.len() == fields.len() && !others.is_empty() {
        let all = given.iter().filter_map(|(index, value)| {
            let name = ident(&fields.get(*index)?.ident);
            Some(assign(&name, value))
        });
        return quote!(#path::Inputs { #(#all),* });
    }
    let base = match Constructor::of(fields) {
        Constructor::Default => quote!(#path::Inputs::default()),
        Constructor::New => {
            let values = required.iter().map(|(_, value)| value);
            quote!(#path::Inputs::new(#(#values),*))
        }
        Constructor::NewFromRequired => {
            let values = required.iter().map(assigned);
            quote!(#path::Inputs::new(#path::Required { #(#values),* }))
        }
    };
    if others.is_empty() {
        return base;
    }
    let others = others.iter().map(assigned);
    quote!(#path::Inputs { #(#others,)* ..#base })
}
