//! Leaves out workflows that cannot be generated although the rest of the document can: those with AsyncAPI steps, and
//! those that need such a one (decision D-47).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
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

    /// Says which workflows are left out because of others, and lets the rest be generated where there is any.
    pub(super) fn report_omitted(&mut self, omitted: &BTreeSet<WorkflowId>) {
        let world = self.world;
        for id in omitted {
            let own = world
                .workflow(*id)
                .is_some_and(|workflow| workflow.steps.iter().any(|step| step.asyncapi));
            let Some(model) = world.model(*id).filter(|_| !own) else {
                continue;
            };
            self.diagnostics.push(Diagnostic::new(
                Code::AsyncapiStep,
                &model.id.node,
                format!(
                    "workflow `{}` needs one with an AsyncAPI step, which is not supported",
                    model.id.text
                ),
            ));
        }
        let rest = world
            .ids()
            .into_iter()
            .any(|id| id.description == 0 && !omitted.contains(&id));
        if rest && !self.diagnostics.strict() {
            self.diagnostics.retain(|found| {
                if found.code == Code::AsyncapiStep {
                    found.severity = Severity::Warning;
                }
                true
            });
        }
    }
}
