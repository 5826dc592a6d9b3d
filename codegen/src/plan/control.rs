//! What follows from the actions of a step: which of them run, and where they lead.

use super::{
    Action, ActionKind, Borrow, Control, Criterion, Entry, Helper, OperationCall, Origin, Poll,
    Read, Step, StepCall, Test, Workflow,
};

impl Action {
    /// Whether it can ever run.
    pub fn can_run(&self) -> bool {
        let never = |test: &Test| matches!(test, Test::Constant(false));
        !matches!(self.kind, ActionKind::Retry { limit: 0, .. })
            && !self.criteria.iter().any(|one| never(&one.test))
    }

    /// Whether it runs whenever its turn comes.
    pub fn always(&self) -> bool {
        let always = |test: &Test| matches!(test, Test::Constant(true));
        self.criteria.iter().all(|one| always(&one.test))
    }
}

impl Poll {
    /// Whether no answer is final.
    pub fn always(&self) -> bool {
        let always = |test: &Test| matches!(test, Test::Constant(true));
        self.tests().iter().all(always)
    }
}

impl Workflow {
    /// Whether it can come to its end at several places, so that its outputs are evaluated behind them.
    pub fn ends_early(&self) -> bool {
        self.control == Control::Jumps || self.steps.iter().any(Step::ends)
    }

    /// Whether some step leads out of a workflow whose actions jump; a circle without an exit never does.
    pub fn comes_to_an_end(&self) -> bool {
        let count = self.steps.len();
        let leaves = |action: &Action, failed: bool| match action.kind {
            ActionKind::End => !failed,
            ActionKind::Transfer(_) => true,
            _ => false,
        };
        let mut steps = self.steps.iter().enumerate();
        steps.any(|(index, step)| {
            let last = index + 1 == count;
            let goes_on = !step.on_success.last().is_some_and(Action::always);
            let mut success = step.on_success.iter();
            let proceeds = |action: &Action| matches!(action.kind, ActionKind::Proceed);
            let after_success = !step.never_succeeds()
                && (last && (goes_on || success.clone().any(proceeds))
                    || success.any(|action| leaves(action, false)));
            let mut failure = step.on_failure.iter();
            let after_failure =
                failure.any(|action| leaves(action, true) || (last && proceeds(action)));
            step.entry == Entry::Control && (after_success || after_failure)
        })
    }

    /// Whether some step has outputs.
    pub fn has_step_outputs(&self) -> bool {
        self.steps.iter().any(|step| !step.outputs.is_empty())
    }

    /// Whether a failed run can have outputs (decision D-03).
    pub fn has_partial_outputs(&self) -> bool {
        self.ends_on_failure && !self.outputs.is_empty()
    }

    /// Whether the latest runs of called workflows are kept.
    pub fn keeps_called(&self) -> bool {
        let early = self.ends_early() || self.has_partial_outputs();
        self.run_takes.called != Borrow::Nothing
            || (early && self.outputs_take.called != Borrow::Nothing)
    }
}

impl Step {
    /// The operation that it calls, if it calls one.
    pub fn operation(&self) -> Option<&OperationCall> {
        match &self.call {
            StepCall::Operation(call) => Some(call),
            StepCall::Workflow(_) => None,
        }
    }

    /// Whether a success action ends the workflow early, or another workflow takes over then.
    pub fn ends(&self) -> bool {
        let mut actions = self.on_success.iter();
        actions.any(|action| matches!(action.kind, ActionKind::End | ActionKind::Transfer(_)))
    }

    /// Whether what follows a success reads the response, or of a called workflow the run.
    pub fn actions_read_answer(&self) -> bool {
        let calls = self.operation().is_none();
        self.on_success.iter().any(|action| {
            let criteria = action.criteria.iter();
            let asks_status = criteria
                .clone()
                .any(|criterion| criterion.test.asks_status());
            let mut reads: Vec<&Read> = criteria.flat_map(Criterion::reads).collect();
            if let ActionKind::Transfer(call) = &action.kind {
                reads.extend(
                    call.inputs
                        .iter()
                        .flat_map(|argument| argument.value.reads()),
                );
            }
            let paced = matches!(action.kind, ActionKind::Goto { paced: true, .. });
            match calls {
                true => reads
                    .iter()
                    .any(|read| matches!(read.origin, Origin::JustCalled { .. })),
                false => {
                    asks_status || paced || reads.iter().any(|read| read.origin.is_of_response())
                }
            }
        })
    }

    /// Whether failures are acted upon, or what a failed attempt left behind is kept.
    pub fn acts_on_failure(&self) -> bool {
        !self.on_failure.is_empty() || self.outputs_after_failure
    }

    /// Whether no answer is ever final, so that the step never succeeds (decision D-56).
    pub fn never_succeeds(&self) -> bool {
        self.polls.iter().any(Poll::always)
    }

    /// The steps that run as helpers of its retries (decision D-19).
    pub fn helpers(&self) -> Vec<usize> {
        let helper = |action: &Action| match action.kind {
            ActionKind::Retry {
                helper: Some(Helper::Step(step)),
                ..
            } => Some(step),
            _ => None,
        };
        self.on_failure.iter().filter_map(helper).collect()
    }

    /// The steps among `count` that control goes to from this one, which is the one numbered `index`.
    pub fn targets(&self, index: usize, count: usize) -> Vec<usize> {
        let next = index.saturating_add(1);
        let mut targets = Vec::new();
        if !self.on_success.last().is_some_and(Action::always) {
            targets.push(next);
        }
        for action in self.on_success.iter().chain(&self.on_failure) {
            match action.kind {
                ActionKind::Proceed => targets.push(next),
                ActionKind::Goto { step, .. } => targets.push(step),
                ActionKind::End | ActionKind::Transfer(_) | ActionKind::Retry { .. } => {}
            }
        }
        targets.retain(|target| *target < count);
        targets
    }
}
