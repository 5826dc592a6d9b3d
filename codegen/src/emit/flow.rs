//! How control moves between steps: straight-line code, or a loop over a match where an action jumps.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Control, Entry, Step};

use super::{
    actions,
    context::Module,
    names::ident,
    results,
    scope::{Scope, Site},
    step, takes,
};

/// The functions of a workflow: `run`, those of its steps, and what evaluates its outputs.
pub(super) struct Functions {
    pub items: Vec<TokenStream>,
    /// Whether evaluating the outputs when the steps are through can fail; `None` where `run` returns them.
    pub outputs_fail: Option<bool>,
}

/// Writes them.
pub(super) fn functions(module: &Module<'_>) -> Functions {
    let workflow = module.workflow;
    let steps = workflow.steps.iter().enumerate();
    let live = steps.filter(|(_, step)| step.entry != Entry::Never);
    let steps: Vec<(usize, &Step)> = live.collect();
    let functions = steps
        .iter()
        .map(|(index, step)| step::functions(module, *index, step));
    let functions: Vec<TokenStream> = functions.flatten().collect();
    let mut items = vec![match workflow.control {
        Control::Jumps => machine(module, &steps),
        Control::Linear => straight(module, &steps),
    }];
    items.extend(functions);
    let evaluates = workflow.ends_early() && !workflow.outputs.is_empty();
    let outputs = evaluates.then(|| results::outputs_function(module));
    let (outputs, outputs_fail) = outputs.unzip();
    items.extend(outputs);
    if workflow.has_partial_outputs() {
        items.push(results::partial_outputs_function(module));
    }
    Functions {
        items,
        outputs_fail,
    }
}

/// One `let` a step.
fn straight(module: &Module<'_>, steps: &[(usize, &Step)]) -> TokenStream {
    let steps = steps
        .iter()
        .map(|(index, step)| straight_step(module, *index, step));
    let body: TokenStream = steps.collect();
    let termination = module.rt("Termination");
    if module.workflow.ends_early() {
        let body = quote!(#body Ok(#termination::Completed));
        return run_function(module, &termination, &body);
    }
    let scope = Scope::new(module, None, Site::Workflow);
    let outputs = results::outputs_value(&scope, false);
    let hoisted = scope.take_hoisted();
    run_function(
        module,
        &quote!(Outputs),
        &quote!(#body #hoisted Ok(#outputs)),
    )
}

/// Runs one step and keeps its outputs.
fn straight_step(module: &Module<'_>, index: usize, step: &Step) -> TokenStream {
    let (function, field) = (module.step_name(index), ident(&step.ident));
    let arguments = takes::arguments(module, &step.takes);
    let call = quote!(#function(call #(, #arguments)*).await?);
    if step.outputs.is_empty() {
        return if step.ends() {
            quote!(if let Some(termination) = #call { return Ok(termination); })
        } else {
            quote!(#call;)
        };
    }
    let (before, value, after) = if step.ends() {
        (
            quote!(let (outputs, ended) = #call;),
            quote!(outputs),
            quote!(if let Some(termination) = ended {
                return Ok(termination);
            }),
        )
    } else {
        (TokenStream::new(), call, TokenStream::new())
    };
    if step.read_later {
        quote!(#before let #function = &*done.#field.insert(#value); #after)
    } else {
        quote!(#before done.#field = Some(#value); #after)
    }
}

/// A loop over a match of steps.
fn machine(module: &Module<'_>, steps: &[(usize, &Step)]) -> TokenStream {
    let steps = steps.iter();
    let places: Vec<(usize, &Step)> = steps
        .copied()
        .filter(|(_, step)| step.entry == Entry::Control)
        .collect();
    let arms = places.iter().map(|(index, step)| {
        let (at, function) = (actions::at(module, *index), module.step_name(*index));
        let arguments = takes::arguments(module, &step.takes);
        quote!(#at => #function(call #(, #arguments)*).await?)
    });
    let (first, end) = (actions::at(module, 0), module.end_variant());
    let variants = places.iter().map(|(_, step)| ident(&step.type_ident));
    let termination = module.rt("Termination");
    // A loop without an exit never comes to its end.
    let ends = module.workflow.comes_to_an_end();
    let at_end = ends.then(|| {
        quote! {
            #end(#termination),
        }
    });
    let positions = quote! {
        enum At {
            #(#variants,)*
            #at_end
        }
    };
    let arm_of_end = ends.then(|| quote!(At::#end(termination) => return Ok(termination),));
    let body = quote! {
        let mut at = #first;
        loop {
            at = match at {
                #(#arms,)*
                #arm_of_end
            };
        }
    };
    let run = run_function(module, &termination, &body);
    super::render::spaced([positions, run])
}

/// `async fn run(..)`.
fn run_function(module: &Module<'_>, ty: &TokenStream, body: &TokenStream) -> TokenStream {
    let (transport, call, error) = (
        module.rt("Transport"),
        module.rt("Call"),
        module.step_error(),
    );
    let parameters = takes::parameters(module, &module.workflow.run_takes);
    quote! {
        async fn run<T: #transport>(call: &#call<'_, T> #(, #parameters)*) -> Result<#ty, #error> {
            #body
        }
    }
}
