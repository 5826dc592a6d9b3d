//! What happens after a step: success and failure actions, resolved.

use std::time::Duration;

use super::{
    Origin, WorkflowRef,
    criterion::{Criterion, Test},
    value::Value,
    workflow::InputField,
};

/// An action of a step; lists are merged with the workflow's by name (decision D-15).
#[derive(Debug, Clone)]
pub struct Action {
    /// `name`.
    pub name: String,
    /// What it does.
    pub kind: ActionKind,
    /// All must hold; none means always (decision D-13).
    pub criteria: Vec<Criterion>,
}

/// What an action does.
#[derive(Debug, Clone)]
pub enum ActionKind {
    /// Go on with the step that follows in order (a `goto` to just that step).
    Proceed,
    /// End the workflow: `Termination::Ended` after success, a failure `ended_by` the action after failure.
    End,
    /// Go to a step.
    Goto {
        /// Index into [`super::Workflow::steps`].
        step: usize,
        /// Whether the loop this closes is polling and must be paced (decision D-51).
        paced: bool,
    },
    /// Run another workflow to its end, then end this one (decision D-22).
    Transfer(WorkflowCall),
    /// Run the step again.
    Retry {
        /// Rust variable for its counter.
        ident: String,
        /// `retryLimit`, 1 where not given.
        limit: u32,
        /// `retryAfter`.
        after: Duration,
        /// Runs once before the retry (decision D-19).
        helper: Option<Helper>,
    },
}

/// A way out of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit {
    /// Where it leads.
    pub to: Destination,
    /// Whether it is taken after success.
    pub succeeded: bool,
    /// Index into [`super::Step::on_success`] or [`super::Step::on_failure`]; none where control just goes on.
    pub action: Option<usize>,
}

/// Where an [`Exit`] leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// To a step: index into [`super::Workflow::steps`].
    Step(usize),
    /// The workflow is completed.
    Completed,
    /// A success action ends it.
    Ended,
    /// A failure action ends it.
    Failed,
    /// The workflow goes on as another one.
    Workflow(WorkflowRef),
}

/// A `retry` among the success actions of a step: what it is repeated for (decision D-56).
#[derive(Debug, Clone)]
pub struct Poll {
    /// The name of the action.
    pub name: String,
    /// All hold for an answer that is not final; none means always.
    pub criteria: Vec<Criterion>,
    /// Criteria of the actions before it: where those of one of them hold, that action is taken.
    pub unless: Vec<Vec<Criterion>>,
}

impl Poll {
    /// What holds for an answer that is not final.
    pub fn tests(&self) -> Vec<Test> {
        let tests = |criteria: &[Criterion]| -> Vec<Test> {
            criteria
                .iter()
                .map(|criterion| criterion.test.clone())
                .collect()
        };
        let all = |criteria: &[Criterion]| {
            let and = |left, right| Test::And(Box::new(left), Box::new(right));
            tests(criteria)
                .into_iter()
                .reduce(and)
                .unwrap_or(Test::Constant(true))
        };
        let mut found: Vec<Test> = self
            .unless
            .iter()
            .map(|criteria| Test::Not(Box::new(all(criteria))))
            .collect();
        found.extend(tests(&self.criteria));
        found
    }

    /// Whether outputs of the step itself are part of the question.
    pub fn reads_outputs(&self) -> bool {
        let tests = self.tests();
        let mut reads = tests.iter().flat_map(Test::reads);
        reads.any(|read| matches!(read.origin, Origin::OwnOutput { .. }))
    }
}

/// What runs before a retry.
#[derive(Debug, Clone)]
pub enum Helper {
    /// A step of this workflow.
    Step(usize),
    /// A workflow.
    Workflow(WorkflowCall),
}

/// A call of a workflow.
#[derive(Debug, Clone)]
pub struct WorkflowCall {
    /// The target.
    pub workflow: WorkflowRef,
    /// Values for fields of the target's inputs; fields not named are left out.
    pub inputs: Vec<Argument>,
    /// Where the finished run is kept for later reads: index into [`super::Workflow::called`].
    pub slot: Option<usize>,
    /// For each prerequisite of the target, which prerequisite of the caller stands for it.
    pub prerequisites: Vec<usize>,
    /// Where its future lies.
    pub future: CallFuture,
}

/// Where the future of a called workflow lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFuture {
    /// In the caller's.
    Inside,
    /// On the heap, its type forgotten: a long chain of calls would otherwise be one type that the compiler gives up on.
    Erased,
    /// On the heap, since the call closes a circle. The compiler needs its type to see that such a future is `Send`.
    Boxed,
}

/// A value for an input of a called workflow.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Index into the target's [`super::Workflow::inputs`].
    pub field: usize,
    /// The value.
    pub value: Value,
    /// Whether the value's Rust type is the field's own, so that a clone does; otherwise it goes through JSON.
    pub same_type: bool,
}

impl Argument {
    /// Whether there may be nothing to hand on for `input`, so that its default fills in; null counts as nothing where
    /// the input cannot be null.
    pub fn may_be_missing(&self, input: &InputField) -> bool {
        match &self.value {
            Value::Read(read) => read.missing || read.ty.nullable && !input.ty.nullable,
            Value::Selector(selector) => selector.missing,
            _ => false,
        }
    }
}
