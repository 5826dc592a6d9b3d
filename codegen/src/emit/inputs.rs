//! `Inputs`: what a caller hands in, and reads from JSON under the names of the document.
//!
//! A caller names what is required and lets the rest be what it is by itself (decision D-126).

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{InputDefault, InputField},
    types::{Kind, Shape, Type, Types},
};

use super::{
    context::Module,
    docs, literal,
    names::{bare, ident},
    record::{Field, Member, Use, record},
    render, types,
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
        structure(module),
        required.unwrap_or_default(),
        implementation(module, constructor),
    ])
}

fn structure(module: &Module<'_>) -> TokenStream {
    let fields = &module.workflow.inputs;
    let mut own = types::PUBLIC.to_vec();
    if fields.iter().all(|field| field.missing) {
        own.push("Default");
    }
    let ident = &module.workflow.ident;
    let link = docs::link(ident, &format!("fn@super::{ident}"));
    let documentation = format!("Inputs of {link}.");
    let fields = fields.iter().map(|field| self::field(module, field));
    let fields: Vec<Field<'_>> = fields.collect();
    record(module, "Inputs", &own, Use::Stored, &documentation, &fields)
}

fn field<'p>(module: &Module<'_>, field: &'p InputField) -> Field<'p> {
    let mut documentation = match &field.documentation {
        Some(text) => docs::prose(text),
        None => format!("The input {}.", docs::code(&field.name)),
    };
    documentation.push_str(&types::why(&field.ty, &field.untyped));
    let member = match &field.default {
        Some(default) => {
            let default = docs::code(&default.json.to_string());
            documentation.push_str(&format!("\n\nDefault: {default}."));
            let function = ident(&default_name(field));
            Member::Default(quote!(Inputs::#function))
        }
        None => Member::Value(&field.ty, field.missing),
    };
    Field {
        name: &field.name,
        ident: &field.ident,
        ty: types::optional(module, &field.ty, field.missing),
        member,
        documentation,
    }
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
        #[derive(Debug, Clone, PartialEq)]
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
    let parameters: Vec<TokenStream> = match constructor {
        Constructor::Default => Vec::new(),
        Constructor::New => required_fields(module)
            .map(|field| parameter(module, field))
            .collect(),
        Constructor::NewFromRequired => vec![quote!(required: Required)],
    };
    let documentation = docs::doc(match fields.iter().all(InputField::is_required) {
        true => "What every run needs.",
        false => {
            "What every run needs; the rest is left out or has its default, until `..` sets it."
        }
    });
    let new = (constructor != Constructor::Default).then(|| {
        quote! {
            #documentation
            pub fn new(#(#parameters),*) -> Self { #made }
        }
    });
    let defaults = fields.iter().filter_map(|field| {
        let default = field.default.as_ref()?;
        Some(default_function(module, field, default))
    });
    let functions: Vec<TokenStream> = new.into_iter().chain(defaults).collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    let functions = render::spaced(functions);
    let default = (constructor == Constructor::Default).then(|| {
        quote! {
            impl Default for Inputs {
                fn default() -> Self { #made }
            }
        }
    });
    render::spaced([
        default.unwrap_or_default(),
        quote!(impl Inputs { #functions }),
    ])
}

/// A field with its value in the constructor.
fn value(module: &Module<'_>, field: &InputField, constructor: Constructor) -> TokenStream {
    let name = ident(&field.ident);
    if field.default.is_some() {
        let function = ident(&default_name(field));
        return quote!(#name: Self::#function());
    }
    match constructor {
        _ if field.missing && types::is_option(&field.ty) => {
            let nullable = module.rt("Nullable");
            quote!(#name: #nullable::MISSING)
        }
        _ if field.missing => quote!(#name: None),
        Constructor::NewFromRequired => quote!(#name: required.#name),
        _ if converted(module, &field.ty).is_some() => quote!(#name: #name.into()),
        _ => quote!(#name),
    }
}

/// The function of `Inputs` that makes the default of a field.
pub(super) fn default_name(field: &InputField) -> String {
    format!("default_{}", bare(&field.ident))
}

/// Workflows that call this one use it as well.
fn default_function(
    module: &Module<'_>,
    field: &InputField,
    default: &InputDefault,
) -> TokenStream {
    let (name, ty) = (ident(&default_name(field)), types::rust(module, &field.ty));
    let visibility = module.visible_to_callers();
    let value = literal::constant(module, &default.constant);
    quote!(#visibility fn #name() -> #ty { #value })
}

/// A parameter of `new`.
fn parameter(module: &Module<'_>, field: &InputField) -> TokenStream {
    let name = ident(&field.ident);
    let ty = converted(module, &field.ty).unwrap_or_else(|| types::rust(module, &field.ty));
    quote!(#name: #ty)
}

/// `impl Into<..>` for types that callers have in other forms: texts above all.
fn converted(module: &Module<'_>, ty: &Type) -> Option<TokenStream> {
    converts(&module.workflow.types, ty).then(|| {
        let ty = types::shape(module, &ty.shape);
        quote!(impl Into<#ty>)
    })
}

/// Whether callers have values of this type in other forms; `types` are those of its workflow.
fn converts(types: &Types, ty: &Type) -> bool {
    let words = |id| matches!(types.get(id).kind, Kind::Enum { .. });
    let from_others = match &ty.shape {
        Shape::String | Shape::Secret | Shape::SecretValue | Shape::Bytes => true,
        Shape::Number | Shape::Value => true,
        Shape::Named(id) => words(*id),
        _ => false,
    };
    from_others && !super::types::is_option(ty)
}

/// An expression for the inputs of a workflow in the module at `path`, by the values of those that are required, in the
/// order of the document.
pub(super) fn expression(
    path: &TokenStream,
    fields: &[InputField],
    required: &[TokenStream],
) -> TokenStream {
    match Constructor::of(fields) {
        Constructor::Default => quote!(#path::Inputs::default()),
        Constructor::New => quote!(#path::Inputs::new(#(#required),*)),
        Constructor::NewFromRequired => {
            let names = fields.iter().filter(|field| field.is_required());
            let names = names.map(|field| ident(&field.ident));
            quote!(#path::Inputs::new(#path::Required { #(#names: #required),* }))
        }
    }
}
