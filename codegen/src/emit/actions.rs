//! What follows an attempt: success actions, failure actions, retries.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Action, Step, StepCall, To, WorkflowCall};

use super::{attempt, context::Module, names::ident, nested, scope::Scope};

/// How a value leaves the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// As the value of the last expression.
    Value,
    /// By `return`.
    Return,
}

impl Ending {
    pub(super) fn leave(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Value => quote!(Ok(#value)),
            Self::Return => quote!(return Ok(#value)),
        }
    }

    pub(super) fn fail(self, error: &TokenStream) -> TokenStream {
        match self {
            Self::Value => quote!(Err(#error)),
            Self::Return => quote!(return Err(#error)),
        }
    }
}

/// Statements, and the expression or `return` after them.
pub(super) struct Code {
    pub statements: TokenStream,
    pub last: TokenStream,
}

impl Code {
    pub(super) fn new(statements: TokenStream, last: TokenStream) -> Self {
        Self { statements, last }
    }

    /// All of it.
    pub(super) fn whole(&self) -> TokenStream {
        let (statements, last) = (&self.statements, &self.last);
        quote!(#statements #last)
    }

    /// As the arm of a match: without braces where it is a single expression.
    pub(super) fn arm(&self) -> TokenStream {
        let (statements, last) = (&self.statements, &self.last);
        match statements.is_empty() {
            true => quote!(#last),
            false => quote!({ #statements #last }),
        }
    }
}

/// Where control goes on after a step if no action says otherwise.
pub(super) fn next(module: &Module<'_>, index: usize) -> To {
    let next = index.saturating_add(1);
    match module.step(next) {
        Some(_) => To::Step(next),
        None => To::Completion,
    }
}

pub(super) fn completed(module: &Module<'_>) -> TokenStream {
    let termination = module.rt("Termination");
    quote!(#termination::Completed)
}

pub(super) fn ended(module: &Module<'_>, step: &Step, action: &Action) -> TokenStream {
    let termination = module.rt("Termination");
    let (step, action) = (&step.id, &action.name);
    quote!(#termination::ended(#step, #action))
}

/// Runs another workflow to its end (decision D-22).
pub(super) fn transfer(scope: &Scope<'_, '_>, call: &WorkflowCall) -> TokenStream {
    let started = nested::started(scope, call);
    let hoisted = scope.take_hoisted();
    let slot = call
        .slot
        .and_then(|slot| scope.module.workflow.called.get(slot));
    match slot {
        Some(slot) => {
            let slot = ident(&slot.ident);
            quote!(#hoisted called.#slot = Some(#started.await.map_err(|inner| step.nested(inner))?);)
        }
        None => quote!(#hoisted #started.await.map_err(|inner| step.nested(inner))?;),
    }
}

/// What actions read from the response.
pub(super) fn readings(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    match &step.call {
        StepCall::Operation(call) => scope.readings(&attempt::pointers(&call.reading)),
        StepCall::Workflow(_) => scope.readings(&[]),
    }
}
