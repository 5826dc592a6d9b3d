//! Parameters and arguments of the emitted functions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Borrow, Takes};

use super::context::{Module, partial_type};

/// Parameters of a function, without the first.
pub(super) fn parameters(module: &Module<'_>, takes: &Takes) -> Vec<TokenStream> {
    let mut out = Vec::new();
    if takes.inputs {
        out.push(quote!(inputs: &Inputs));
    }
    if takes.prerequisites {
        out.push(quote!(prerequisites: Prerequisites<'_>));
    }
    for index in &takes.steps {
        let name = module.step_name(*index);
        if let Some(step) = module.step(*index) {
            let ty = partial_type(step);
            out.push(quote!(#name: &#ty));
        }
    }
    let shared = [
        (takes.done, quote!(done), quote!(PartialSteps)),
        (takes.called, quote!(called), quote!(Called)),
    ];
    for (borrow, name, ty) in shared {
        match borrow {
            Borrow::Nothing => {}
            Borrow::Shared => out.push(quote!(#name: &#ty)),
            Borrow::Exclusive => out.push(quote!(#name: &mut #ty)),
        }
    }
    out
}

/// Arguments of a call from a function whose variables have the parameters' names and types.
pub(super) fn arguments(module: &Module<'_>, takes: &Takes) -> Vec<TokenStream> {
    let mut out = Vec::new();
    if takes.inputs {
        out.push(quote!(inputs));
    }
    if takes.prerequisites {
        out.push(quote!(prerequisites));
    }
    for index in &takes.steps {
        let name = module.step_name(*index);
        out.push(quote!(#name));
    }
    if takes.done != Borrow::Nothing {
        out.push(quote!(done));
    }
    if takes.called != Borrow::Nothing {
        out.push(quote!(called));
    }
    out
}

/// Arguments of a call from `start`, which owns what the others borrow.
pub(super) fn arguments_of_owner(takes: &Takes) -> Vec<TokenStream> {
    let mut out = Vec::new();
    if takes.inputs {
        out.push(quote!(&inputs));
    }
    if takes.prerequisites {
        out.push(quote!(prerequisites));
    }
    for (borrow, name) in [(takes.done, quote!(done)), (takes.called, quote!(called))] {
        match borrow {
            Borrow::Nothing => {}
            Borrow::Shared => out.push(quote!(&#name)),
            Borrow::Exclusive => out.push(quote!(&mut #name)),
        }
    }
    out
}

/// Arguments of a call from a closure that is given inputs and steps by reference.
pub(super) fn arguments_of_closure(takes: &Takes) -> Vec<TokenStream> {
    let given = [
        (takes.inputs, quote!(inputs)),
        (takes.prerequisites, quote!(prerequisites)),
        (takes.done != Borrow::Nothing, quote!(done)),
        (takes.called != Borrow::Nothing, quote!(&called)),
    ];
    let taken = given.into_iter().filter(|(taken, _)| *taken);
    taken.map(|(_, argument)| argument).collect()
}
