//! What follows from the actions of a step: which of them run, and where they lead.

use super::{
    Action, ActionKind, Borrow, Control, Criterion, Helper, OperationCall, Origin, Poll, Read,
    Step, StepCall, Test, To, Way, Workflow,
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

impl Action {
    /// The step that runs before it repeats its own (decision D-19).
    pub fn helper_step(&self) -> Option<usize> {
        match self.kind {
            ActionKind::Retry {
                helper: Some(Helper::Step(step)),
                ..
            } => Some(step),
            _ => None,
        }
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
        let mut steps = self.controlled();
        self.control == Control::Back
            || steps.any(|(index, _)| self.ways(index).iter().any(|way| way.to == To::End))
    }

    /// Whether some step leads out of a workflow whose actions jump; a circle without an exit never does.
    pub fn comes_to_an_end(&self) -> bool {
        let out = |way: &Way| matches!(way.to, To::Completion | To::End);
        let mut steps = self.controlled();
        steps.any(|(index, _)| self.ways(index).iter().any(out))
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
        !self.on_failure.is_empty() || self.leaves_outputs()
    }

    /// Whether no answer is ever final, so that the step never succeeds (decision D-56).
    pub fn never_succeeds(&self) -> bool {
        self.polls.iter().any(Poll::always)
    }

    /// The steps that run as helpers of its retries.
    pub fn helpers(&self) -> Vec<usize> {
        let actions = self.on_failure.iter();
        actions.filter_map(Action::helper_step).collect()
    }
}
