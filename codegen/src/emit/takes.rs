//! Parameters and arguments of the emitted functions, and the head of `run`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Borrow, Presence, Step, Takes};

use super::{
    context::{Module, partial_type},
    names::ident,
};

/// Parameters of a function, without the first; `own` is the step that it belongs to.
pub(super) fn parameters(
    module: &Module<'_>,
    takes: &Takes,
    own: Option<&Step>,
) -> Vec<TokenStream> {
    let mut out = Vec::new();
    if takes.inputs {
        out.push(quote!(inputs: &Inputs));
    }
    if takes.prerequisites {
        out.push(quote!(prerequisites: Prerequisites<'_>));
    }
    for (index, presence) in &takes.steps {
        let name = module.step_name(*index);
        if let Some(step) = module.step(*index) {
            let partial = partial_type(step);
            out.push(match presence {
                Presence::Completed => quote!(#name: &#partial),
                Presence::Possible => quote!(#name: Option<&#partial>),
                Presence::Attempted => {
                    let kept = module.kept_type(step);
                    quote!(#name: Option<&#kept>)
                }
            });
        }
    }
    if let Some(step) = own {
        let kept = module.kept_type(step);
        match takes.kept {
            Borrow::Nothing => {}
            Borrow::Shared => out.push(quote!(kept: Option<&#kept>)),
            Borrow::Exclusive => out.push(quote!(kept: &mut Option<#kept>)),
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

/// `async fn run(..)`.
pub(super) fn run_function(
    module: &Module<'_>,
    ty: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (transport, call, error) = (
        module.rt("Transport"),
        module.rt("Call"),
        module.step_error(),
    );
    let parameters = parameters(module, &module.workflow.run_takes, None);
    quote! {
        async fn run<T: #transport>(call: &#call<'_, T> #(, #parameters)*) -> Result<#ty, #error> {
            #body
        }
    }
}

/// Arguments of a call from a function whose variables have the parameters' names and types.
pub(super) fn arguments(module: &Module<'_>, takes: &Takes) -> Vec<TokenStream> {
    let steps = takes.steps.keys().map(|index| {
        let name = module.step_name(*index);
        quote!(#name)
    });
    let kept = (takes.kept != Borrow::Nothing).then(|| quote!(kept.as_ref()));
    in_order(takes, steps.chain(kept).collect())
}

/// Arguments of a call from what runs the steps, which is about to run `own`.
pub(super) fn arguments_of_run(module: &Module<'_>, own: &Step) -> Vec<TokenStream> {
    let steps = own.takes.steps.iter().filter_map(|(index, presence)| {
        let step = module.step(*index)?;
        let done = ident(&step.ident);
        let narrowed = (*presence == Presence::Possible && step.has_attempt_type()).then(|| {
            let either = module.rt("StepOutputs");
            quote!(.and_then(#either::completed))
        });
        Some(match presence {
            Presence::Completed => {
                let name = module.step_name(*index);
                quote!(#name)
            }
            Presence::Possible | Presence::Attempted => quote!(done.#done.as_ref() #narrowed),
        })
    });
    let kept = (own.takes.kept != Borrow::Nothing).then(|| {
        let done = ident(&own.ident);
        quote!(&mut done.#done)
    });
    in_order(&own.takes, steps.chain(kept).collect())
}

/// The arguments with those for the outputs of steps among them.
fn in_order(takes: &Takes, steps: Vec<TokenStream>) -> Vec<TokenStream> {
    let before = [
        (takes.inputs, quote!(inputs)),
        (takes.prerequisites, quote!(prerequisites)),
    ];
    let after = [
        (takes.done != Borrow::Nothing, quote!(done)),
        (takes.called != Borrow::Nothing, quote!(called)),
    ];
    let taken = |(taken, argument): (bool, TokenStream)| taken.then_some(argument);
    let before = before.into_iter().filter_map(taken);
    let after = after.into_iter().filter_map(taken);
    before.chain(steps).chain(after).collect()
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
