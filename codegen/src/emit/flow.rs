//! How control moves between steps: straight-line code, or a loop over a match where an action leads back.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Control, Entry, Step, To};

use super::{context::Module, forward, leave, names::ident, results, step, takes};

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
        Control::Back => machine(module),
        Control::Forward => forward::run(module),
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

/// A loop over a match of steps.
fn machine(module: &Module<'_>) -> TokenStream {
    let places: Vec<(usize, &Step)> = module.workflow.controlled().collect();
    let at = |index| leave::at(module, To::Step(index), None);
    let arms = places.iter().map(|(index, step)| {
        let (at, function) = (at(*index), module.function_name(*index));
        let arguments = takes::arguments(module, &step.takes);
        quote!(#at => #function(call #(, #arguments)*).await?)
    });
    let (first, end) = (at(0), module.end_variant());
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
    let run = takes::run_function(module, &termination, &body);
    super::render::spaced([positions, run])
}
