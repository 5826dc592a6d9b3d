//! In what order steps run when nothing jumps, and whether workflows wait for each other in a circle.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::{self, Text},
};

use super::{WorkflowId, World, foreign_steps::is_qualified, unknown::unknown};

/// Indices of a workflow's steps.
pub(super) struct Order {
    /// All of them, in the order they run in.
    pub(super) steps: Vec<usize>,
    /// Those whose place is not known, because they wait for a step that was reported.
    pub(super) unknown: Vec<usize>,
}

/// List order, except that a step follows those it depends on (Arazzo 1.1, section 4.6.5 `dependsOn`).
pub(super) fn execution_order(workflow: &arazzo::Workflow, diagnostics: &mut Diagnostics) -> Order {
    let mut unknown = Vec::new();
    let mut needs: Vec<Vec<(usize, &Text)>> = Vec::new();
    for (index, step) in workflow.steps.iter().enumerate() {
        let mut missing = step.unread.dependencies;
        needs.push(step_dependencies(step, workflow, &mut missing, diagnostics));
        if missing {
            unknown.push(index);
        }
    }
    let mut order = Vec::with_capacity(workflow.steps.len());
    let mut waiting: Vec<usize> = (0..workflow.steps.len()).collect();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|step| {
            needs
                .get(*step)
                .into_iter()
                .flatten()
                .all(|(need, _)| order.contains(need))
        });
        let at = ready.unwrap_or_else(|| {
            report_impossible(workflow, &waiting, &needs, diagnostics);
            // Where those that wait for each other would run nobody knows, nor what would run before the others.
            unknown.extend(0..workflow.steps.len());
            0
        });
        order.push(waiting.remove(at));
    }
    Order {
        steps: order,
        unknown,
    }
}

/// The steps that `step` waits for; `missing` is set where there are others.
fn step_dependencies<'a>(
    step: &'a arazzo::Step,
    workflow: &arazzo::Workflow,
    missing: &mut bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, &'a Text)> {
    let mut found = Vec::new();
    for text in &step.depends_on {
        // `$workflows.…` names a step of another workflow, which has run or not by the time this one starts.
        if is_qualified(&text.text) {
            continue;
        }
        let name = text.text.strip_prefix("$steps.").unwrap_or(&text.text);
        match workflow
            .steps
            .iter()
            .position(|candidate| candidate.id.text == name)
        {
            Some(index) => found.push((index, text)),
            None => {
                *missing = true;
                if workflow.unread.steps.may_declare(name, workflow.step_ids()) {
                    continue;
                }
                diagnostics.push(
                    unknown("unknown-step", text, "step", name, workflow.step_ids())
                        .step(&step.id.text),
                );
            }
        }
    }
    found
}

fn report_impossible(
    workflow: &arazzo::Workflow,
    waiting: &[usize],
    needs: &[Vec<(usize, &Text)>],
    diagnostics: &mut Diagnostics,
) {
    let first = waiting.first().copied().unwrap_or_default();
    let Some((need, text)) = needs
        .get(first)
        .and_then(|needs| needs.iter().find(|(need, _)| waiting.contains(need)))
    else {
        return;
    };
    let name = |index: usize| {
        workflow
            .steps
            .get(index)
            .map_or("", |step| step.id.text.as_str())
    };
    let message = match name(*need) {
        own if *need == first => format!("step `{own}` waits for itself"),
        other => format!(
            "steps `{}` and `{other}` wait for each other: a cycle",
            name(first)
        ),
    };
    let mut found = Diagnostic::error("dependency-cycle", &text.node, message);
    found = match *need == first {
        true => found.label("itself").help("remove it"),
        false => found.label("closes the cycle"),
    };
    diagnostics.push(found.step(name(first)));
}

/// Reports `dependsOn` cycles between workflows, once each, at the entry that closes the cycle.
pub(super) fn dependency_cycles(world: &World, diagnostics: &mut Diagnostics) {
    let mut reported: Vec<WorkflowId> = Vec::new();
    for start in world.ids() {
        if reported.contains(&start) {
            continue;
        }
        let Some(path) = cycle_from(start, world) else {
            continue;
        };
        reported.extend(&path);
        let name = |id: &WorkflowId| {
            world
                .model(*id)
                .map_or_else(String::new, |workflow| workflow.id.text.clone())
        };
        let mut names: Vec<String> = path.iter().map(|id| format!("`{}`", name(id))).collect();
        names.push(format!("`{}`", name(&start)));
        let next = path.get(1).copied().unwrap_or(start);
        let entry = world
            .workflow(start)
            .and_then(|workflow| workflow.depends_on.iter().find(|(id, _)| *id == next));
        if let Some((_, node)) = entry {
            diagnostics.push(
                Diagnostic::error(
                    "dependency-cycle",
                    node,
                    format!(
                        "workflows depend on each other in a cycle: {}",
                        names.join(" -> ")
                    ),
                )
                .label("leads back to this workflow")
                .help("a workflow cannot be its own prerequisite; remove one of the entries"),
            );
        }
    }
}

/// A path of `dependsOn` from `start` back to itself.
fn cycle_from(start: WorkflowId, world: &World) -> Option<Vec<WorkflowId>> {
    let mut seen = Vec::new();
    let mut paths = vec![vec![start]];
    while let Some(path) = paths.pop() {
        let last = *path.last()?;
        for (next, _) in world
            .workflow(last)
            .into_iter()
            .flat_map(|workflow| &workflow.depends_on)
        {
            if *next == start {
                return Some(path);
            }
            if !seen.contains(next) {
                seen.push(*next);
                let mut longer = path.clone();
                longer.push(*next);
                paths.push(longer);
            }
        }
    }
    None
}
