//! `endless-recursion`: workflows that call each other on every path to completion, so that none ever completes.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    flow::To,
    load::Place,
    resolve::workflow::{ResolvedTarget, WorkflowId},
};

use super::super::subject::Subject;

pub(in super::super) fn check(subjects: &[Subject], diagnostics: &mut Diagnostics) {
    // Where something was reported, that may have been the way out.
    let unsound = subjects.iter().filter(|subject| !subject.sound);
    let mut completing: BTreeSet<WorkflowId> = unsound.map(|subject| subject.id).collect();
    let judged: BTreeSet<WorkflowId> = subjects.iter().map(|subject| subject.id).collect();
    let called = subjects.iter().flat_map(calls);
    completing.extend(called.filter(|id| !judged.contains(id)));
    let mut callers: BTreeMap<WorkflowId, Vec<&Subject>> = BTreeMap::new();
    for subject in subjects {
        for id in calls(subject) {
            callers.entry(id).or_default().push(subject);
        }
    }
    // One that completes may be what another was waiting for.
    let mut open: Vec<&Subject> = subjects.iter().rev().collect();
    while let Some(subject) = open.pop() {
        if completing.contains(&subject.id) || !completes(subject, &|id| completing.contains(&id)) {
            continue;
        }
        completing.insert(subject.id);
        open.extend(callers.get(&subject.id).into_iter().flatten());
    }
    let mut told: BTreeSet<WorkflowId> = BTreeSet::new();
    for subject in subjects {
        // Without an end of its own it never completes for other reasons.
        let stuck = !completing.contains(&subject.id) && completes(subject, &|_| true);
        if !stuck || told.contains(&subject.id) {
            continue;
        }
        let Some((circle, place)) = circle(subject, subjects, &completing) else {
            continue;
        };
        told.extend(&circle);
        let message = if circle.len() == 1 {
            format!(
                "workflow `{}` calls itself on every path to its end: a cycle",
                subject.model.id.text
            )
        } else {
            let names: Vec<String> = circle
                .iter()
                .chain(circle.first())
                .filter_map(|id| subject.world.model(*id))
                .map(|model| format!("`{}`", model.id.text))
                .collect();
            format!(
                "workflows call each other in a cycle on every path to their ends: {}",
                names.join(" -> ")
            )
        };
        diagnostics.push(
            Diagnostic::new(Code::EndlessRecursion, place, message)
                .label("no run gets past this call")
                .also(&subject.model.id.node, "to complete this workflow")
                .help("let some path end without the call"),
        );
    }
}

/// Whether some path from the first step ends, where calls of workflows that are not `able` to complete block it.
/// A call may fail, so a failure action leads past it.
fn completes(subject: &Subject, able: &dyn Fn(WorkflowId) -> bool) -> bool {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut next = vec![0];
    while let Some(at) = next.pop() {
        if !seen.insert(at) {
            continue;
        }
        let open = called(subject, at).is_none_or(able);
        for edge in subject.graph.from(at) {
            if edge.succeeded && !open {
                continue;
            }
            match edge.to {
                To::Step(to) => next.push(to),
                To::Completion | To::FailureEnd => return true,
                To::Transfer(id) if able(id) => return true,
                To::Transfer(_) => {}
            }
        }
    }
    false
}

/// The workflows that `subject` calls or goes to.
fn calls(subject: &Subject) -> Vec<WorkflowId> {
    let steps = (0..subject.resolved.steps.len()).filter_map(|at| called(subject, at));
    let transfers = subject.graph.edges.iter().filter_map(|edge| match edge.to {
        To::Transfer(id) => Some(id),
        _ => None,
    });
    steps.chain(transfers).collect()
}

fn called(subject: &Subject, step: usize) -> Option<WorkflowId> {
    match subject.resolved.steps.get(step)?.target {
        Some(ResolvedTarget::Workflow(id)) => Some(id),
        _ => None,
    }
}

/// A circle of calls from `start` back to it, none of which completes, and the place of the first call.
fn circle(
    start: &Subject,
    subjects: &[Subject],
    completing: &BTreeSet<WorkflowId>,
) -> Option<(Vec<WorkflowId>, Place)> {
    // How each workflow was come by, and by which call the circle then begins.
    let mut came: BTreeMap<WorkflowId, WorkflowId> = BTreeMap::new();
    let mut open = vec![(start.id, None::<Place>)];
    while let Some((at, first)) = open.pop() {
        let index = subjects.binary_search_by_key(&at, |subject| subject.id);
        let subject = subjects.get(index.ok()?)?;
        for (id, place) in stuck_calls(subject, completing) {
            let first = first.clone().unwrap_or(place);
            if id == start.id {
                let back = std::iter::successors(Some(at), |at| came.get(at).copied());
                let mut path: Vec<WorkflowId> = back.collect();
                path.reverse();
                return Some((path, first));
            }
            if let Entry::Vacant(entry) = came.entry(id) {
                entry.insert(at);
                open.push((id, Some(first)));
            }
        }
    }
    None
}

/// Calls and transfers of `subject` to workflows that do not complete.
fn stuck_calls(subject: &Subject, completing: &BTreeSet<WorkflowId>) -> Vec<(WorkflowId, Place)> {
    let calls = subject.steps().filter_map(|(index, step, _)| {
        let id = called(subject, index)?;
        let place = step
            .node
            .get("workflowId")
            .map_or_else(|| step.id.node.place(), |node| node.place());
        Some((id, place))
    });
    let transfers = subject.graph.edges.iter().filter_map(|edge| {
        let To::Transfer(id) = edge.to else {
            return None;
        };
        Some((id, edge.action?.model.workflow.as_ref()?.node.place()))
    });
    calls
        .chain(transfers)
        .filter(|(id, _)| !completing.contains(id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::document;

    fn found(workflows: &str) -> Vec<String> {
        let found = document(&format!("workflows:\n{workflows}"));
        found.into_iter().map(|(_, _, message)| message).collect()
    }

    #[test]
    fn a_call_on_every_path_is_told() {
        assert_eq!(
            found("- workflowId: a\n  steps: [{stepId: s, workflowId: a}]"),
            ["workflow `a` calls itself on every path to its end: a cycle"]
        );
        assert_eq!(
            found(
                "- workflowId: a\n  steps: [{stepId: s, workflowId: b}]\n- workflowId: b\n  steps: [{stepId: s, workflowId: a}]\n- workflowId: c\n  steps: [{stepId: s, workflowId: a}]"
            ),
            ["workflows call each other in a cycle on every path to their ends: `a` -> `b` -> `a`"]
        );
        assert_eq!(
            found(
                "- workflowId: a\n  steps: [{stepId: s, operationId: listPets, onSuccess: [{name: again, type: goto, workflowId: a}]}]"
            ),
            ["workflow `a` calls itself on every path to its end: a cycle"]
        );
    }

    #[test]
    fn a_way_out_is_enough() {
        let end = "onSuccess: [{name: stop, type: end, criteria: [{condition: $response.body#/total == 0}]}]";
        let failed = "onFailure: [{name: stop, type: end}]";
        for steps in [
            format!("[{{stepId: s, operationId: listPets, {end}}}, {{stepId: t, workflowId: a}}]"),
            format!(
                "[{{stepId: s, operationId: listPets}}, {{stepId: t, workflowId: a, {failed}}}]"
            ),
        ] {
            assert_eq!(
                found(&format!("- workflowId: a\n  steps: {steps}")),
                Vec::<String>::new()
            );
        }
    }
}
