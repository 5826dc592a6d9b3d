//! What is known of the values that a workflow reads before anything runs: where in the schemas they are described, of
//! which kinds they are, with which statuses and responses a step can have come to them.
//!
//! Everything is found once, in the order of [`all`]: the names of inputs, with which statuses a step succeeds, then what its
//! conditions ask,
//! whose pointers read as the schemas have them. `check` and `plan` ask; neither follows an expression on its own.

pub(crate) mod content;
pub(crate) mod criteria;
mod dotted;
mod inputs;
pub(crate) mod known;
pub(crate) mod named;
mod open_inputs;
pub(crate) mod reads;
pub(crate) mod root_filter;
mod standing;
pub(crate) mod statuses;
mod success;
mod view;

use std::collections::BTreeMap;

use crate::{
    expression::Condition,
    load::{Documents, Node},
    resolve::workflow::{WorkflowId, World},
};

use criteria::Lists;
pub(crate) use standing::{At, NoValue, Own, Run};
pub(crate) use success::Success;
pub(crate) use view::{View, operation};

/// What is known before any expression is followed.
struct Ground {
    /// The names of each workflow's inputs.
    inputs: BTreeMap<WorkflowId, Vec<String>>,
    /// The successes of each workflow's steps, in execution order.
    successes: BTreeMap<WorkflowId, Vec<Success>>,
}

/// What is known of all workflows.
pub struct Elaborated<'w> {
    /// What was resolved.
    pub world: &'w World,
    /// The documents it stands in.
    pub documents: &'w Documents,
    ground: Ground,
    criteria: BTreeMap<WorkflowId, Vec<Lists<'w>>>,
}

/// Finds what is known of all workflows of `world`.
pub fn all<'w>(world: &'w World, documents: &'w Documents) -> Elaborated<'w> {
    let ground = Ground {
        inputs: inputs::all(world, documents),
        successes: success::all(world),
    };
    let mut criteria = BTreeMap::new();
    for id in world.ids() {
        let view = View::of(world, documents, &ground, id);
        if let (Some(view), Some(model), Some(resolved)) =
            (view, world.model(id), world.workflow(id))
        {
            let lists = view::steps(model, resolved).map(|step| Lists::of(&view, step));
            criteria.insert(id, lists.collect());
        }
    }
    Elaborated {
        world,
        documents,
        ground,
        criteria,
    }
}

impl<'w> Elaborated<'w> {
    /// A workflow, with what its values are judged by.
    pub(crate) fn view(&self, id: WorkflowId) -> Option<View<'_>> {
        View::of(self.world, self.documents, &self.ground, id)
    }

    /// The criteria of a workflow's steps.
    pub(crate) fn criteria(&self, id: WorkflowId) -> &[Lists<'w>] {
        self.criteria.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What the simple condition at `node` says where the step at `step`, in execution order, asks it.
    pub(crate) fn condition(&self, id: WorkflowId, step: usize, node: &Node) -> Option<&Condition> {
        let mut steps = self.criteria(id).iter();
        let lists = steps.find(|lists| lists.own.index == step)?;
        let mut all = lists.all().flat_map(|list| &list.criteria);
        all.find(|parsed| parsed.node() == node)?.condition.as_ref()
    }
}
