//! Where control goes from each step once it is through, and what its function returns for that in a flow that only goes
//! forward.

use super::{Action, ActionKind, Entry, Step, Workflow};

/// A way on from a step. A failure that nothing handles is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Where it leads.
    pub to: To,
    /// Whether it is taken after a success.
    pub after_success: bool,
    /// Whether it is taken after a failure.
    pub after_failure: bool,
}

/// Where a [`Way`] leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum To {
    /// To a step: index into [`Workflow::steps`].
    Step(usize),
    /// Behind the last step.
    Completion,
    /// To the end, by an action that says so or goes over to another workflow.
    End,
}

/// What a step's function returns in a flow that only goes forward, besides the outputs of the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// Nothing: there is one way on. How the run ended if that is [`To::End`].
    One(Way),
    /// The outputs if the step succeeded and leads to the first, nothing if it failed and leads to the second.
    Either(To, To),
    /// How the run ended, if it did; else it goes on on this way.
    Ended(To),
    /// One of several ways.
    Several,
}

impl Step {
    /// The ways on from this step, which is the one numbered `index` of `count`, in the order of where they lead.
    pub fn ways(&self, index: usize, count: usize) -> Vec<Way> {
        let next = match index.saturating_add(1) {
            next if next < count => To::Step(next),
            _ => To::Completion,
        };
        let to = |action: &Action| match action.kind {
            ActionKind::Proceed => Some(next),
            ActionKind::Goto { step, .. } => Some(To::Step(step)),
            ActionKind::Transfer(_) => Some(To::End),
            ActionKind::End | ActionKind::Retry { .. } => None,
        };
        let ended = |action: &Action| matches!(action.kind, ActionKind::End).then_some(To::End);
        let mut succeeded: Vec<To> = self
            .on_success
            .iter()
            .filter_map(|action| to(action).or(ended(action)))
            .collect();
        if !self.on_success.last().is_some_and(Action::always) {
            succeeded.push(next);
        }
        let failed: Vec<To> = self.on_failure.iter().filter_map(to).collect();
        let mut all: Vec<To> = succeeded.iter().chain(&failed).copied().collect();
        all.sort_unstable();
        all.dedup();
        let way = |to| Way {
            to,
            after_success: succeeded.contains(&to),
            after_failure: failed.contains(&to),
        };
        all.into_iter().map(way).collect()
    }

    /// What its function returns; it is the step numbered `index`, and `ways` are its own.
    pub fn returns(&self, index: usize, ways: &[Way]) -> Returns {
        let fails = ways.iter().any(|way| way.after_failure);
        let whole = !self.outputs.is_empty() && !self.leaves_outputs() && !repeats(index, ways);
        match ways {
            [one] => Returns::One(*one),
            [one, other] if !fails && other.to == To::End => Returns::Ended(one.to),
            [one, other] if fails && whole => {
                match [one, other].map(|way| (way.to, way.after_success, way.after_failure)) {
                    [(to, true, false), (else_to, false, true)]
                    | [(else_to, false, true), (to, true, false)]
                        if to != To::End && else_to != To::End =>
                    {
                        Returns::Either(to, else_to)
                    }
                    _ => Returns::Several,
                }
            }
            _ => Returns::Several,
        }
    }

    /// Whether a failed attempt leaves outputs behind that are kept for later reads (decision D-39).
    pub fn leaves_outputs(&self) -> bool {
        self.outputs_after_failure && !self.outputs.is_empty() && self.operation().is_some()
    }

    /// Whether what a failed attempt leaves behind has a type of its own: that of a completed step promises more.
    pub fn has_attempt_type(&self) -> bool {
        let mut outputs = self.outputs.iter();
        self.leaves_outputs() && outputs.any(|output| !output.missing && !output.promoted)
    }

    /// Whether its function keeps the outputs itself in a flow that only goes forward, since it does not return them on
    /// every way that a success can take; it is the step numbered `index`, and `ways` are its own.
    pub fn keeps_outputs(&self, index: usize, ways: &[Way]) -> bool {
        let returned = match self.returns(index, ways) {
            Returns::One(way) => !way.after_failure,
            Returns::Either(..) | Returns::Ended(_) => true,
            Returns::Several => ways.iter().all(|way| !way.after_failure),
        };
        let keeps = self.leaves_outputs() || repeats(index, ways) || !returned;
        keeps && !self.outputs.is_empty()
    }
}

/// Whether one of its ways leads a step to itself.
pub fn repeats(index: usize, ways: &[Way]) -> bool {
    ways.iter().any(|way| way.to == To::Step(index))
}

impl Workflow {
    /// The ways on from a step of it.
    pub fn ways(&self, index: usize) -> Vec<Way> {
        let step = self.steps.get(index);
        step.map_or_else(Vec::new, |step| step.ways(index, self.steps.len()))
    }

    /// Whether control goes to later steps only, or to the same one again, and no other step runs during a step.
    pub(super) fn only_goes_forward(&self) -> bool {
        let mut steps = self.steps.iter().enumerate();
        steps.all(|(index, step)| {
            let forward = |way: &Way| !matches!(way.to, To::Step(to) if to < index);
            let mut actions = step.on_failure.iter();
            let helped = actions.any(|action| action.helper_step().is_some());
            step.entry != Entry::Control || self.ways(index).iter().all(forward) && !helped
        })
    }

    /// The steps that control comes to, in their order.
    pub fn controlled(&self) -> impl Iterator<Item = (usize, &Step)> {
        let steps = self.steps.iter().enumerate();
        steps.filter(|(_, step)| step.entry == Entry::Control)
    }
}
