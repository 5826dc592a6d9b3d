//! Which workflows call or wait for each other, and an order in which what another one asks of comes first.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    circles::components,
    load::Node,
    resolve::workflow::{ResolvedTarget, WorkflowId, World},
};

/// Futures of called workflows lie in those of their callers. One in so many is put on the heap, so that neither the compiler
/// nor the stack has to take a long chain at once. The compiler gives up on a binary that nests seven of them; callers
/// put futures of their own around.
const MAX_CHAIN: usize = 3;

/// Facts about the calls between all workflows.
#[derive(Debug, Default)]
pub(crate) struct CallGraph {
    /// All workflows, each behind those that it calls or waits for, as far as there are no circles.
    order: Vec<WorkflowId>,
    /// The circle of calls that a workflow is part of.
    circles: BTreeMap<WorkflowId, usize>,
    /// How many calls lie in one another below a workflow, itself included, up to one on the heap.
    chains: BTreeMap<WorkflowId, usize>,
    /// How many workflows lie below a workflow in the longest chain of calls, itself included.
    depths: BTreeMap<WorkflowId, usize>,
    /// Of each workflow from which calls lead to some that wait for others: those, itself included.
    waiting: BTreeMap<WorkflowId, Rc<BTreeSet<WorkflowId>>>,
}

impl CallGraph {
    pub(super) fn of(world: &World) -> Self {
        let ids = world.ids();
        let numbers: BTreeMap<WorkflowId, usize> = ids.iter().copied().zip(0..).collect();
        let called = |id: &WorkflowId| -> Vec<usize> {
            let called = callees(world, *id).into_iter();
            called
                .filter_map(|(id, _)| numbers.get(&id).copied())
                .collect()
        };
        let waits = |id: &WorkflowId| -> Vec<usize> {
            let waits = waits(world, *id).iter();
            waits
                .filter_map(|(id, _)| numbers.get(id).copied())
                .collect()
        };
        let calls: Vec<Vec<usize>> = ids.iter().map(called).collect();
        let needs: Vec<Vec<usize>> = ids
            .iter()
            .zip(&calls)
            .map(|(id, calls)| calls.iter().copied().chain(waits(id)).collect())
            .collect();
        let mut graph = Self::default();
        // Edges lead from earlier components to later ones.
        let ordered = components(&needs).members.into_iter().rev().flatten();
        graph.order = ordered.filter_map(|at| ids.get(at).copied()).collect();
        graph.find_circles(&ids, &calls);
        graph.measure(world);
        graph.find_waiting(world, &ids, &calls);
        graph
    }

    /// Finds which workflows that wait for others calls lead to, callees before their callers.
    fn find_waiting(&mut self, world: &World, ids: &[WorkflowId], calls: &[Vec<usize>]) {
        for members in components(calls).members.iter().rev() {
            let ids_of = members.iter().filter_map(|member| ids.get(*member));
            let own: BTreeSet<WorkflowId> = ids_of
                .clone()
                .copied()
                .filter(|id| !waits(world, *id).is_empty())
                .collect();
            let called = members.iter().filter_map(|member| calls.get(*member));
            let called = called.flatten().filter_map(|callee| ids.get(*callee));
            let mut all = Rc::new(own);
            for below in called.filter_map(|callee| self.waiting.get(callee)) {
                if all.is_empty() {
                    all = Rc::clone(below);
                } else if !below.is_subset(&all) {
                    Rc::make_mut(&mut all).extend(below.iter());
                }
            }
            if !all.is_empty() {
                self.waiting.extend(ids_of.map(|id| (*id, Rc::clone(&all))));
            }
        }
    }

    /// The workflows that wait for others among those that calls from `id` lead to, itself included.
    fn waiting(&self, id: WorkflowId) -> impl Iterator<Item = WorkflowId> + '_ {
        let found = self.waiting.get(&id).into_iter();
        found.flat_map(|all| all.iter().copied())
    }

    fn find_circles(&mut self, ids: &[WorkflowId], calls: &[Vec<usize>]) {
        let found = components(calls);
        for (circle, members) in found.members.iter().enumerate() {
            let alone = match members.as_slice() {
                [only] => !calls.get(*only).is_some_and(|calls| calls.contains(only)),
                _ => false,
            };
            if !alone {
                let members = members.iter().filter_map(|member| ids.get(*member));
                self.circles.extend(members.map(|id| (*id, circle)));
            }
        }
    }

    fn measure(&mut self, world: &World) {
        for id in &self.order {
            let below = callees(world, *id);
            let of = |known: &BTreeMap<WorkflowId, usize>| -> Vec<usize> {
                let known = below.iter().map(|(callee, _)| known.get(callee));
                known.flatten().copied().collect()
            };
            let chains = of(&self.chains).into_iter();
            let chain = chains.filter(|chain| *chain < MAX_CHAIN).max();
            let depth = of(&self.depths).into_iter().max();
            let with_own = |below: Option<usize>| below.unwrap_or_default().saturating_add(1);
            self.chains.insert(*id, with_own(chain));
            self.depths.insert(*id, with_own(depth));
        }
    }

    /// The first workflow, from the end of the calls, that begins a chain of more than `most`.
    pub(crate) fn deeper_than(&self, most: usize) -> Option<WorkflowId> {
        let deep = |id: &&WorkflowId| self.depths.get(id).is_some_and(|depth| *depth > most);
        self.order.iter().find(deep).copied()
    }

    /// All workflows, each behind those that it calls or waits for, as far as there are no circles.
    pub(crate) fn order(&self) -> &[WorkflowId] {
        &self.order
    }

    /// Whether `id` can come to call itself.
    pub(crate) fn is_recursive(&self, id: WorkflowId) -> bool {
        self.circles.contains_key(&id)
    }

    /// Whether both can come to call each other.
    pub(crate) fn in_one_circle(&self, one: WorkflowId, other: WorkflowId) -> bool {
        let circle = self.circles.get(&one);
        circle.is_some() && circle == self.circles.get(&other)
    }

    /// Whether so many calls lie in one another below `id` that the next one has to lie apart.
    pub(crate) fn ends_chain(&self, id: WorkflowId) -> bool {
        self.chains
            .get(&id)
            .is_some_and(|chain| *chain >= MAX_CHAIN)
    }

    /// Runs that a caller of `id` hands in: its own prerequisites, then those of the workflows it calls (decision D-42).
    pub(crate) fn prerequisites(&self, world: &World, id: WorkflowId) -> Vec<WorkflowId> {
        let mut found = Vec::new();
        let mut known = BTreeSet::new();
        let below = self.waiting(id).filter(|at| *at != id);
        for at in std::iter::once(id).chain(below) {
            let waits = waits(world, at).iter().map(|(target, _)| *target);
            found.extend(waits.filter(|target| known.insert(*target)));
        }
        found
    }
}

/// The workflows that `id` waits for.
fn waits(world: &World, id: WorkflowId) -> &[(WorkflowId, Node)] {
    let found = world.workflow(id);
    found.map_or(&[], |workflow| &workflow.depends_on)
}

/// Workflows that `id` calls by a step or an action, with the step (in execution order) that does.
pub(crate) fn callees(world: &World, id: WorkflowId) -> Vec<(WorkflowId, usize)> {
    let mut found = Vec::new();
    let steps = world.workflow(id).into_iter();
    for (index, step) in steps.flat_map(|workflow| &workflow.steps).enumerate() {
        if let Some(ResolvedTarget::Workflow(target)) = step.target {
            found.push((target, index));
        }
        let actions = step.on_success.iter().chain(&step.on_failure);
        found.extend(actions.filter_map(|action| Some((action.workflow?, index))));
    }
    found
}
