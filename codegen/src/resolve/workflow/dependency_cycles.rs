//! Whether workflows wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::{
    circles::components,
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Node,
};

use super::{ResolvedStep, ResolvedTarget, WorkflowId, World};

/// Reports cycles of `dependsOn` between workflows, once each, at the entry that closes the cycle: first those of `dependsOn`
/// alone, then those that calls are part of, for a caller has to have the runs that what it calls depends on (decision D-42).
pub(super) fn dependency_cycles(world: &World, diagnostics: &mut Diagnostics) {
    let mut reported: BTreeSet<WorkflowId> = BTreeSet::new();
    for calls in [false, true] {
        for start in in_circles(calls, world) {
            if reported.contains(&start) {
                continue;
            }
            if let Some(path) = cycle_from(start, calls, world) {
                if let Some(found) = cycle(&path, world) {
                    diagnostics.push(found);
                }
                reported.extend(&path);
            }
        }
    }
}

/// The report of an entry by which `step` and the `other` one, or the step and itself, wait for each other.
pub(super) fn cycle_of_steps(entry: &Node, step: &str, other: Option<&str>) -> Diagnostic {
    match other {
        None => {
            let message = format!("step `{step}` waits for itself");
            let found = Diagnostic::new(Code::DependencyCycle, entry, message);
            found.label("itself").help("remove it")
        }
        Some(other) => {
            let message = format!("steps `{step}` and `{other}` wait for each other: a cycle");
            Diagnostic::new(Code::DependencyCycle, entry, message).label("closes the cycle")
        }
    }
}

/// The report of a cycle that begins with an entry of `dependsOn`.
fn cycle(path: &[WorkflowId], world: &World) -> Option<Diagnostic> {
    let (start, last) = (*path.first()?, *path.last()?);
    let next = path.get(1).copied().unwrap_or(start);
    let mut entries = world.workflow(start)?.depends_on.iter();
    let (_, node) = entries.find(|(id, _)| *id == next)?;
    let name = |id: &WorkflowId| Some(format!("`{}`", world.model(*id)?.id.text));
    let names: Vec<String> = path.iter().chain([&start]).filter_map(name).collect();
    let waits = |id: WorkflowId, other: WorkflowId| {
        let found = world.workflow(id).into_iter();
        let mut entries = found.flat_map(|workflow| &workflow.depends_on);
        entries.any(|(target, _)| *target == other)
    };
    let ends = path.iter().skip(1).copied().chain([start]);
    let calls = path
        .iter()
        .copied()
        .zip(ends)
        .find(|(id, other)| !waits(*id, *other));
    let words = match calls {
        Some(_) => "depend on and call each other",
        None => "depend on each other",
    };
    let found = Diagnostic::new(
        Code::DependencyCycle,
        node,
        format!("workflows {words} in a cycle: {}", names.join(" -> ")),
    )
    .label("leads back to this workflow");
    let call = calls.and_then(|(id, other)| Some((id, call_of(id, other, world)?)));
    let Some((caller, call)) = call else {
        return Some(
            found.help("a workflow cannot be its own prerequisite; remove one of the entries"),
        );
    };
    let part = if caller == last {
        "calls the workflow that waits for it"
    } else {
        "part of the cycle"
    };
    Some(
        found
            .also(&call, part)
            .help("a workflow cannot wait for one that needs it; remove the entry or the call"),
    )
}

/// A path from `start`, by an entry of its `dependsOn`, back to itself, by further entries and perhaps by `calls`.
fn cycle_from(start: WorkflowId, calls: bool, world: &World) -> Option<Vec<WorkflowId>> {
    // How each workflow was come by.
    let mut came: BTreeMap<WorkflowId, WorkflowId> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        for next in ways(at, calls && at != start, world) {
            if next == start {
                let back = std::iter::successors(Some(at), |at| came.get(at).copied());
                let mut path: Vec<WorkflowId> = back.collect();
                path.reverse();
                return Some(path);
            }
            if let Entry::Vacant(entry) = came.entry(next) {
                entry.insert(at);
                open.push(next);
            }
        }
    }
    None
}

/// The workflows that one depends on, and those that it calls.
fn ways(id: WorkflowId, calls: bool, world: &World) -> Vec<WorkflowId> {
    let found = world.workflow(id);
    let waits = found.into_iter().flat_map(|workflow| &workflow.depends_on);
    let mut ways: Vec<WorkflowId> = waits.map(|(id, _)| *id).collect();
    if calls {
        let steps = found.into_iter().flat_map(|workflow| &workflow.steps);
        ways.extend(steps.flat_map(called_by));
    }
    ways
}

/// The workflows that some path leads from back to themselves.
fn in_circles(calls: bool, world: &World) -> Vec<WorkflowId> {
    let ids = world.ids();
    let numbers: BTreeMap<WorkflowId, usize> = ids.iter().copied().zip(0..).collect();
    let number = |id: WorkflowId| numbers.get(&id).copied();
    let edges = ids
        .iter()
        .map(|id| ways(*id, calls, world).into_iter().filter_map(number));
    let edges: Vec<Vec<usize>> = edges.map(Iterator::collect).collect();
    let components = components(&edges).of;
    let circles = ids.iter().enumerate().filter(|(index, _)| {
        let own = components.get(*index);
        let mut next = edges.get(*index).into_iter().flatten();
        next.any(|next| components.get(*next) == own)
    });
    circles.map(|(_, id)| *id).collect()
}

/// The workflows that a step or one of its actions calls.
pub(super) fn called_by(step: &ResolvedStep) -> Vec<WorkflowId> {
    let target = match step.target {
        Some(ResolvedTarget::Workflow(id)) => Some(id),
        _ => None,
    };
    let actions = step.on_success.iter().chain(&step.on_failure);
    target
        .into_iter()
        .chain(actions.filter_map(|action| action.workflow))
        .collect()
}

/// Where a workflow calls another one.
fn call_of(caller: WorkflowId, called: WorkflowId, world: &World) -> Option<Node> {
    let model = world.model(caller)?;
    world.workflow(caller)?.steps.iter().find_map(|step| {
        let node = &model.steps.get(step.index)?.node;
        if matches!(step.target, Some(ResolvedTarget::Workflow(id)) if id == called) {
            return node.get("workflowId");
        }
        let mut actions = step.on_success.iter().chain(&step.on_failure);
        let action = actions.find(|action| action.workflow == Some(called))?;
        Some(action.model.workflow.as_ref()?.node.clone())
    })
}
