//! How control moves between steps: straight-line code, or a loop over a match where an action jumps.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{ActionKind, Control, Step, Workflow};

use super::{
    actions,
    context::Module,
    docs,
    names::ident,
    results,
    scope::{Needs, Scope, Site},
    step::{self, StepCode, Table},
};

/// Whether steps reach each other through `done` only. Straight-line code is for workflows whose steps, once they
/// succeed, lead to the next one or to the end.
pub(super) fn is_state_machine(workflow: &Workflow) -> bool {
    workflow.control == Control::Jumps || workflow.steps.iter().any(is_entangled)
}

/// Whether another step can run during or after a failure of this one.
fn is_entangled(step: &Step) -> bool {
    let leads_away = |kind: &ActionKind| {
        matches!(
            kind,
            ActionKind::Proceed | ActionKind::Goto { .. } | ActionKind::Transfer(_)
        )
    };
    step.outputs_after_failure
        || !step::helpers(step).is_empty()
        || step
            .on_failure
            .iter()
            .any(|action| leads_away(&action.kind))
        || step
            .on_success
            .iter()
            .any(|action| matches!(action.kind, ActionKind::Goto { .. }))
}

/// The functions of a workflow: `run`, those of its steps, and what evaluates its outputs.
pub(super) struct Functions {
    pub items: Vec<TokenStream>,
    /// What `run` takes.
    pub run: Needs,
    /// What the function that evaluates the outputs takes; `None` where `run` returns them.
    pub outputs: Option<Needs>,
    /// What the function for the outputs of a failed run takes.
    pub partial_outputs: Option<Needs>,
    /// Whether `run` returns how the workflow ended.
    pub terminates: bool,
}

impl Functions {
    /// Whether the latest runs of called workflows have to be kept.
    pub(super) fn keep_called(&self) -> bool {
        let all = [
            Some(&self.run),
            self.outputs.as_ref(),
            self.partial_outputs.as_ref(),
        ];
        all.into_iter()
            .flatten()
            .any(|needs| needs.called || needs.called_mut)
    }
}

/// Writes them.
pub(super) fn functions(module: &Module<'_>) -> Functions {
    let steps = settled(module);
    let early = module.state_machine || module.workflow.steps.iter().any(step::ends);
    let (run, needs) = if module.state_machine {
        machine(module, &steps)
    } else {
        straight(module, &steps, early)
    };
    let mut items = vec![run];
    let evaluates = early && !module.workflow.outputs.is_empty();
    let outputs = evaluates.then(|| results::outputs_function(module, false));
    let partial = module
        .has_partial_outputs()
        .then(|| results::outputs_function(module, true));
    let outputs_needs = outputs.as_ref().map(|(_, needs)| needs.clone());
    let partial_needs = partial.as_ref().map(|(_, needs)| needs.clone());
    items.extend(steps.into_iter().flat_map(|(_, code)| code.items));
    items.extend(outputs.map(|(item, _)| item));
    items.extend(partial.map(|(item, _)| item));
    Functions {
        items,
        run: needs,
        outputs: outputs_needs,
        partial_outputs: partial_needs,
        terminates: early,
    }
}

/// The steps that can run, written until what they take from each other does not change any more.
fn settled(module: &Module<'_>) -> Vec<(usize, StepCode)> {
    let live: Vec<usize> = reach(module).live.into_iter().collect();
    let mut table = Table(vec![Needs::default(); module.workflow.steps.len()]);
    loop {
        let codes: Vec<(usize, StepCode)> = live
            .iter()
            .filter_map(|index| Some((*index, step::functions(module, *index, &table)?)))
            .collect();
        let mut next = vec![Needs::default(); table.0.len()];
        for (index, code) in &codes {
            if let Some(slot) = next.get_mut(*index) {
                *slot = code.needs.clone();
            }
        }
        if next == table.0 {
            return codes;
        }
        table = Table(next);
    }
}

/// The steps that matter: functions of others would be dead code.
struct Reach {
    /// Steps that run, be it as helpers.
    live: BTreeSet<usize>,
    /// Steps that control comes to, and those that a helper would lead to.
    places: BTreeSet<usize>,
}

fn reach(module: &Module<'_>) -> Reach {
    let count = module.workflow.steps.len();
    let mut reach = Reach {
        live: BTreeSet::new(),
        places: BTreeSet::from([0]),
    };
    let mut open = vec![0];
    while let Some(index) = open.pop() {
        let Some(step) = module.step(index) else {
            continue;
        };
        if !reach.live.insert(index) {
            continue;
        }
        let targets = actions::targets(index, step, count);
        reach.places.extend(&targets);
        open.extend(targets);
        open.extend(step::helpers(step));
    }
    reach
}

/// One `let` a step.
fn straight(module: &Module<'_>, steps: &[(usize, StepCode)], early: bool) -> (TokenStream, Needs) {
    let mut needs = Needs {
        call: true,
        ..Needs::default()
    };
    let read: BTreeSet<usize> = steps
        .iter()
        .flat_map(|(_, code)| code.needs.steps.iter().copied())
        .collect();
    let scope = Scope::new(module, None, Site::Workflow);
    let outputs = (!early).then(|| results::outputs_value(&scope, false));
    let in_outputs = scope.needs().steps;
    let mut body = TokenStream::new();
    for (index, code) in steps {
        let Some(step) = module.step(*index) else {
            continue;
        };
        needs.merge(&Needs {
            steps: BTreeSet::new(),
            ..code.needs.clone()
        });
        let used = read.contains(index) || in_outputs.contains(index);
        body.extend(straight_step(
            module,
            *index,
            step,
            &code.needs,
            used,
            &mut needs,
        ));
    }
    needs.merge(&Needs {
        steps: BTreeSet::new(),
        ..scope.needs()
    });
    let result = match outputs {
        Some(outputs) => {
            let hoisted = scope.take_hoisted();
            quote!(#hoisted Ok(#outputs))
        }
        None => {
            let termination = module.rt("Termination");
            quote!(Ok(#termination::Completed))
        }
    };
    let ty = if early {
        module.rt("Termination")
    } else {
        quote!(Outputs)
    };
    (
        run_function(module, &needs, &ty, &quote!(#body #result)),
        needs,
    )
}

/// Runs one step and keeps its outputs.
fn straight_step(
    module: &Module<'_>,
    index: usize,
    step: &Step,
    own: &Needs,
    used: bool,
    needs: &mut Needs,
) -> TokenStream {
    let (function, field) = (module.step_name(index), ident(&step.ident));
    let mut arguments = vec![quote!(call)];
    arguments.extend(own.arguments(module));
    let call = quote!(#function(#(#arguments),*).await?);
    let ends = step::ends(step);
    if step.outputs.is_empty() {
        return if ends {
            quote!(if let Some(termination) = #call { return Ok(termination); })
        } else {
            quote!(#call;)
        };
    }
    needs.done_mut = true;
    let (before, value, after) = if ends {
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
    if used {
        quote!(#before let #function = &*done.#field.insert(#value); #after)
    } else {
        quote!(#before done.#field = Some(#value); #after)
    }
}

/// A loop over a match of steps.
fn machine(module: &Module<'_>, steps: &[(usize, StepCode)]) -> (TokenStream, Needs) {
    let mut needs = Needs {
        call: true,
        ..Needs::default()
    };
    let reached = reach(module).places;
    let arms: Vec<TokenStream> = steps
        .iter()
        .filter(|(index, _)| reached.contains(index))
        .map(|(index, code)| {
            needs.merge(&code.needs);
            let (at, function) = (actions::at(module, *index), module.step_name(*index));
            let mut arguments = vec![quote!(call)];
            arguments.extend(code.needs.arguments(module));
            quote!(#at => #function(#(#arguments),*).await?)
        })
        .collect();
    let (first, end) = (actions::at(module, 0), module.end_variant());
    let variants = steps
        .iter()
        .filter(|(index, _)| reached.contains(index))
        .filter_map(|(index, _)| {
            let step = module.step(*index)?;
            let (name, documentation) = (
                ident(&step.type_ident),
                docs::doc(&format!("At step {}.", docs::code(&step.id))),
            );
            Some(quote!(#documentation #name))
        });
    let termination = module.rt("Termination");
    // A loop without an exit never comes to its end.
    let ends = steps
        .iter()
        .filter(|(index, _)| reached.contains(index))
        .flat_map(|(_, code)| &code.items)
        .any(|item| step::mentions(item, &end.to_string()));
    let at_end = ends.then(|| {
        quote! {
            /// At the end.
            #end(#termination),
        }
    });
    let positions = quote! {
        /// Where a run stands.
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
    let run = run_function(module, &needs, &termination, &body);
    (super::render::spaced([positions, run]), needs)
}

/// `async fn run(..)`.
fn run_function(
    module: &Module<'_>,
    needs: &Needs,
    ty: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (transport, call, error) = (
        module.rt("Transport"),
        module.rt("Call"),
        module.step_error(),
    );
    let parameters = needs.parameters(module);
    quote! {
        /// Runs the steps.
        async fn run<T: #transport>(call: &#call<'_, T> #(, #parameters)*) -> Result<#ty, #error> {
            #body
        }
    }
}
