//! `asyncapi-step`: which workflows are left out, and why (decision D-47).

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::Elaborated,
    model::arazzo::{self, Target},
};

/// A warning where there are workflows of the entry document that can be generated.
pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    let (world, omitted) = (elaborated.world, elaborated.omitted());
    let rest = world
        .ids()
        .into_iter()
        .any(|id| id.description == 0 && !omitted.contains(&id));
    for id in omitted {
        let (Some(model), Some(resolved)) = (world.model(*id), world.workflow(*id)) else {
            continue;
        };
        let own = resolved.steps.iter().filter(|step| step.asyncapi);
        let own: Vec<_> = own
            .filter_map(|step| Some(refused_step(model.steps.get(step.index)?)))
            .collect();
        let found = match own.is_empty() {
            true => vec![needs_refused(model)],
            false => own,
        };
        for found in found {
            match rest {
                true => diagnostics.tolerate(found),
                false => diagnostics.push(found),
            }
        }
    }
}

fn needs_refused(workflow: &arazzo::Workflow) -> Diagnostic {
    let message = format!(
        "workflow `{}` needs one with an AsyncAPI step, which is not supported",
        workflow.id.text
    );
    Diagnostic::error(Code::AsyncapiStep, &workflow.id.node, message)
}

fn refused_step(step: &arazzo::Step) -> Diagnostic {
    let id = &step.id.text;
    let place = match &step.target {
        Some(
            Target::ChannelPath(text) | Target::OperationId(text) | Target::OperationPath(text),
        ) => &text.node,
        _ => &step.node,
    };
    Diagnostic::error(
        Code::AsyncapiStep,
        place,
        format!("step `{id}` is an AsyncAPI step, which is not supported"),
    )
    .label("AsyncAPI")
    .note("generated workflows speak HTTP; workflows without such steps are generated all the same")
    .step(id)
}
