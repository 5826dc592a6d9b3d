//! What steps give their operations: what each parameter is to the operation, and what is not given.

mod verdict;

use std::{collections::BTreeMap, ops::Range};

use crate::{
    load::{DocumentId, Node, Pointer},
    model::arazzo::{Location, Step, Unread},
    resolve::{
        operation::Operation,
        workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget, World},
    },
};

use super::{Elaborated, operation};

pub(crate) use verdict::{Verdict, Wanted, is_credential, is_given, place, wanted};
use verdict::{unread, verdicts};

/// A parameter of a step.
pub(crate) struct Use<'w> {
    /// The `stepId`.
    pub(crate) id: &'w str,
    pub(crate) parameter: &'w ResolvedParameter,
    /// What the step calls, where that is a known operation.
    pub(crate) operation: Option<&'w Operation>,
    pub(crate) verdict: Verdict,
}

/// A step that calls an operation.
pub(crate) struct Caller<'w> {
    pub(crate) step: &'w Step,
    pub(crate) resolved: &'w ResolvedStep,
    pub(crate) operation: &'w Operation,
    /// Which of the uses are its own.
    uses: Range<usize>,
}

impl Caller<'_> {
    /// The operation's id, or its method and path.
    pub(crate) fn operation_name(&self) -> String {
        let Operation {
            id, method, path, ..
        } = self.operation;
        id.clone().unwrap_or_else(|| format!("{method} {path}"))
    }
}

/// What the steps give of all workflows that are not left out.
#[derive(Default)]
pub(crate) struct Given<'w> {
    pub(crate) uses: Vec<Use<'w>>,
    pub(crate) callers: Vec<Caller<'w>>,
}

impl<'w> Given<'w> {
    pub(crate) fn of(elaborated: &'w Elaborated) -> Self {
        let mut given = Self::default();
        for (_, step, resolved) in elaborated.generated().flat_map(|view| view.steps()) {
            given.add(elaborated.world, step, resolved);
        }
        forgive_inherited(&mut given.uses);
        given
    }

    fn add(&mut self, world: &World, step: &'w Step, resolved: &'w ResolvedStep) {
        let operation = operation(resolved);
        let judged = match operation {
            Some(operation) => verdicts(resolved, operation),
            None => unjudged(world, resolved),
        };
        let start = self.uses.len();
        let parameters = resolved.parameters.iter().zip(judged);
        self.uses.extend(parameters.map(|(parameter, verdict)| Use {
            id: &step.id.text,
            parameter,
            operation,
            verdict,
        }));
        self.callers.extend(operation.map(|operation| Caller {
            step,
            resolved,
            operation,
            uses: start..self.uses.len(),
        }));
    }

    /// Whether the caller gives the parameter neither well nor badly.
    pub(crate) fn lacks(&self, caller: &Caller, location: Location, name: &str) -> bool {
        let mut claims = self.verdicts(caller).filter_map(Verdict::claim);
        !is_given(caller.resolved, location, name)
            && !claims.any(|claim| claim.location == location && claim.name == name)
    }

    /// Parameters of the caller that were reported and may have been meant for a variable of the path.
    pub(crate) fn unread(&self, caller: &Caller) -> Unread {
        unread(caller.resolved, self.verdicts(caller))
    }

    fn verdicts(&self, caller: &Caller) -> impl Iterator<Item = &Verdict> {
        let uses = self.uses.get(caller.uses.clone()).unwrap_or_default();
        uses.iter().map(|one| &one.verdict)
    }
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
    for group in grouped(uses, |_, one| inherited(one).then_some(&one.parameter.node)) {
        let fits = |index: &usize| {
            let found = uses.get(*index);
            found.is_some_and(|one| one.verdict == Verdict::Fits)
        };
        if !group.iter().any(fits) {
            continue;
        }
        for index in group {
            if let Some(one) = uses.get_mut(index)
                && one.verdict != Verdict::Fits
            {
                one.verdict = Verdict::Stray { given: None };
            }
        }
    }
}

/// Indices of the uses with the same node.
pub(crate) fn grouped<'u>(
    uses: &'u [Use<'u>],
    by: impl Fn(usize, &Use<'u>) -> Option<&'u Node>,
) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(DocumentId, Pointer), Vec<usize>> = BTreeMap::new();
    for (index, one) in uses.iter().enumerate() {
        if let Some(node) = by(index, one) {
            let key = (node.document().id, node.pointer().clone());
            groups.entry(key).or_default().push(index);
        }
    }
    groups.into_values().collect()
}
