//! A step's function: one attempt, or a driver around attempts where failures are acted upon.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{Step, StepCall, Takes};

use super::{
    actions::{self, Code, Ending},
    attempt,
    context::{self, Module},
    docs, failure,
    leave::Leave,
    names::ident,
    render,
    scope::{Scope, Site},
    success, takes,
};

/// The functions of a step: private types, then functions.
pub(super) fn functions(module: &Module<'_>, index: usize, step: &Step) -> Vec<TokenStream> {
    let scope = Scope::new(module, Some(index), Site::Request);
    let mut items = Vec::new();
    let body = if step.acts_on_failure() {
        driver(&scope, index, step, &mut items)
    } else {
        single(&scope, index, step)
    };
    let leave = Leave::of(module, index, step);
    let mut all = module.take_structs();
    all.extend(leave.declaration());
    let name = module.function_name(index);
    let documentation = docs::doc(&summary(step));
    let (result, error) = (leave.ty(), module.step_error());
    let call_type = module.rt("Call");
    let first = quote!(call: &#call_type<'_, T>);
    let signature = signature(module, &name, &step.takes, step, &first);
    all.push(quote! {
        #documentation
        #signature -> Result<#result, #error> {
            #body
        }
    });
    all.extend(items);
    all
}

/// The type of the outputs of a successful attempt.
fn outputs_type(step: &Step) -> Option<Ident> {
    (!step.outputs.is_empty()).then(|| context::partial_type(step))
}

/// `async fn name<T: Transport>(first, ..)`.
fn signature(
    module: &Module<'_>,
    name: &Ident,
    takes: &Takes,
    own: &Step,
    first: &TokenStream,
) -> TokenStream {
    let transport = module.rt("Transport");
    let parameters = takes::parameters(module, takes, Some(own));
    quote!(async fn #name<T: #transport>(#first #(, #parameters)*))
}

fn summary(step: &Step) -> String {
    let text = step.documentation.as_deref().map(docs::headline);
    text.unwrap_or_default()
}

/// A step without failure actions: the attempt is the function.
fn single(scope: &Scope<'_, '_>, index: usize, step: &Step) -> TokenStream {
    let (module, id) = (scope.module, &step.id);
    let dependencies = after(step);
    module.rt("Call");
    let keep = step.actions_read_answer();
    let body = attempt::attempt(scope, step, keep, &|after, outputs| {
        let slot = slot(after, step);
        let tail = success::after_success(after, index, step, outputs, Ending::Value).whole();
        quote!(#slot #tail)
    });
    quote! {
        let mut step = call.step(#id);
        #dependencies
        #body
    }
}

/// Fails where a step that has to be completed before is not.
fn after(step: &Step) -> TokenStream {
    let after = &step.after;
    quote!(#(step.after(#after)?;)*)
}

/// Keeps the run of a workflow step for later reads.
fn slot(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let StepCall::Workflow(call) = &step.call else {
        return TokenStream::new();
    };
    let Some(slot) = call
        .slot
        .and_then(|slot| scope.module.workflow.called.get(slot))
    else {
        return TokenStream::new();
    };
    let slot = ident(&slot.ident);
    quote!(called.#slot = Some(run.clone());)
}

/// A step with failure actions: attempts until one succeeds, an action leads away, or nothing is left to try.
fn driver(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    items: &mut Vec<TokenStream>,
) -> TokenStream {
    let (module, id) = (scope.module, &step.id);
    let dependencies = after(step);
    module.rt("Call");
    let keep = step.actions_read_answer();
    let inner = Scope::new(module, Some(index), Site::Request);
    let call = matches!(step.call, StepCall::Workflow(_));
    let attempt = attempt_function(&inner, index, step, keep, items);
    let mut arguments = vec![quote!(&mut step)];
    arguments.extend(takes::arguments(module, &step.attempt_takes));
    let retries = failure::counters(scope, step);
    // Without retries a failure is an arm of the match; else the match gives it to what follows in the loop.
    let ending = if retries.is_empty() {
        Ending::Value
    } else {
        Ending::Return
    };
    let (pattern, kept) = success_pattern(step, keep);
    let after = scope.at(if call { Site::Nested } else { Site::Response });
    let slot = slot(&after, step);
    let tail = success::after_success(&after, index, step, kept, ending);
    let readings = actions::readings(&after, step);
    let Code { statements, last } = &tail;
    let succeeded = Code::new(quote!(#slot #readings #statements), last.clone()).arm();
    let failed = failure::after_failure(scope, step, ending).whole();
    if retries.is_empty() {
        return quote! {
            let mut step = call.step(#id);
            #dependencies
            match #attempt(#(#arguments),*).await {
                Ok(#pattern) => #succeeded,
                Err(failure) if failure.is_final() => Err(failure),
                Err(failure) => { #failed }
            }
        };
    }
    let blank = render::blank();
    quote! {
        let mut step = call.step(#id);
        #dependencies
        #retries
        #blank
        loop {
            let mut failure = match #attempt(#(#arguments),*).await {
                Ok(#pattern) => #succeeded,
                Err(failure) if failure.is_final() => return Err(failure),
                Err(failure) => failure,
            };
            #failed;
        }
    }
}

/// How a driver takes apart what an attempt returns, and the outputs therein.
fn success_pattern(step: &Step, keep: bool) -> (TokenStream, Option<TokenStream>) {
    let kept = match step.call {
        StepCall::Operation(_) => quote!(response),
        StepCall::Workflow(_) => quote!(run),
    };
    match (step.outputs.is_empty(), keep || keeps_run(step)) {
        (true, false) => (quote!(()), None),
        (true, true) => (kept, None),
        (false, false) => (quote!(outputs), Some(quote!(outputs))),
        (false, true) => (quote!((outputs, #kept)), Some(quote!(outputs))),
    }
}

fn keeps_run(step: &Step) -> bool {
    matches!(&step.call, StepCall::Workflow(call) if call.slot.is_some())
}

/// The function of one attempt; returns its name.
fn attempt_function(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    keep: bool,
    items: &mut Vec<TokenStream>,
) -> Ident {
    let module = scope.module;
    let name = module.attempt_name(index);
    let keep = keep || keeps_run(step);
    let (kept, kept_type) = match &step.call {
        StepCall::Operation(_) if keep => (quote!(response), module.rt("Response")),
        StepCall::Operation(_) => Default::default(),
        StepCall::Workflow(call) => {
            let target = module.module_of(call.workflow);
            (quote!(run), quote!(#target::Run))
        }
    };
    let ty = outputs_type(step);
    let body = attempt::attempt(scope, step, keep, &|_, outputs| match (outputs, keep) {
        (None, false) => quote!(Ok(())),
        (None, true) => quote!(Ok(#kept)),
        (Some(outputs), false) => quote!(Ok(#outputs)),
        (Some(outputs), true) => quote!(Ok((#outputs, #kept))),
    });
    let ty = match (ty, keep) {
        (None, false) => quote!(()),
        (None, true) => kept_type,
        (Some(ty), false) => quote!(#ty),
        (Some(ty), true) => quote!((#ty, #kept_type)),
    };
    let error = module.step_error();
    let step_type = module.rt("Step");
    let first = quote!(step: &mut #step_type<'_, T>);
    let signature = signature(module, &name, &step.attempt_takes, step, &first);
    items.push(quote! {
        #signature -> Result<#ty, #error> {
            #body
        }
    });
    name
}
