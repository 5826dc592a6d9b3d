//! What is left when the steps are through: the workflow's outputs, and the steps' outputs as a completed run knows them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Presence, Step};

use super::{
    context::{self, Module},
    convert::{self, Mode, Target},
    names::ident,
    scope::Scope,
    takes, types,
};

/// The function for the outputs of a failed run.
pub(super) fn partial_outputs_function(module: &Module<'_>) -> TokenStream {
    let scope = Scope::after_steps(module);
    let value = outputs_value(&scope, true);
    let hoisted = scope.take_hoisted();
    let parameters = takes::parameters(module, &module.workflow.outputs_take, None);
    quote! {
        fn partial_outputs(#(#parameters),*) -> PartialOutputs {
            #hoisted
            #value
        }
    }
}

/// The function that evaluates the outputs after the steps, for runs that can end in several places, and whether it can
/// fail.
pub(super) fn outputs_function(module: &Module<'_>) -> (TokenStream, bool) {
    let scope = Scope::after_steps(module);
    let value = outputs_value(&scope, false);
    let hoisted = scope.take_hoisted();
    let fallible = scope.can_fail();
    let parameters = takes::parameters(module, &module.workflow.outputs_take, None);
    let item = if fallible {
        let (transport, call, error) = (
            module.rt("Transport"),
            module.rt("Call"),
            module.step_error(),
        );
        quote! {
            fn outputs<T: #transport>(call: &#call<'_, T> #(, #parameters)*) -> Result<Outputs, #error> {
                #hoisted
                Ok(#value)
            }
        }
    } else {
        quote! {
            fn outputs(#(#parameters),*) -> Outputs {
                #hoisted
                #value
            }
        }
    };
    (item, fallible)
}

/// `Outputs { .. }` or `PartialOutputs { .. }`.
pub(super) fn outputs_value(scope: &Scope<'_, '_>, partial: bool) -> TokenStream {
    let mode = if partial { Mode::Lenient } else { Mode::Call };
    let fields: Vec<TokenStream> = scope
        .module
        .workflow
        .outputs
        .iter()
        .map(|output| {
            let target = Target {
                ty: &output.ty,
                optional: partial || output.missing,
                name: &output.name,
            };
            let name = ident(&output.ident);
            let value = convert::kept(scope, &output.value, &target, mode);
            super::names::assign(&name, &value)
        })
        .collect();
    let ty = if partial {
        quote!(PartialOutputs)
    } else {
        quote!(Outputs)
    };
    quote!(#ty { #(#fields),* })
}

/// How what is known while a run goes on becomes what a completed run proves.
pub(super) fn completed(module: &Module<'_>) -> Vec<TokenStream> {
    let steps = module.workflow.steps.iter();
    let with_outputs: Vec<&Step> = steps.filter(|step| !step.outputs.is_empty()).collect();
    let with_two = with_outputs
        .iter()
        .filter(|step| context::has_two_structs(step));
    let mut out: Vec<TokenStream> = with_two
        .map(|step| {
            let (partial, complete) = (context::partial_type(step), ident(&step.type_ident));
            let fields = step.outputs.iter().map(|output| {
                let name = ident(&output.ident);
                match (output.promoted, types::is_option(&output.ty)) {
                    (false, _) => quote!(#name [?]),
                    // It may be null, and a completed run proves no more than that it is there.
                    (true, true) => quote!(#name [null]),
                    (true, false) => quote!(#name),
                }
            });
            quote!(::arazzo_runtime::completed!(#partial => #complete { #(#fields),* });)
        })
        .collect();
    let fields = with_outputs.iter().map(|step| {
        let name = ident(&step.ident);
        let narrowed =
            (step.has_attempt_type() && step.at_end != Presence::Attempted).then(|| quote!(!));
        let maybe = (step.at_end != Presence::Completed).then(|| quote!(?));
        let inner = context::has_two_structs(step).then(|| {
            let partial = context::partial_type(step);
            quote!(: #partial)
        });
        let how = quote!(#narrowed #maybe #inner);
        match how.is_empty() {
            true => quote!(#name),
            false => quote!(#name [#how]),
        }
    });
    out.push(quote!(::arazzo_runtime::completed!(PartialSteps => Steps { #(#fields),* });));
    out
}
