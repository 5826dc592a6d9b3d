//! Which steps have succeeded at which point of a workflow, over every path that control can take.

use std::collections::BTreeSet;

use crate::{
    model::arazzo::ActionKind,
    resolve::workflow::{ResolvedAction, ResolvedWorkflow},
};

/// Facts about control flow; steps are numbered in execution order.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// For each step, the steps that have succeeded on every path that leads to it.
    pub before: Vec<BTreeSet<usize>>,
    /// For each step, the steps that some path runs, wholly or in part, before it.
    pub maybe_before: Vec<BTreeSet<usize>>,
    /// The steps that have succeeded on every path to completion.
    pub at_completion: BTreeSet<usize>,
    /// The steps that some path to an ending runs.
    pub maybe_at_end: BTreeSet<usize>,
    /// For each step, whether any path leads to it.
    pub reachable: Vec<bool>,
    /// For each step, the steps that can follow it on a way back to it, itself included if it loops.
    pub loops: Vec<BTreeSet<usize>>,
    /// Whether some action goes elsewhere than to the following step or to an end.
    pub jumps: bool,
    /// Whether the workflow can be completed at all.
    pub completes: bool,
}

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Step(usize),
    Completion,
    FailureEnd,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: To,
    succeeded: bool,
}

impl Flow {
    /// Analyses a workflow.
    pub fn of(workflow: &ResolvedWorkflow) -> Self {
        let count = workflow.steps.len();
        let edges = edges(workflow);
        let all: BTreeSet<usize> = (0..count).collect();
        let mut flow = Self {
            before: vec![all.clone(); count],
            maybe_before: vec![BTreeSet::new(); count],
            at_completion: all,
            reachable: vec![false; count],
            jumps: jumps(workflow),
            ..Self::default()
        };
        if let Some(first) = flow.before.first_mut() {
            first.clear();
        }
        if let Some(first) = flow.reachable.first_mut() {
            *first = true;
        }
        while flow.spread(&edges) {}
        flow.add_helpers(workflow);
        for (index, step) in workflow.steps.iter().enumerate() {
            if step.waits_for_unknown
                && let Some(before) = flow.maybe_before.get_mut(index)
            {
                before.extend((0..count).filter(|other| *other != index));
            }
        }
        flow.completes = flow.ends(&edges, To::Completion);
        if !flow.completes {
            flow.at_completion.clear();
        }
        flow.maybe_at_end = (0..count).filter(|step| flow.is_reachable(*step)).collect();
        flow.loops = (0..count).map(|step| flow.loop_of(step, &edges)).collect();
        flow
    }

    /// Whether some path leads to `step`.
    pub fn is_reachable(&self, step: usize) -> bool {
        self.reachable.get(step).copied().unwrap_or_default()
    }

    /// One round of the analysis; whether anything changed.
    fn spread(&mut self, edges: &[Edge]) -> bool {
        let mut changed = false;
        for edge in edges {
            if !self.is_reachable(edge.from) {
                continue;
            }
            let mut definite = self.before.get(edge.from).cloned().unwrap_or_default();
            let mut maybe = self
                .maybe_before
                .get(edge.from)
                .cloned()
                .unwrap_or_default();
            maybe.insert(edge.from);
            if edge.succeeded {
                definite.insert(edge.from);
            }
            match edge.to {
                To::Step(to) => {
                    if let Some(reachable) = self.reachable.get_mut(to) {
                        changed |= !std::mem::replace(reachable, true);
                    }
                    // Nothing is definite where the workflow begins, whatever jumps back there.
                    if to != 0
                        && let Some(before) = self.before.get_mut(to)
                    {
                        changed |= narrow(before, &definite);
                    }
                    if let Some(before) = self.maybe_before.get_mut(to) {
                        let size = before.len();
                        before.extend(maybe);
                        changed |= before.len() != size;
                    }
                }
                To::Completion => changed |= narrow(&mut self.at_completion, &definite),
                To::FailureEnd => {}
            }
        }
        changed
    }

    /// A helper step of a retry runs before the retried step's next attempt and everything after it. Both come after an
    /// attempt that failed, whose outputs are there (decision D-39).
    fn add_helpers(&mut self, workflow: &ResolvedWorkflow) {
        for (index, step) in workflow.steps.iter().enumerate() {
            let retries = step
                .on_failure
                .iter()
                .filter(|action| action.model.kind == ActionKind::Retry);
            for retry in retries {
                self.ran_before(index, index);
                let Some(helper) = retry.step else { continue };
                if let Some(reachable) = self.reachable.get_mut(helper) {
                    *reachable = true;
                }
                let earlier = self.maybe_before.get(index).cloned().unwrap_or_default();
                for step in earlier {
                    self.ran_before(helper, step);
                }
                for (at, before) in self.maybe_before.iter_mut().enumerate() {
                    if at == index || before.contains(&index) {
                        before.insert(helper);
                    }
                }
            }
        }
    }

    /// Some path runs `earlier` before `step`.
    fn ran_before(&mut self, step: usize, earlier: usize) {
        if let Some(before) = self.maybe_before.get_mut(step) {
            before.insert(earlier);
        }
    }

    fn ends(&self, edges: &[Edge], to: To) -> bool {
        edges
            .iter()
            .any(|edge| edge.to == to && self.is_reachable(edge.from))
    }

    fn loop_of(&self, step: usize, edges: &[Edge]) -> BTreeSet<usize> {
        let forward = closure(step, edges, |edge| match edge.to {
            To::Step(to) => Some((edge.from, to)),
            _ => None,
        });
        let backward = closure(step, edges, |edge| match edge.to {
            To::Step(to) => Some((to, edge.from)),
            _ => None,
        });
        if !forward.contains(&step) {
            return BTreeSet::new();
        }
        forward.intersection(&backward).copied().collect()
    }
}

/// Everything that one or more edges lead to from `start`.
fn closure(
    start: usize,
    edges: &[Edge],
    ends: impl Fn(&Edge) -> Option<(usize, usize)>,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut next = vec![start];
    while let Some(at) = next.pop() {
        for (_, to) in edges
            .iter()
            .filter_map(&ends)
            .filter(|(from, _)| *from == at)
        {
            if found.insert(to) {
                next.push(to);
            }
        }
    }
    found
}

fn narrow(set: &mut BTreeSet<usize>, to: &BTreeSet<usize>) -> bool {
    let size = set.len();
    set.retain(|step| to.contains(step));
    set.len() != size
}

fn jumps(workflow: &ResolvedWorkflow) -> bool {
    workflow.steps.iter().enumerate().any(|(index, step)| {
        let success = step.on_success.iter().any(|action| {
            action.model.kind == ActionKind::Goto
                && action.workflow.is_none()
                && action.step != Some(index + 1)
        });
        let failure = step
            .on_failure
            .iter()
            .any(|action| action.model.kind == ActionKind::Goto && action.workflow.is_none());
        success || failure
    })
}

fn edges(workflow: &ResolvedWorkflow) -> Vec<Edge> {
    let count = workflow.steps.len();
    let mut edges = Vec::new();
    for (from, step) in workflow.steps.iter().enumerate() {
        let mut always = false;
        for action in &step.on_success {
            edges.extend(edge(from, action, true));
            always = action.model.is_unconditional();
            if always {
                break;
            }
        }
        if !always {
            let to = if from + 1 < count {
                To::Step(from + 1)
            } else {
                To::Completion
            };
            edges.push(Edge {
                from,
                to,
                succeeded: true,
            });
        }
        edges.extend(
            step.on_failure
                .iter()
                .filter_map(|action| edge(from, action, false)),
        );
        if step.leads_anywhere {
            let anywhere = (0..count).map(To::Step).chain([To::Completion]);
            edges.extend(anywhere.map(|to| Edge {
                from,
                to,
                succeeded: true,
            }));
        }
    }
    edges
}

fn edge(from: usize, action: &ResolvedAction, succeeded: bool) -> Option<Edge> {
    let to = match action.model.kind {
        ActionKind::End if succeeded => To::Completion,
        ActionKind::End => To::FailureEnd,
        ActionKind::Goto => match (action.step, action.workflow) {
            (Some(step), _) => To::Step(step),
            (None, Some(_)) => To::Completion,
            (None, None) => return None,
        },
        ActionKind::Retry => return None,
    };
    Some(Edge {
        from,
        to,
        succeeded,
    })
}
