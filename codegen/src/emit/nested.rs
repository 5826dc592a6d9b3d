//! Calls of other workflows: as a step, as the target of an action, as the helper of a retry.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Argument, CallFuture, InputField, Workflow, WorkflowCall},
    types::Shape,
};

use super::{
    convert::{self, Mode, Target},
    inputs,
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

/// The inputs of the called workflow. Where a value may be missing whose input has a default, they are changed before
/// the call.
fn inputs(
    scope: &Scope<'_, '_>,
    call: &WorkflowCall,
    target: &Workflow,
    module: &TokenStream,
) -> TokenStream {
    let (mut given, mut later) = (Vec::new(), Vec::new());
    for (index, input) in target.inputs.iter().enumerate() {
        let Some(argument) = call.inputs.iter().find(|argument| argument.field == index) else {
            continue;
        };
        let fills_in = input.default.is_some() && argument.may_be_missing(input);
        let mut value = self::argument(scope, argument, input, fills_in);
        if input.is_required() && !argument.same_type && inputs::converts(&target.types, &input.ty)
        {
            value = typed(scope, target, module, input, value);
        }
        match fills_in {
            true => later.push((input, value)),
            false => given.push((index, value)),
        }
    }
    let inputs = inputs::expression(module, &target.inputs, &given);
    if later.is_empty() {
        return inputs;
    }
    let name = scope.locals.fresh("given");
    scope.hoist(quote!(let mut #name = #inputs;));
    for (input, value) in later {
        let (field, value_name) = (ident(&input.ident), scope.locals.fresh(&input.ident));
        scope.hoist(quote! {
            if let Some(#value_name) = #value {
                #name.#field = #value_name;
            }
        });
    }
    quote!(#name)
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

/// The value of an input that `new` takes in any form that becomes one: a variable says which it is, since what is read
/// from JSON can be anything.
fn typed(
    scope: &Scope<'_, '_>,
    target: &Workflow,
    module: &TokenStream,
    input: &InputField,
    value: TokenStream,
) -> TokenStream {
    let ty = match &input.ty.shape {
        Shape::Named(id) => {
            let definition = target.types.get(*id);
            match definition.home {
                Some(_) => types::path(scope.module, definition),
                None => {
                    let name = ident(&definition.name);
                    quote!(#module::#name)
                }
            }
        }
        shape => types::shape(scope.module, shape),
    };
    let name = scope.locals.fresh(&input.ident);
    scope.hoist(quote!(let #name: #ty = #value;));
    quote!(#name)
}
