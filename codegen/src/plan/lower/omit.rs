//! Leaves out workflows that cannot be generated although the rest of the document can: those with AsyncAPI steps, and
//! those that need such a one (decision D-47).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostic},
    model::arazzo::{self, Target},
    resolve::workflow::WorkflowId,
};

use super::Builder;

impl Builder<'_> {
    /// Workflows that must be left out.
    pub(super) fn omitted(&self) -> BTreeSet<WorkflowId> {
        let world = self.world;
        let own = |id: &WorkflowId| {
            world
                .workflow(*id)
                .is_some_and(|workflow| workflow.steps.iter().any(|step| step.asyncapi))
        };
        let mut omitted: BTreeSet<WorkflowId> = world.ids().into_iter().filter(own).collect();
        if omitted.is_empty() {
            return omitted;
        }
        let mut needed_by: BTreeMap<WorkflowId, Vec<WorkflowId>> = BTreeMap::new();
        for id in world.ids() {
            let called = self.callees(id).into_iter().map(|(callee, _)| callee);
            for needed in called.chain(self.prerequisites(id)) {
                needed_by.entry(needed).or_default().push(id);
            }
        }
        let mut open: Vec<WorkflowId> = omitted.iter().copied().collect();
        while let Some(needed) = open.pop() {
            let needing = needed_by.get(&needed).into_iter().flatten();
            open.extend(needing.filter(|id| omitted.insert(**id)));
        }
        omitted
    }

    /// Says which workflows are left out and why: a warning where there are others that can be generated.
    pub(super) fn report_omitted(&mut self, omitted: &BTreeSet<WorkflowId>) {
        let world = self.world;
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
                    true => self.diagnostics.tolerate(found),
                    false => self.diagnostics.push(found),
                }
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
