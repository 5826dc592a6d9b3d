//! What follows a successful attempt: its outputs are kept, then the first success action that matches is taken.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Action, ActionKind, Step, StepCall};

use super::{
    actions::{Ending, at, completed, end, ended, next, transfer},
    condition,
    names::ident,
    scope::Scope,
};

/// Stores the outputs, then chooses the success action. What it reads from the response the caller puts before it.
pub(super) fn after_success(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    if scope.module.jumps() {
        jumping(scope, index, step, outputs, ending)
    } else {
        straight(scope, step, outputs, ending)
    }
}

/// In a state machine a step stores its outputs and returns where to go.
fn jumping(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    let stored = outputs.map(|outputs| {
        let done = ident(&step.ident);
        quote!(done.#done = Some(#outputs);)
    });
    let mut code = TokenStream::new();
    let mut left = false;
    for action in &step.on_success {
        let condition = condition::all_hold(
            scope,
            action.criteria.iter().map(|criterion| &criterion.test),
        );
        let hoisted = scope.take_hoisted();
        let last = condition.is_none();
        let how = if last { ending } else { Ending::Return };
        let branch = success_branch(scope, index, step, action, how);
        let inner = scope.take_hoisted();
        code.extend(match condition {
            Some(condition) => quote!(#hoisted if #condition { #inner #branch }),
            None => quote!(#hoisted #inner #branch),
        });
        left = last;
    }
    if !left {
        code.extend(ending.leave(&next(scope.module, index)));
    }
    quote!(#stored #code)
}

/// What a success action does in a state machine.
fn success_branch(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    action: &Action,
    ending: Ending,
) -> TokenStream {
    let module = scope.module;
    let name = &action.name;
    match &action.kind {
        ActionKind::Proceed | ActionKind::Retry { .. } => {
            let leave = ending.leave(&next(module, index));
            quote!(step.action(#name); #leave)
        }
        ActionKind::End => {
            let leave = ending.leave(&end(module, &ended(module, step, action)));
            quote!(step.action(#name); #leave)
        }
        ActionKind::Goto {
            step: target,
            paced,
        } => {
            let pause = paced.then(|| match step.call {
                StepCall::Operation(_) => {
                    scope.respond();
                    quote!(step.pace(&response).await?;)
                }
                StepCall::Workflow(_) => quote!(step.pace(None).await?;),
            });
            let leave = ending.leave(&at(module, *target));
            quote!(step.action(#name); #pause #leave)
        }
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let leave = ending.leave(&end(module, &completed(module)));
            quote!(step.action(#name); #transfer #leave)
        }
    }
}

/// In straight-line code a step returns its outputs, and how the workflow ended if an action ended it.
fn straight(
    scope: &Scope<'_, '_>,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    if !step.ends() {
        return ending.leave(&outputs.unwrap_or_else(|| quote!(())));
    }
    let named = outputs.map(|outputs| {
        scope.own_outputs.replace(Some(quote!(outputs)));
        if outputs.to_string() == "outputs" {
            TokenStream::new()
        } else {
            quote!(let outputs = #outputs;)
        }
    });
    let ended = chain(scope, step);
    let hoisted = scope.take_hoisted();
    match named {
        None => {
            let leave = ending.leave(&ended);
            quote!(#hoisted #leave)
        }
        Some(named) => {
            let leave = ending.leave(&quote!((outputs, ended)));
            quote!(#named #hoisted let ended = #ended; #leave)
        }
    }
}

/// `if .. { Some(termination) } else { None }` over the success actions.
fn chain(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let mut code = TokenStream::new();
    let conditional = step.on_success.iter().any(|action| !action.always());
    for action in &step.on_success {
        let name = &action.name;
        let condition = condition::all_hold(
            scope,
            action.criteria.iter().map(|criterion| &criterion.test),
        );
        let value = match &action.kind {
            ActionKind::End => {
                let ended = ended(scope.module, step, action);
                quote!(step.action(#name); Some(#ended))
            }
            ActionKind::Transfer(call) => {
                let hoisted = scope.take_hoisted();
                let transfer = transfer(scope, call);
                scope.hoist(hoisted);
                let completed = completed(scope.module);
                quote!(step.action(#name); #transfer Some(#completed))
            }
            _ => quote!(None),
        };
        match condition {
            Some(condition) => code.extend(quote!(if #condition { #value } else)),
            None if conditional => {
                code.extend(quote!({ #value }));
                return code;
            }
            None => return quote!({ #value }),
        }
    }
    quote!(#code { None })
}
