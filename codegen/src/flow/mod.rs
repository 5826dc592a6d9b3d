//! The control flow of a workflow: the ways out of its steps, and which steps have succeeded at which point, over every
//! path that control can take.

mod edges;
mod steps;

use std::{collections::BTreeSet, rc::Rc};

use crate::{circles::components, model::arazzo::ActionKind, resolve::workflow::ResolvedWorkflow};

pub use edges::{Edge, Graph, To, unconditional};
pub use steps::Steps;

/// Facts about control flow; steps are numbered in execution order.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// For each step, the steps that have succeeded on every path that leads to it.
    pub before: Vec<Steps>,
    /// For each step, the steps that some path runs, wholly or in part, before it.
    pub maybe_before: Vec<Rc<Steps>>,
    /// The steps that have succeeded on every path to completion.
    pub at_completion: Steps,
    /// The steps that some path to an ending runs.
    pub maybe_at_end: Steps,
    /// For each step, whether any path leads to it.
    pub reachable: Vec<bool>,
    /// For each step, the steps that can follow it on a way back to it, itself included if it loops.
    pub loops: Vec<Rc<Steps>>,
    /// Whether the workflow can be completed at all.
    pub completes: bool,
}

/// Where an edge leads, and whether its step has succeeded then.
#[derive(Debug, Clone, Copy)]
struct Way {
    to: To,
    succeeded: bool,
}

/// The edges from each step. Behind the steps stands a place that is none: steps that lead anywhere lead there, and from
/// there control goes on everywhere.
struct Edges {
    count: usize,
    from: Vec<Vec<Way>>,
}

impl Flow {
    /// Analyses a workflow.
    pub fn of(workflow: &ResolvedWorkflow) -> Self {
        let count = workflow.steps.len();
        let edges = Edges::of(workflow);
        let mut flow = Self {
            before: vec![Steps::first(count); edges.from.len()],
            at_completion: Steps::first(count),
            reachable: vec![false; edges.from.len()],
            ..Self::default()
        };
        flow.spread(&edges);
        flow.spread_to_helpers(workflow);
        let components = edges.components();
        flow.maybe(&edges, &components);
        flow.add_helpers(workflow);
        for (index, step) in workflow.steps.iter().enumerate() {
            if step.waits_for_unknown {
                let others = (0..count).filter(|other| *other != index).collect();
                flow.ran_before(index, &others);
            }
        }
        flow.completes = flow.comes_to_completion(&edges);
        if !flow.completes {
            flow.at_completion.clear();
        }
        flow.maybe_at_end = (0..count).filter(|step| flow.is_reachable(*step)).collect();
        flow.loops = edges.loops(&components);
        flow.before.truncate(count);
        flow.maybe_before.truncate(count);
        flow.reachable.truncate(count);
        flow
    }

    /// Whether some path leads to `step`.
    pub fn is_reachable(&self, step: usize) -> bool {
        self.reachable.get(step).copied().unwrap_or_default()
    }

    /// Finds what has succeeded on every path, from the first step on. A step is looked at again when less is definite
    /// before it than was thought, which only a way back can bring about.
    fn spread(&mut self, edges: &Edges) {
        if let Some(first) = self.before.first_mut() {
            first.clear();
        }
        let mut waiting = BTreeSet::from([0]);
        while let Some(from) = waiting.pop_first() {
            if let Some(reachable) = self.reachable.get_mut(from) {
                *reachable = true;
            }
            for edge in edges.from(from) {
                let mut definite = self.before.get(from).cloned().unwrap_or_default();
                if edge.succeeded && from < edges.count {
                    definite.insert(from);
                }
                match edge.to {
                    To::Step(to) => {
                        // Nothing is definite where the workflow begins, whatever jumps back there.
                        let before = self.before.get_mut(to).filter(|_| to != 0);
                        let narrowed = before.is_some_and(|before| before.narrow(&definite));
                        if narrowed || !self.is_reachable(to) {
                            waiting.insert(to);
                        }
                    }
                    To::Completion | To::Transfer(_) => {
                        self.at_completion.narrow(&definite);
                    }
                    To::FailureEnd => {}
                }
            }
        }
    }

    /// A helper step of a retry runs where the step to be retried does: only what has succeeded before that is definite. What
    /// comes after the helper where control leads to it is not concerned, since from a retry control goes back.
    fn spread_to_helpers(&mut self, workflow: &ResolvedWorkflow) {
        let mut waiting: Vec<usize> = (0..workflow.steps.len()).collect();
        while let Some(index) = waiting.pop() {
            let Some(step) = workflow.steps.get(index) else {
                continue;
            };
            let definite = self.before.get(index).cloned().unwrap_or_default();
            let actions = step.on_failure.iter().chain(&step.on_success);
            let retries = actions.filter(|action| action.model.kind == ActionKind::Retry);
            for helper in retries.filter_map(|retry| retry.step) {
                let before = self.before.get_mut(helper);
                if before.is_some_and(|before| before.narrow(&definite)) {
                    waiting.push(helper);
                }
            }
        }
    }

    /// Finds what some path has run, one circle of steps after the other: all of a circle run before each of it.
    fn maybe(&mut self, edges: &Edges, components: &Components) {
        let mut before: Vec<Steps> = vec![Steps::default(); components.members.len()];
        for (index, members) in components.members.iter().enumerate() {
            let mut behind = before.get(index).cloned().unwrap_or_default();
            let own: Steps = members
                .iter()
                .copied()
                .filter(|at| *at < edges.count)
                .collect();
            let circles = components.circles.get(index) == Some(&true);
            if circles {
                behind.add(&own);
                if let Some(before) = before.get_mut(index) {
                    *before = behind.clone();
                }
            }
            let reached = members.iter().filter(|at| self.is_reachable(**at));
            for from in reached {
                let mut ran = None;
                for target in edges.steps_after(*from) {
                    let Some(component) = components.of(target).filter(|to| *to != index) else {
                        continue;
                    };
                    let ran = ran.get_or_insert_with(|| {
                        let mut ran = behind.clone();
                        if *from < edges.count {
                            ran.insert(*from);
                        }
                        ran
                    });
                    if let Some(before) = before.get_mut(component) {
                        before.add(ran);
                    }
                }
            }
        }
        let shared: Vec<Rc<Steps>> = before.into_iter().map(Rc::new).collect();
        let of = |step| {
            let found = components.of(step).and_then(|index| shared.get(index));
            found.map(Rc::clone).unwrap_or_default()
        };
        self.maybe_before = (0..edges.from.len()).map(of).collect();
    }

    /// A helper step of a retry runs before the retried step's next attempt and everything after it. Both come after an
    /// attempt that failed, whose outputs are there (decision D-39).
    fn add_helpers(&mut self, workflow: &ResolvedWorkflow) {
        for (index, step) in workflow.steps.iter().enumerate() {
            let actions = step.on_failure.iter().chain(&step.on_success);
            let retries = actions.filter(|action| action.model.kind == ActionKind::Retry);
            for retry in retries {
                self.ran_before(index, &Steps::from_iter([index]));
                let Some(helper) = retry.step else { continue };
                if let Some(reachable) = self.reachable.get_mut(helper) {
                    *reachable = true;
                }
                let earlier = self.maybe_before.get(index).cloned().unwrap_or_default();
                self.ran_before(helper, &earlier);
                for (at, before) in self.maybe_before.iter_mut().enumerate() {
                    if at == index || before.contains(index) {
                        Rc::make_mut(before).insert(helper);
                    }
                }
            }
        }
    }

    /// Some path runs `earlier` before `step`.
    fn ran_before(&mut self, step: usize, earlier: &Steps) {
        if let Some(before) = self.maybe_before.get_mut(step) {
            Rc::make_mut(before).add(earlier);
        }
    }

    fn comes_to_completion(&self, edges: &Edges) -> bool {
        let completes = |way: &Way| matches!(way.to, To::Completion | To::Transfer(_));
        let mut from = edges.from.iter().enumerate();
        from.any(|(from, ways)| self.is_reachable(from) && ways.iter().any(completes))
    }
}

/// The circles of steps, and the steps that are part of none, in an order that edges lead along.
struct Components {
    /// Of each step.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
    /// Whether control can come round.
    circles: Vec<bool>,
}

impl Components {
    fn of(&self, step: usize) -> Option<usize> {
        self.of.get(step).copied()
    }
}

impl Edges {
    fn of(workflow: &ResolvedWorkflow) -> Self {
        let count = workflow.steps.len();
        let graph = Graph::of(workflow);
        let mut from: Vec<Vec<Way>> = Vec::with_capacity(count.saturating_add(1));
        for (index, step) in workflow.steps.iter().enumerate() {
            let ways = graph.from(index).iter().map(|edge| Way {
                to: edge.to,
                succeeded: edge.succeeded,
            });
            let anywhere = step.leads_anywhere.then_some(Way {
                to: To::Step(count),
                succeeded: true,
            });
            from.push(ways.chain(anywhere).collect());
        }
        let anywhere = (0..count).map(To::Step).chain([To::Completion]);
        let anywhere = anywhere.map(|to| Way {
            to,
            succeeded: true,
        });
        from.push(anywhere.collect());
        Self { count, from }
    }

    fn from(&self, step: usize) -> &[Way] {
        self.from.get(step).map(Vec::as_slice).unwrap_or_default()
    }

    fn steps_after(&self, step: usize) -> impl Iterator<Item = usize> + '_ {
        self.from(step).iter().filter_map(|edge| match edge.to {
            To::Step(to) => Some(to),
            _ => None,
        })
    }

    fn components(&self) -> Components {
        let targets: Vec<Vec<usize>> = (0..self.from.len())
            .map(|step| self.steps_after(step).collect())
            .collect();
        let found = components(&targets);
        let mut of = vec![0; found.of.len()];
        for (index, members) in found.members.iter().enumerate() {
            for member in members {
                if let Some(slot) = of.get_mut(*member) {
                    *slot = index;
                }
            }
        }
        let circle = |members: &Vec<usize>| match members.as_slice() {
            [only] => targets.get(*only).is_some_and(|to| to.contains(only)),
            _ => true,
        };
        let circles = found.members.iter().map(circle).collect();
        Components {
            of,
            members: found.members,
            circles,
        }
    }

    /// For each step the circle that it is part of.
    fn loops(&self, components: &Components) -> Vec<Rc<Steps>> {
        let all = components.members.iter().zip(&components.circles);
        let all: Vec<Rc<Steps>> = all
            .map(|(members, circles)| {
                let members = members
                    .iter()
                    .copied()
                    .filter(|at| *circles && *at < self.count);
                Rc::new(members.collect())
            })
            .collect();
        let of = |step| {
            components
                .of(step)
                .and_then(|index| all.get(index))
                .cloned()
        };
        (0..self.count)
            .map(|step| of(step).unwrap_or_default())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{code, told};

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get: {operationId: find, responses: {'200': {description: ok}}}
";

    #[test]
    fn a_step_that_helps_a_retry_may_run_before_what_it_depends_on() {
        let text = "workflows:
- workflowId: w
  steps:
  - {stepId: a, operationId: find, onFailure: [{name: g, type: retry, stepId: c, retryLimit: 1}]}
  - {stepId: b, operationId: find, outputs: {o: $statusCode}}
  - {stepId: c, operationId: find, dependsOn: [b]}
  outputs: {o: $steps.b.outputs.o}
";
        assert_eq!(
            told(API, text),
            ["dependency-skipped: a path leads to step `c` around `b`, which it depends on"]
        );
        assert!(code(API, text).contains("step.after(\"b\")?;"));
        // What has run before the step that is retried has run before its helper.
        let text = "workflows:
- workflowId: w
  steps:
  - {stepId: b, operationId: find, outputs: {o: $statusCode}}
  - {stepId: a, operationId: find, onFailure: [{name: g, type: retry, stepId: c, retryLimit: 1}]}
  - {stepId: c, operationId: find, dependsOn: [b]}
  outputs: {o: $steps.b.outputs.o}
";
        assert_eq!(told(API, text), Vec::<String>::new());
        assert!(!code(API, text).contains("step.after("));
    }
}
