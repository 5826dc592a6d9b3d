//! What the functions of the emitted code take from the run that they are part of.

use std::collections::BTreeMap;

/// What is known of a step's outputs at some point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Presence {
    /// The step is completed on every path that leads here.
    Completed,
    /// On some path it is not.
    #[default]
    Possible,
    /// On some path its last attempt that got a response failed, and left behind what it could.
    Attempted,
}

/// Parameters of a function, besides the call or step that each has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takes {
    /// The workflow's inputs.
    pub inputs: bool,
    /// The runs that were completed before.
    pub prerequisites: bool,
    /// Outputs of other steps, one by one, and what is known of them: in a flow that only goes forward.
    pub steps: BTreeMap<usize, Presence>,
    /// The place where the run keeps the step's own outputs: in a flow that only goes forward.
    pub kept: Borrow,
    /// The outputs of all steps so far.
    pub done: Borrow,
    /// The latest runs of called workflows.
    pub called: Borrow,
}

/// How a function takes what is shared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Borrow {
    /// Not at all.
    #[default]
    Nothing,
    /// To read.
    Shared,
    /// To write.
    Exclusive,
}

impl Takes {
    /// What is taken by one who does what `self` and `other` do.
    pub fn merge(&mut self, other: &Self) {
        self.inputs |= other.inputs;
        self.prerequisites |= other.prerequisites;
        self.steps.extend(&other.steps);
        self.kept = self.kept.max(other.kept);
        self.done = self.done.max(other.done);
        self.called = self.called.max(other.called);
    }
}
