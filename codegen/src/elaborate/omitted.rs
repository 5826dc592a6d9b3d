//! The workflows that are left out although the rest of the document can be generated: those with AsyncAPI steps, and those
//! that need such a one (decision D-47).

use std::collections::{BTreeMap, BTreeSet};

use crate::resolve::workflow::{WorkflowId, World};

use super::call_graph::{CallGraph, callees};

pub(super) fn all(world: &World, calls: &CallGraph) -> BTreeSet<WorkflowId> {
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
        let called = callees(world, id).into_iter().map(|(callee, _)| callee);
        for needed in called.chain(calls.prerequisites(world, id)) {
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
