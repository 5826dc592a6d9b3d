//! What follows a successful attempt: its outputs are kept, then the first success action that matches is taken.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Action, ActionKind, Step, StepCall, To};

use super::{
    actions::{Code, Ending, completed, ended, next, transfer},
    condition,
    context::Module,
    leave::Leave,
    leave::place,
    scope::Scope,
};

/// Keeps the outputs, then chooses the success action. What it reads from the response the caller puts before it.
pub(super) fn after_success(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> Code {
    let leave = Leave::of(scope.module, index, step);
    let behind = scope.with_outputs_named();
    let (mut statements, outputs, scope) = match outputs {
        Some(outputs) if !leave.outputs => {
            (store(scope.module, index, step, &outputs), None, scope)
        }
        Some(outputs) if !step.on_success.is_empty() => {
            (named(&outputs), Some(quote!(outputs)), &behind)
        }
        outputs => (TokenStream::new(), outputs, scope),
    };
    for action in &step.on_success {
        let criteria = action.criteria.iter().map(|criterion| &criterion.test);
        let condition = condition::all_hold(scope, criteria);
        statements.extend(scope.take_hoisted());
        let taken = branch(scope, index, step, action);
        let value = leave.value(taken.to, outputs.as_ref(), taken.termination.as_ref());
        let before = taken.before;
        let Some(condition) = condition else {
            statements.extend(before);
            return Code::new(statements, ending.leave(&value));
        };
        statements.extend(quote!(if #condition { #before return Ok(#value); }));
    }
    let value = leave.value(next(scope.module, index), outputs.as_ref(), None);
    Code::new(statements, ending.leave(&value))
}

/// Keeps the outputs of a successful attempt for later steps.
fn store(module: &Module<'_>, index: usize, step: &Step, outputs: &TokenStream) -> TokenStream {
    let (place, kept) = (place(module, index, step), module.kept(step, outputs));
    quote!(#place = Some(#kept);)
}

/// Gives the outputs a name, under which success actions read them.
fn named(outputs: &TokenStream) -> TokenStream {
    match outputs.to_string() == "outputs" {
        true => TokenStream::new(),
        false => quote!(let outputs = #outputs;),
    }
}

/// What a success action does, and where it leads.
struct Taken {
    before: TokenStream,
    to: To,
    termination: Option<TokenStream>,
}

fn branch(scope: &Scope<'_, '_>, index: usize, step: &Step, action: &Action) -> Taken {
    let module = scope.module;
    let name = &action.name;
    let chosen = quote!(step.action(#name););
    match &action.kind {
        ActionKind::Proceed | ActionKind::Retry { .. } => Taken {
            before: chosen,
            to: next(module, index),
            termination: None,
        },
        ActionKind::End => Taken {
            before: chosen,
            to: To::End,
            termination: Some(ended(module, step, action)),
        },
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
            Taken {
                before: quote!(#chosen #pause),
                to: To::Step(*target),
                termination: None,
            }
        }
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let inner = scope.take_hoisted();
            Taken {
                before: quote!(#inner #chosen #transfer),
                to: To::End,
                termination: Some(completed(module)),
            }
        }
    }
}
