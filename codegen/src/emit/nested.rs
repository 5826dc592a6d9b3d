//! Calls of other workflows: as a step, as the target of an action, as the helper of a retry.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Argument, CallFuture, InputField, Workflow, WorkflowCall};

use super::{
    convert::{self, Mode, Target},
    inputs::{self, Constructor},
    names::assign,
    names::ident,
    request,
    scope::{Scope, Site},
    types,
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
    let inputs = inputs(scope, call, target, &module);
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
    let call_tokens = quote!(#module::start(&step.call(#id), #inputs #prerequisites));
    match call.future {
        CallFuture::Inside => call_tokens,
        CallFuture::Erased => quote!(::arazzo_runtime::boxed(#call_tokens)),
        CallFuture::Boxed => quote!(Box::pin(#call_tokens)),
    }
}

/// The inputs of the called workflow. What is not given is left out or has its default, and so has what turns out to be
/// missing (decision D-41).
fn inputs(
    scope: &Scope<'_, '_>,
    call: &WorkflowCall,
    target: &Workflow,
    module: &TokenStream,
) -> TokenStream {
    let given = |field: usize| call.inputs.iter().find(|argument| argument.field == field);
    let by_default = Constructor::of(&target.inputs) == Constructor::Default;
    let mut fields = Vec::new();
    for (index, input) in target.inputs.iter().enumerate() {
        let name = ident(&input.ident);
        let default = ident(&inputs::default_name(input));
        let value = match (given(index), &input.default) {
            (None, _) if by_default => continue,
            (None, None) if types::is_option(&input.ty) => {
                let nullable = scope.module.rt("Nullable");
                quote!(#nullable::MISSING)
            }
            (None, None) => quote!(None),
            (None, Some(_)) => quote!(#module::Inputs::#default()),
            (Some(argument), Some(_)) if argument.may_be_missing(input) => {
                let value = self::argument(scope, argument, input, true);
                quote!(#value.unwrap_or_else(#module::Inputs::#default))
            }
            (Some(argument), _) => self::argument(scope, argument, input, false),
        };
        fields.push(assign(&name, &value));
    }
    match fields.len() == target.inputs.len() {
        true => quote!(#module::Inputs { #(#fields),* }),
        false if fields.is_empty() => quote!(#module::Inputs::default()),
        false => quote!(#module::Inputs { #(#fields,)* ..#module::Inputs::default() }),
    }
}

/// The value of an input of the called workflow: what its field takes, or where the input `fills_in` its default for a
/// value that may be missing an option of that.
fn argument(
    scope: &Scope<'_, '_>,
    argument: &Argument,
    input: &InputField,
    fills_in: bool,
) -> TokenStream {
    let target = Target {
        ty: &input.ty,
        optional: input.missing || fills_in,
        name: &input.name,
    };
    let (source, mode) = (&argument.value, Mode::Argument);
    match (argument.same_type, fills_in) {
        (true, false) => convert::kept(scope, source, &target, mode),
        (false, false) => convert::through_json(scope, source, &target, mode),
        (true, true) => convert::kept_as_option(scope, source, &target, mode),
        (false, true) => convert::through_json_as_option(scope, source, &target, mode),
    }
}
