//! What steps give against what their operations take: one report for a typo, where it was made, however many steps it
//! reaches.

mod missing;
mod report;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    load::{DocumentId, Node, Pointer},
    resolve::{
        operation::Operation,
        workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget, WorkflowId, World},
    },
};

use super::Builder;

use report::Finding;
use verdict::{Verdict, verdicts};

/// A parameter of a step.
struct Use<'w> {
    /// The `stepId`.
    id: &'w str,
    parameter: &'w ResolvedParameter,
    /// What the step calls, where that is a known operation.
    operation: Option<&'w Operation>,
    verdict: Verdict,
}

/// A step that calls an operation, and which of the uses are its own.
struct Caller<'w> {
    id: &'w crate::model::arazzo::Text,
    resolved: &'w ResolvedStep,
    operation: &'w Operation,
    uses: std::ops::Range<usize>,
}

type Groups = BTreeMap<(DocumentId, Pointer), Vec<usize>>;

impl Builder<'_> {
    /// Reports parameters that are given for nothing, and those that are not given.
    pub(super) fn report_given(&mut self, omitted: &BTreeSet<WorkflowId>) {
        let (mut uses, callers) = gather(self.world, omitted);
        forgive_inherited(&mut uses);
        for finding in findings(&uses) {
            if let Some(found) = finding.report() {
                self.diagnostics.push(found);
            }
        }
        let refs = self.references();
        for caller in &callers {
            let verdicts = uses.get(caller.uses.clone()).unwrap_or_default();
            missing::report(caller, verdicts, refs, self.diagnostics);
        }
    }
}

/// Every parameter of every step.
fn gather<'w>(world: &'w World, omitted: &BTreeSet<WorkflowId>) -> (Vec<Use<'w>>, Vec<Caller<'w>>) {
    let mut uses = Vec::new();
    let mut callers = Vec::new();
    for id in world.ids().into_iter().filter(|id| !omitted.contains(id)) {
        let (Some(model), Some(workflow)) = (world.model(id), world.workflow(id)) else {
            continue;
        };
        for resolved in &workflow.steps {
            let Some(step) = model.steps.get(resolved.index) else {
                continue;
            };
            let operation = match &resolved.target {
                Some(ResolvedTarget::Operation { operation, .. }) => Some(&**operation),
                _ => None,
            };
            let judged = match operation {
                Some(operation) => verdicts(resolved, operation),
                None => unjudged(world, resolved),
            };
            let start = uses.len();
            let parameters = resolved.parameters.iter().zip(judged);
            uses.extend(parameters.map(|(parameter, verdict)| Use {
                id: &step.id.text,
                parameter,
                operation,
                verdict,
            }));
            callers.extend(operation.map(|operation| Caller {
                id: &step.id,
                resolved,
                operation,
                uses: start..uses.len(),
            }));
        }
    }
    (uses, callers)
}

/// Verdicts where no operation is known: an input of the called workflow may have the name, and anything what was reported.
fn unjudged(world: &World, step: &ResolvedStep) -> Vec<Verdict> {
    let takes = |parameter: &ResolvedParameter| match &step.target {
        Some(ResolvedTarget::Workflow(target)) => {
            let inputs = world.model(*target).and_then(|model| model.inputs.as_ref());
            inputs.is_some_and(|inputs| {
                let name = parameter.name.text.trim();
                let declared = inputs.get("properties");
                declared.is_none_or(|declared| declared.get(name).is_some())
            })
        }
        _ => true,
    };
    let verdict = |parameter| match takes(parameter) || !parameter.inherited {
        true => Verdict::Fits,
        false => Verdict::Stray { given: None },
    };
    step.parameters.iter().map(verdict).collect()
}

/// A workflow's parameter that some step has use for is right: what other steps lack is missing there.
fn forgive_inherited(uses: &mut [Use]) {
    let inherited = |one: &Use| one.parameter.inherited;
    for group in grouped(uses, |one| inherited(one).then_some(&one.parameter.node)).values() {
        let fits = |index: &usize| {
            let found = uses.get(*index);
            found.is_some_and(|one| one.verdict == Verdict::Fits)
        };
        if !group.iter().any(fits) {
            continue;
        }
        for index in group {
            if let Some(one) = uses.get_mut(*index)
                && one.verdict != Verdict::Fits
            {
                one.verdict = Verdict::Stray { given: None };
            }
        }
    }
}

/// What there is to say, each at the place where all that say the same come together.
fn findings<'u>(uses: &'u [Use<'u>]) -> Vec<Finding<'u>> {
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for group in grouped(uses, component).values() {
        let group: Vec<(usize, &Use)> = group
            .iter()
            .filter_map(|index| Some((*index, uses.get(*index)?)))
            .collect();
        let fits = group.iter().any(|(_, one)| one.verdict == Verdict::Fits);
        let typos: Vec<&Use> = group
            .iter()
            .map(|(_, one)| *one)
            .filter(|one| typos(one))
            .collect();
        let Some(first) = typos.first().filter(|_| !fits) else {
            continue;
        };
        if typos.iter().all(|one| one.verdict.agrees(&first.verdict)) {
            told.extend(group.iter().map(|(index, _)| *index));
            found.push(Finding::at_component(typos));
        }
    }
    let mut entries: BTreeMap<(DocumentId, Pointer), Vec<&Use>> = BTreeMap::new();
    for (index, one) in uses.iter().enumerate() {
        if typos(one) && !told.contains(&index) {
            entries
                .entry(key(&one.parameter.node))
                .or_default()
                .push(one);
        }
    }
    found.extend(entries.into_values().map(Finding::at_entry));
    found
}

/// Whether there is something to say. That a workflow's parameter is undeclared is no typo (decision D-27).
fn typos(one: &Use) -> bool {
    match one.verdict {
        Verdict::Fits => false,
        Verdict::Misplaced(_) | Verdict::Misspelt(_) => true,
        Verdict::Stray { .. } => !one.parameter.inherited,
    }
}

/// The name of the component that the parameter is, if it is one.
fn component<'u>(one: &Use<'u>) -> Option<&'u Node> {
    let name = &one.parameter.name.node;
    let own = name.pointer().as_str();
    let here = own.strip_prefix(one.parameter.node.pointer().as_str());
    let here = here.is_some_and(|rest| rest.starts_with('/'));
    (!here).then_some(name)
}

/// Indices of the uses with the same node.
fn grouped<'u>(uses: &[Use<'u>], by: impl Fn(&Use<'u>) -> Option<&'u Node>) -> Groups {
    let mut groups = Groups::new();
    for (index, one) in uses.iter().enumerate() {
        if let Some(node) = by(one) {
            groups.entry(key(node)).or_default().push(index);
        }
    }
    groups
}

fn key(node: &Node) -> (DocumentId, Pointer) {
    (node.document().id, node.pointer().clone())
}

#[cfg(test)]
mod tests;
