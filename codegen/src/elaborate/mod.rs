//! What is known of the values that a workflow reads before anything runs: where in the schemas they are described, of
//! which kinds they are, with which statuses and responses a step can have come to them.
//!
//! What others build on is found once, in the order of [`all`]: the names of inputs, control flow and calls, with which
//! statuses a step succeeds, then what its conditions ask, whose pointers read as the schemas have them. The rest are pure
//! functions over that. `check` and `plan` ask; neither follows an expression on its own (decision D-162).

pub(crate) mod answers;
pub(crate) mod call_graph;
pub(crate) mod content;
pub(crate) mod criteria;
pub(crate) mod criterion;
pub(crate) mod declaration;
mod dotted;
pub(crate) mod given;
mod handed_on;
pub(crate) mod idempotency;
mod inputs;
pub(crate) mod known;
pub(crate) mod named;
mod needs;
mod omitted;
mod order;
pub(crate) mod place;
pub(crate) mod read;
pub(crate) mod reads;
pub(crate) mod root_filter;
mod standing;
pub(crate) mod statuses;
mod success;
mod view;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    expression::Condition,
    flow::Flow,
    load::{Documents, Node},
    resolve::workflow::{WorkflowId, World},
};

use call_graph::CallGraph;
use criteria::Lists;
pub(crate) use needs::Needs;
pub(crate) use order::Made;
pub(crate) use standing::{At, NoValue};
pub(crate) use success::Success;
use view::Ground;
pub(crate) use view::{View, operation};

/// What is known of all workflows.
pub struct Elaborated<'w> {
    /// What was resolved.
    pub world: &'w World,
    /// The documents it stands in.
    pub documents: &'w Documents,
    ground: Ground,
    criteria: BTreeMap<WorkflowId, Vec<Lists<'w>>>,
    omitted: BTreeSet<WorkflowId>,
}

/// Finds what is known of all workflows of `world`.
pub fn all<'w>(world: &'w World, documents: &'w Documents) -> Elaborated<'w> {
    let ground = Ground {
        inputs: inputs::all(world, documents),
        places: places(world),
        flows: flows(world),
        calls: CallGraph::of(world),
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
    let omitted = omitted::all(world, &ground.calls);
    Elaborated {
        world,
        documents,
        ground,
        criteria,
        omitted,
    }
}

/// The places of each workflow's steps in execution order, by their ids.
fn places(world: &World) -> BTreeMap<WorkflowId, HashMap<String, usize>> {
    let ids = world.ids().into_iter();
    let of = |id| {
        let mut places = HashMap::new();
        for (place, step, _) in view::steps(world.model(id)?, world.workflow(id)?) {
            places.entry(step.id.text.clone()).or_insert(place);
        }
        Some((id, places))
    };
    ids.filter_map(of).collect()
}

/// The control flow of each workflow.
fn flows(world: &World) -> BTreeMap<WorkflowId, Flow> {
    let ids = world.ids().into_iter();
    ids.filter_map(|id| Some((id, Flow::of(world.workflow(id)?))))
        .collect()
}

impl<'w> Elaborated<'w> {
    /// Which workflows call or wait for each other.
    pub(crate) fn calls(&self) -> &CallGraph {
        &self.ground.calls
    }

    /// The workflows that are left out.
    pub(crate) fn omitted(&self) -> &BTreeSet<WorkflowId> {
        &self.omitted
    }

    /// The workflows that are not left out.
    pub(crate) fn generated(&self) -> impl Iterator<Item = View<'_>> {
        let ids = self.world.ids().into_iter();
        let ids = ids.filter(|id| !self.omitted.contains(id));
        ids.filter_map(|id| self.view(id))
    }

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
