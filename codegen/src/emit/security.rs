//! What operations ask for as credentials: one static for each distinct requirement.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Plan;

use super::names::{Imports, ident};

/// The statics for all requirements of the plan.
pub(super) fn statics(plan: &Plan, imports: &Imports) -> TokenStream {
    let mut requirements: Vec<_> = plan.requirements.iter().collect();
    requirements.sort_by_key(|(_, name)| *name);
    let statics = requirements.into_iter().map(|(requirement, name)| {
        let name = ident(name);
        let alternatives = requirement.iter().map(|together| {
            let schemes = together.iter().filter_map(|index| plan.schemes.get(*index));
            let schemes = schemes.map(|scheme| ident(&scheme.constant));
            quote!(&[#(&#schemes),*])
        });
        let scheme = imports.rt("Scheme");
        quote!(static #name: &[&[&#scheme]] = &[#(#alternatives),*];)
    });
    statics.collect()
}
