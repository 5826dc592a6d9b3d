//! Calls of other workflows: as a step, as the target of an action, as the helper of a retry.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Argument, CallFuture, WorkflowCall};

use super::{
    attempt::assign,
    convert::{self, Mode, Target},
    names::ident,
    request,
    scope::{Scope, Site},
};

/// Statements of a workflow step that leave `run` behind if it is used.
pub(super) fn statements(scope: &Scope<'_, '_>, call: &WorkflowCall, used: bool) -> TokenStream {
    let before = scope.at(Site::Request);
    let started = started(&before, call);
    let hoisted = before.take_hoisted();
    let started = match scope.own_step().and_then(|step| step.timeout) {
        Some(timeout) => {
            let timeout = request::duration(scope, timeout);
            quote!(step.within(#timeout, #started).await?)
        }
        None => quote!(#started.await),
    };
    let run = used.then(|| quote!(let run =));
    quote! {
        step.enter()?;
        #hoisted
        #run #started.map_err(|inner| step.nested(inner))?;
    }
}

/// The call itself, not awaited yet.
pub(super) fn started(scope: &Scope<'_, '_>, call: &WorkflowCall) -> TokenStream {
    let module = scope.module.module_of(call.workflow);
    let Some(target) = scope.module.target(call.workflow) else {
        return TokenStream::new();
    };
    let id = &target.id;
    let fields = target.inputs.iter().enumerate().map(|(index, input)| {
        let name = ident(&input.ident);
        let value = match call.inputs.iter().find(|argument| argument.field == index) {
            Some(given) => argument(scope, given, input),
            None => quote!(None),
        };
        assign(&name, &value)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let prerequisites = (!target.prerequisites.is_empty()).then(|| {
        let fields = target
            .prerequisites
            .iter()
            .zip(&call.prerequisites)
            .map(|(wanted, own)| {
                let own = scope.module.workflow.prerequisites.get(*own);
                let (name, own) = (
                    ident(&wanted.ident),
                    ident(own.map_or("_unknown", |own| own.ident.as_str())),
                );
                quote!(#name: prerequisites.#own)
            });
        quote!(, #module::Prerequisites { #(#fields),* })
    });
    let call_tokens =
        quote!(#module::start(&step.call(#id), #module::Inputs { #(#fields),* } #prerequisites));
    match call.future {
        CallFuture::Inside => call_tokens,
        CallFuture::Erased => quote!(::arazzo_runtime::boxed(#call_tokens)),
        CallFuture::Boxed => quote!(Box::pin(#call_tokens)),
    }
}

/// The value of an input of the called workflow.
fn argument(
    scope: &Scope<'_, '_>,
    argument: &Argument,
    input: &crate::plan::InputField,
) -> TokenStream {
    let target = Target {
        ty: &input.ty,
        optional: input.missing,
        name: &input.name,
    };
    if argument.same_type {
        convert::kept(scope, &argument.value, &target, Mode::Argument)
    } else {
        convert::through_json(scope, &argument.value, &target, Mode::Argument)
    }
}
