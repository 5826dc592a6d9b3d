//! With which statuses a step succeeds, and which declared responses it can then have got: narrowed by its criteria, as far
//! as they judge the status.

use std::collections::BTreeMap;

use crate::{
    model::{arazzo::Step, texts::Texts},
    resolve::{
        operation::{Operation, Response},
        workflow::{WorkflowId, World},
    },
};

use super::{
    criterion::{comparisons, parsed},
    statuses::{awaited, succeeds},
};

/// The statuses with which a step succeeds, or may do so.
#[derive(Debug, Default)]
pub(crate) struct Success {
    /// All of them.
    pub(crate) possible: Vec<u16>,
    /// Those of them that the criteria name one by one.
    pub(crate) named: Vec<u16>,
    /// What a success is taken for: those that are named, else all of 2xx.
    pub(crate) usual: Vec<u16>,
}

/// The successes of all steps.
pub(super) fn all(world: &World) -> BTreeMap<WorkflowId, Vec<Success>> {
    let ids = world.ids().into_iter();
    let of = |id| {
        let (model, resolved) = (world.model(id)?, world.workflow(id)?);
        let steps = resolved.steps.iter().map(|step| {
            let model = model.steps.get(step.index);
            model.map_or_else(Success::default, |model| Success::of(model, &step.texts))
        });
        Some((id, steps.collect()))
    };
    ids.filter_map(of).collect()
}

impl Success {
    fn of(step: &Step, texts: &Texts) -> Self {
        let criteria: Vec<_> = step
            .success_criteria
            .iter()
            .map(|criterion| parsed(criterion, texts))
            .collect();
        let success = |status: &u16| succeeds(&criteria, Some(*status)) != Some(false);
        let possible: Vec<u16> = (100..600).filter(success).collect();
        let conditions = criteria
            .iter()
            .filter_map(|parsed| parsed.condition.as_ref());
        let named = conditions.flat_map(comparisons).filter_map(awaited);
        let named = named.map(|(status, _)| status);
        let named: Vec<u16> = named.filter(|status| possible.contains(status)).collect();
        Self {
            usual: usual(&possible, &named),
            possible,
            named,
        }
    }

    /// The declared responses that the step's criteria leave possible.
    pub(crate) fn responses<'o>(&self, operation: &'o Operation) -> Vec<&'o Response> {
        operation.responses_for(&self.possible, &self.named)
    }
}

fn usual(possible: &[u16], named: &[u16]) -> Vec<u16> {
    if !named.is_empty() {
        return named.to_vec();
    }
    let usual = possible.iter().copied();
    let usual: Vec<u16> = usual.filter(|status| (200..300).contains(status)).collect();
    match usual.is_empty() {
        true => possible.to_vec(),
        false => usual,
    }
}
