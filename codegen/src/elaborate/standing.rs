//! Where an expression stands, which decides what it may read there.

use crate::{
    flow::Flow,
    model::arazzo,
    resolve::workflow::{ResolvedTarget, WorkflowId},
};

use super::view::View;

/// Part of a step or workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// Parameters, payload, replacements: before there is a response.
    Request,
    /// `successCriteria`.
    Criteria,
    /// Outputs of the step.
    Outputs,
    /// The context of a selector among the outputs of the step: JSON for its engine.
    Context,
    /// `onSuccess`.
    SuccessAction,
    /// `onFailure`: there may be no response.
    FailureAction,
    /// Outputs of the workflow.
    WorkflowOutputs,
}

/// Why an expression has no value where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoValue {
    /// The step's exchange, where its request is built.
    BeforeResponse,
    /// The exchange of a step, outside of steps.
    OutsideStep,
    /// Outputs that are computed there.
    Itself,
    /// `$outputs` of a step that has called no workflow.
    NoOutputs,
    /// An output of a step that cannot have run before.
    TooEarly,
}

/// Whose outputs `$outputs` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    /// The workflow's that the step has just called.
    Called(WorkflowId),
    /// The step's own, the nearest reading in an operation step.
    Step,
    /// What the step calls was reported: it may have outputs.
    Unknown,
}

/// Which run of a step an expression reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// The one that is just over.
    Own,
    /// One before, which every path has or only some.
    Before { definite: bool },
}

impl At {
    /// Why the exchange of the step has no value.
    pub(crate) fn without_exchange(self) -> Option<NoValue> {
        match self {
            Self::Request => Some(NoValue::BeforeResponse),
            Self::WorkflowOutputs => Some(NoValue::OutsideStep),
            _ => None,
        }
    }

    fn in_action(self) -> bool {
        matches!(self, Self::SuccessAction | Self::FailureAction)
    }
}

impl View<'_> {
    /// Whose outputs `$outputs` reads.
    pub(crate) fn own_outputs(&self, here: Option<usize>, at: At) -> Result<Own, NoValue> {
        if at == At::WorkflowOutputs {
            return Err(NoValue::Itself);
        }
        let step = here.and_then(|here| self.resolved.steps.get(here));
        match step.and_then(|step| step.target.as_ref()) {
            Some(ResolvedTarget::Workflow(target)) if at != At::Request => Ok(Own::Called(*target)),
            Some(ResolvedTarget::Operation { .. }) if at.in_action() => Ok(Own::Step),
            None if here.is_some_and(|here| self.calls_unknown(here)) => Ok(Own::Unknown),
            _ => Err(NoValue::NoOutputs),
        }
    }

    /// Whether the step at `here` calls something that was reported, and that may be a workflow.
    fn calls_unknown(&self, here: usize) -> bool {
        let Some((_, step, resolved)) = self.steps().nth(here) else {
            return false;
        };
        let workflow = matches!(step.target, None | Some(arazzo::Target::WorkflowId(_)));
        workflow && resolved.target.is_none()
    }

    /// Which run of the step at `step` outputs are read of.
    pub(crate) fn run(&self, step: usize, (here, at): (Option<usize>, At)) -> Result<Run, NoValue> {
        let flow = self.flow();
        let own = here == Some(step);
        if own && at.in_action() {
            return Ok(Run::Own);
        }
        if own && matches!(at, At::Outputs | At::Context | At::Criteria) {
            return Err(NoValue::Itself);
        }
        let (possible, definite) = match here {
            Some(here) => {
                let maybe = flow.maybe_before.get(here);
                let before = flow.before.get(here);
                (
                    maybe.is_some_and(|before| before.contains(step)),
                    before.is_some_and(|before| before.contains(step)),
                )
            }
            None => (
                flow.maybe_at_end.contains(step),
                flow.at_completion.contains(step),
            ),
        };
        match possible || is_cut_off(flow, step, here) {
            true => Ok(Run::Before { definite }),
            false => Err(NoValue::TooEarly),
        }
    }
}

/// Whether `step` stands before what is at `here`, or is part of the same loop, and only actions that lead past one of them
/// keep it from running first: that is what `unreachable-step` tells.
fn is_cut_off(flow: &Flow, step: usize, here: Option<usize>) -> bool {
    match here {
        Some(here) => step < here && !(flow.is_reachable(here) && flow.is_reachable(step)),
        None => !flow.is_reachable(step),
    }
}
