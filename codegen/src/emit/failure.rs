//! What follows a failed attempt: the first failure action that matches is taken, retries as long as some are left.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Action, ActionKind, Helper, Origin, Step, To};

use super::{
    actions::{Code, Ending, completed, next, readings, transfer},
    attempt, condition,
    context::Module,
    leave::Leave,
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
pub(super) fn after_failure(scope: &Scope<'_, '_>, step: &Step, ending: Ending) -> Code {
    let after = scope.at(Site::Failure);
    let mut code = TokenStream::new();
    let mut last = None;
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
        code.extend(after.take_hoisted());
        let Some(condition) = condition else {
            let taken = branch(&after, step, action, ending);
            code.extend(taken.statements);
            last = Some(taken.last);
            break;
        };
        let taken = branch(&after, step, action, Ending::Return).whole();
        code.extend(quote!(if #condition { #taken; }));
    }
    let last = last.unwrap_or_else(|| ending.fail(&quote!(failure)));
    let readings = readings(&after, step);
    let kept = kept_outputs(scope, step);
    Code::new(quote!(#kept #readings #code), last)
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
    if step.leaves_outputs() {
        attempt::outputs_after_failure(scope, step)
    } else {
        TokenStream::new()
    }
}

/// What a failure action does.
fn branch(scope: &Scope<'_, '_>, step: &Step, action: &Action, ending: Ending) -> Code {
    let module = scope.module;
    let name = &action.name;
    let index = scope.own.unwrap_or_default();
    let leave = |to, termination: Option<TokenStream>| {
        let value = Leave::of(module, index, step).value(to, None, termination.as_ref());
        ending.leave(&value)
    };
    let handled = quote!(step.handled(#name, &failure););
    match &action.kind {
        ActionKind::Proceed => Code::new(handled, leave(next(module, index), None)),
        ActionKind::End => Code::new(
            quote!(step.action(#name);),
            ending.fail(&quote!(failure.ended_by(#name))),
        ),
        ActionKind::Goto { step: target, .. } => Code::new(handled, leave(To::Step(*target), None)),
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let hoisted = scope.take_hoisted();
            let statements = quote!(#hoisted #handled #transfer);
            Code::new(statements, leave(To::End, Some(completed(module))))
        }
        ActionKind::Retry { ident, helper, .. } => {
            let counter = module.counter(ident);
            let helper = helper.as_ref().map(|helper| help(scope, helper));
            let hoisted = scope.take_hoisted();
            let statements = quote!(#hoisted #helper step.wait(&#counter, &failure).await?;);
            Code::new(statements, quote!(continue))
        }
    }
}

/// Runs a helper once; the retry follows even if it fails (decision D-19).
fn help(scope: &Scope<'_, '_>, helper: &Helper) -> TokenStream {
    match helper {
        Helper::Step(index) => {
            let module = scope.module;
            let name = module.function_name(*index);
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
