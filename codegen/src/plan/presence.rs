//! What can be there of a step's outputs at each point of the flow.

use super::{Action, ActionKind, Helper, Presence, Step, To, Way, Workflow};

/// The states in which a step can be: a set of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct States(u8);

impl States {
    const NOT_RUN: Self = Self(1);
    const COMPLETED: Self = Self(2);
    const FAILED: Self = Self(4);

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What can be there of the outputs of one step, over every path that control can take.
pub(super) struct Search<'w> {
    workflow: &'w Workflow,
    /// The ways on from each step.
    ways: &'w [Vec<Way>],
    /// The step.
    of: usize,
    /// Its states where control comes to each step.
    entered: Vec<States>,
    /// Those while each step runs, as a helper too.
    before: Vec<States>,
    at_end: States,
}

impl<'w> Search<'w> {
    /// Looks at the step numbered `of`; `ways` are those of all steps.
    pub(super) fn of(workflow: &'w Workflow, ways: &'w [Vec<Way>], of: usize) -> Self {
        let mut search = Self {
            workflow,
            ways,
            of,
            entered: vec![States::default(); workflow.steps.len()],
            before: vec![States::default(); workflow.steps.len()],
            at_end: States::default(),
        };
        let mut open = vec![(0, States::NOT_RUN)];
        while let Some((index, states)) = open.pop() {
            search.pass(index, states, &mut open);
        }
        search
    }

    /// What is there for a step to read.
    pub(super) fn before(&self, reader: usize) -> Presence {
        self.presence(self.before.get(reader).copied().unwrap_or_default())
    }

    /// What is there when the workflow is completed.
    pub(super) fn at_end(&self) -> Presence {
        self.presence(self.at_end)
    }

    fn presence(&self, states: States) -> Presence {
        let step = self.workflow.steps.get(self.of);
        match states {
            States::COMPLETED => Presence::Completed,
            _ if states.has(States::FAILED) && step.is_some_and(Step::has_attempt_type) => {
                Presence::Attempted
            }
            _ => Presence::Possible,
        }
    }

    /// Control comes to a step.
    fn pass(&mut self, index: usize, states: States, open: &mut Vec<(usize, States)>) {
        let (Some(step), Some(known)) =
            (self.workflow.steps.get(index), self.entered.get_mut(index))
        else {
            return;
        };
        if known.has(states) {
            return;
        }
        *known = known.with(states);
        let entered = *known;
        let during = self.during(index, step, entered);
        let own = self.of == index;
        for way in self.ways.get(index).into_iter().flatten() {
            let mut after = States::default();
            if way.after_success {
                after = after.with(if own { States::COMPLETED } else { during });
            }
            if way.after_failure {
                after = after.with(during);
                if own && step.leaves_outputs() {
                    after = after.with(States::FAILED);
                }
            }
            match way.to {
                To::Step(to) => open.push((to, after)),
                To::Completion | To::End => self.at_end = self.at_end.with(after),
            }
        }
    }

    /// The states that are possible while a step runs: its own attempts fail, and helpers of its retries run.
    fn during(&mut self, index: usize, step: &Step, mut states: States) -> States {
        let leaves = step.leaves_outputs();
        for action in &step.on_failure {
            let ActionKind::Retry { helper, .. } = &action.kind else {
                continue;
            };
            if index == self.of && leaves {
                states = states.with(States::FAILED);
            }
            if let Some(Helper::Step(helper)) = helper
                && *helper == self.of
            {
                states = states.with(States::COMPLETED);
                let step = self.workflow.steps.get(*helper);
                if step.is_some_and(Step::leaves_outputs) {
                    states = states.with(States::FAILED);
                }
            }
        }
        let helpers = step.on_failure.iter().filter_map(Action::helper_step);
        for at in helpers.chain([index]) {
            if let Some(known) = self.before.get_mut(at) {
                *known = known.with(states);
            }
        }
        states
    }
}
