//! What follows a failed attempt: the first failure action that matches is taken, retries as long as some are left.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Action, ActionKind, Helper, Origin, Step};

use super::{
    actions::{Ending, at, completed, end, next, readings, transfer},
    attempt, condition,
    context::Module,
    names::ident,
    nested, request,
    scope::{Scope, Site},
    takes,
};

/// The counters of a step's retries.
pub(super) fn counters(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let mut out = TokenStream::new();
    for action in &step.on_failure {
        if let ActionKind::Retry {
            ident,
            limit,
            after,
            ..
        } = &action.kind
        {
            let ty = scope.module.rt("Retry");
            let (variable, name) = (scope.module.counter(ident), &action.name);
            let (limit, after) = (
                proc_macro2::Literal::u32_unsuffixed(*limit),
                request::duration(scope, *after),
            );
            out.extend(quote!(let mut #variable = #ty::new(#name, #limit, #after);));
        }
    }
    out
}

/// The failure actions, each an `if` that leaves the function or goes round, and what happens if none does.
pub(super) fn after_failure(scope: &Scope<'_, '_>, step: &Step, ending: Ending) -> TokenStream {
    let after = scope.at(Site::Failure);
    let mut code = TokenStream::new();
    let mut left = false;
    for action in &step.on_failure {
        let tests = action.criteria.iter().map(|criterion| &criterion.test);
        // Criteria about a body that cannot be read are not met.
        let readable = reads_parts(action).then(|| quote!(failure.is_readable() &&));
        let condition = match &action.kind {
            ActionKind::Retry { ident, .. } => {
                let counter = scope.module.counter(ident);
                let condition = condition::all_hold_and(&after, tests);
                let condition = condition.map(|condition| quote!(#condition &&));
                Some(quote!(#readable #condition step.may_retry(&mut #counter, &mut failure)))
            }
            _ if readable.is_some() => {
                let condition = condition::all_hold_and(&after, tests);
                condition.map(|condition| quote!(#readable #condition))
            }
            _ => condition::all_hold(&after, tests),
        };
        let hoisted = after.take_hoisted();
        left = condition.is_none();
        let how = if left { ending } else { Ending::Return };
        let branch = failure_branch(&after, action, how);
        let inner = after.take_hoisted();
        code.extend(match condition {
            Some(condition) => quote!(#hoisted if #condition { #inner #branch }),
            None => quote!(#hoisted #inner #branch),
        });
    }
    if !left {
        code.extend(ending.fail(&quote!(failure)));
    }
    let readings = readings(&after, step);
    let kept = kept_outputs(scope, step);
    quote!(#kept #readings #code)
}

/// Whether the criteria of an action look into the body of the response.
fn reads_parts(action: &Action) -> bool {
    let mut reads = action
        .criteria
        .iter()
        .flat_map(|criterion| criterion.reads());
    reads.any(|read| matches!(read.origin, Origin::Body { .. }))
}

fn kept_outputs(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    if step.outputs_after_failure && !step.outputs.is_empty() {
        attempt::outputs_after_failure(scope, step)
    } else {
        TokenStream::new()
    }
}

/// What a failure action does.
fn failure_branch(scope: &Scope<'_, '_>, action: &Action, ending: Ending) -> TokenStream {
    let module = scope.module;
    let name = &action.name;
    let index = scope.own.unwrap_or_default();
    match &action.kind {
        ActionKind::Proceed => {
            let next = next(module, index);
            let leave = ending.leave(&next);
            quote!(step.handled(#name, &failure); #leave)
        }
        ActionKind::End => {
            let leave = ending.fail(&quote!(failure.ended_by(#name)));
            quote!(step.action(#name); #leave)
        }
        ActionKind::Goto { step: target, .. } => {
            let target = at(module, *target);
            let leave = ending.leave(&target);
            quote!(step.handled(#name, &failure); #leave)
        }
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let end = end(module, &completed(module));
            let leave = ending.leave(&end);
            quote!(step.handled(#name, &failure); #transfer #leave)
        }
        ActionKind::Retry { ident, helper, .. } => {
            let counter = module.counter(ident);
            let helper = helper.as_ref().map(|helper| help(scope, helper));
            quote!(#helper step.wait(&#counter, &failure).await?; continue;)
        }
    }
}

/// Runs a helper once; the retry follows even if it fails (decision D-19).
fn help(scope: &Scope<'_, '_>, helper: &Helper) -> TokenStream {
    match helper {
        Helper::Step(index) => {
            let module = scope.module;
            let name = module.step_name(*index);
            let mut arguments = vec![quote!(call)];
            if let Some(helper) = module.step(*index) {
                arguments.extend(takes::arguments(module, &helper.takes));
            }
            let call = quote!(#name(#(#arguments),*));
            let recursive = scope.own.is_some_and(|own| leads_to(module, *index, own));
            let call = if recursive {
                quote!(Box::pin(#call))
            } else {
                call
            };
            quote!(let _ = #call.await;)
        }
        Helper::Workflow(call) => {
            let started = nested::started(scope, call);
            let hoisted = scope.take_hoisted();
            let slot = call
                .slot
                .and_then(|slot| scope.module.workflow.called.get(slot));
            match slot {
                Some(slot) => {
                    let slot = ident(&slot.ident);
                    quote!(#hoisted if let Ok(run) = #started.await { called.#slot = Some(run); })
                }
                None => quote!(#hoisted let _ = #started.await;),
            }
        }
    }
}

/// Whether running `from` as a helper can run `to` as a helper, which makes the functions recursive.
fn leads_to(module: &Module<'_>, from: usize, to: usize) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if index == to {
            return true;
        }
        if seen.insert(index)
            && let Some(step) = module.step(index)
        {
            open.extend(step.helpers());
        }
    }
    false
}
