//! What a run yields: `Outputs`, the outputs of its steps, and what a failure keeps of both.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Origin, Presence, Step, StepOutput, Value},
    types::Type,
};

use super::{
    context::{self, Module},
    docs,
    names::ident,
    record::{Field, Member, Use, record},
    render, types,
};

/// What is known of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// All of it: it can be stored and read again.
    Completed,
    /// What a failed run leaves behind: it can be shown.
    Partly,
    /// The same, collected from nothing on.
    Collected,
}

/// A public struct of outputs.
fn public(
    module: &Module<'_>,
    name: &str,
    known: Known,
    documentation: &str,
    fields: &[Field<'_>],
) -> TokenStream {
    let mut own = types::PUBLIC.to_vec();
    if known == Known::Collected {
        own.push("Default");
    }
    let of = match known {
        Known::Completed => Use::Stored,
        Known::Partly | Known::Collected => Use::Shown,
    };
    record(module, name, &own, of, documentation, fields)
}

/// `Outputs`.
pub(super) fn structure(module: &Module<'_>) -> TokenStream {
    let fields = workflow_fields(module, false);
    let ident = &module.workflow.ident;
    let link = docs::link(ident, &format!("fn@super::{ident}"));
    let text = format!("Outputs of {link}.");
    public(module, "Outputs", Known::Completed, &text, &fields)
}

/// `PartialOutputs`, where a failure can carry outputs.
pub(super) fn partial(module: &Module<'_>) -> Option<TokenStream> {
    module.workflow.has_partial_outputs().then(|| {
        let fields = workflow_fields(module, true);
        let text = "Outputs of a run that a failure action ended, as far as they exist.";
        public(module, "PartialOutputs", Known::Collected, text, &fields)
    })
}

fn workflow_fields<'p>(module: &Module<'p>, partial: bool) -> Vec<Field<'p>> {
    let outputs = module.workflow.outputs.iter().map(|output| {
        let optional = partial || output.missing;
        let source = docs::code(&output.text);
        let source = match optional {
            true => format!("{source}, if there is one."),
            false => format!("{source}."),
        };
        let documentation = match said_of(module, &output.value) {
            Some(text) => format!("{}\n\n{source}", docs::prose(text)),
            None => source,
        };
        Field {
            name: &output.name,
            ident: &output.ident,
            ty: types::optional(module, &output.ty, optional),
            member: Member::Value(&output.ty, optional),
            documentation,
        }
    });
    outputs.collect()
}

/// What the schema says of a value that is the output of a step.
fn said_of<'p>(module: &Module<'p>, value: &Value) -> Option<&'p str> {
    let Value::Read(read) = value else {
        return None;
    };
    let Origin::Step { step, output, .. } = &read.origin else {
        return None;
    };
    let output = module.step(*step)?.outputs.get(*output)?;
    let whole = read.access.is_empty();
    output.documentation.as_deref().filter(|_| whole)
}

/// The structs of the steps' outputs, `Steps` and `PartialSteps`.
pub(super) fn steps(module: &Module<'_>) -> Vec<TokenStream> {
    let with_outputs: Vec<&Step> = module
        .workflow
        .steps
        .iter()
        .filter(|step| !step.outputs.is_empty())
        .collect();
    if with_outputs.is_empty() {
        return Vec::new();
    }
    let mut out = vec![
        collected(module, &with_outputs, false),
        collected(module, &with_outputs, true),
    ];
    out.extend(
        with_outputs
            .into_iter()
            .map(|step| step_outputs(module, step)),
    );
    out
}

/// `Steps`, or `PartialSteps` whose fields are all options.
fn collected(module: &Module<'_>, steps: &[&Step], partial: bool) -> TokenStream {
    let fields: Vec<Field<'_>> = steps
        .iter()
        .map(|step| {
            let optional = partial || step.at_end != Presence::Completed;
            let attempted =
                step.has_attempt_type() && (partial || step.at_end == Presence::Attempted);
            let ty = if partial || attempted {
                module.kept_type(step)
            } else {
                let complete = ident(&step.type_ident);
                quote!(#complete)
            };
            let ty = if optional { quote!(Option<#ty>) } else { ty };
            let mut documentation = format!("Outputs of step {}", docs::code(&step.id));
            documentation.push_str(match (attempted, optional) {
                (true, _) => ", or what a failed attempt of it left behind, if it ran.",
                (false, true) => ", if it ran.",
                (false, false) => ".",
            });
            Field {
                name: &step.id,
                ident: &step.ident,
                ty,
                member: Member::Record(optional),
                documentation,
            }
        })
        .collect();
    if partial {
        let text = "Outputs of the steps that a failed run completed.";
        return public(module, "PartialSteps", Known::Collected, text, &fields);
    }
    public(
        module,
        "Steps",
        Known::Completed,
        "Outputs of the steps of a completed run.",
        &fields,
    )
}

/// The outputs of one step: a struct; another one where a completed run knows more than a failed one, and one for what a
/// failed attempt leaves behind.
fn step_outputs(module: &Module<'_>, step: &Step) -> TokenStream {
    let id = docs::code(&step.id);
    let whole = step_struct(
        module,
        step,
        &step.type_ident,
        Known::Completed,
        &format!("Outputs of step {id}."),
        context::complete_option,
    );
    // Of a completed run, too, if what a failed attempt left behind is all that there can be.
    let left = match step.has_attempt_type() && step.at_end == Presence::Attempted {
        true => Known::Completed,
        false => Known::Partly,
    };
    let partial = context::has_two_structs(step).then(|| {
        let text = format!("Outputs of step {id} while it is not known that all are there.");
        step_struct(
            module,
            step,
            &step.types.partial,
            left,
            &text,
            context::partial_option,
        )
    });
    let attempt = step.has_attempt_type().then(|| {
        let text = format!("What a failed attempt of step {id} left behind.");
        step_struct(module, step, &step.types.attempt, left, &text, |_| true)
    });
    render::spaced([Some(whole), partial, attempt].into_iter().flatten())
}

fn step_struct(
    module: &Module<'_>,
    step: &Step,
    name: &str,
    known: Known,
    documentation: &str,
    optional: fn(&StepOutput) -> bool,
) -> TokenStream {
    let fields: Vec<Field<'_>> = step
        .outputs
        .iter()
        .map(|output| {
            let optional = optional(output);
            let ty: &Type = &output.ty;
            let mut documentation = match &output.documentation {
                Some(text) => docs::prose(text),
                None => format!("{}.", docs::code(&output.text)),
            };
            documentation.push_str(&types::why(ty, &output.untyped));
            Field {
                name: &output.name,
                ident: &output.ident,
                ty: types::optional(module, ty, optional),
                member: Member::Value(ty, optional),
                documentation,
            }
        })
        .collect();
    public(module, name, known, documentation, &fields)
}
