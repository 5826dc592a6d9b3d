//! The constraints of a workflow's inputs, and their check before the first request.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{Bound, Constraint, Rule, Size};

use super::{
    context::{Engines, Module},
    names::ident,
};

/// The static of a workflow that has constraints to check.
pub(super) fn constraints(module: &Module<'_>) -> Option<TokenStream> {
    let all = &module.workflow.constraints;
    let ty = module.imports.item("constraint", "Constraint");
    let count = Literal::usize_unsuffixed(all.len());
    let each = all
        .iter()
        .map(|constraint| self::constraint(module, constraint));
    (!all.is_empty()).then(|| {
        quote! {
            /// What the schemas of the inputs ask for.
            static CONSTRAINTS: [#ty; #count] = [#(#each),*];
        }
    })
}

/// `run`, if the inputs are what their schemas ask for.
pub(super) fn checked(module: &Module<'_>, run: TokenStream) -> TokenStream {
    if module.workflow.constraints.is_empty() {
        return run;
    }
    quote! {
        match call.check(&inputs, &CONSTRAINTS) {
            Ok(()) => #run,
            Err(error) => Err(error),
        }
    }
}

fn constraint(module: &Module<'_>, constraint: &Constraint) -> TokenStream {
    let ty = module.imports.item("constraint", "Constraint");
    let (at, rule) = (&constraint.at, rule(module, &constraint.rule));
    match constraint.secret {
        true => quote!(#ty::secret(#at, #rule)),
        false => quote!(#ty::new(#at, #rule)),
    }
}

fn rule(module: &Module<'_>, rule: &Rule) -> TokenStream {
    let ty = module.imports.item("constraint", "Rule");
    match rule {
        Rule::Bound(bound, digits) => {
            let name = ident(match bound {
                Bound::Minimum => "Minimum",
                Bound::ExclusiveMinimum => "ExclusiveMinimum",
                Bound::Maximum => "Maximum",
                Bound::ExclusiveMaximum => "ExclusiveMaximum",
            });
            quote!(#ty::#name(#digits))
        }
        Rule::Size(size, count) => {
            let name = ident(match size {
                Size::MinLength => "MinLength",
                Size::MaxLength => "MaxLength",
                Size::MinItems => "MinItems",
                Size::MaxItems => "MaxItems",
            });
            let count = Literal::usize_unsuffixed(*count);
            quote!(#ty::#name(#count))
        }
        Rule::Pattern(text) => {
            module.use_engines(Engines {
                regex: true,
                ..Engines::default()
            });
            let regex = module.imports.item("regex", "Regex");
            quote!(#ty::Pattern(#text, #regex::new(#text)))
        }
        Rule::Enum(values) => quote!(#ty::Enum(&[#(#values),*])),
        Rule::Format(word) => {
            let format = module.imports.item("constraint", "Format");
            let name = ident(&crate::types::variant_ident(word));
            quote!(#ty::Format(#format::#name))
        }
    }
}
