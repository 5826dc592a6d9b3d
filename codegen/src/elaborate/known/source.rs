//! Where the value of an expression comes from in the end: behind the outputs that it reads, through steps and the workflows
//! they call.

use std::borrow::Cow;

use crate::{
    expression::Expression,
    load::Node,
    model::{arazzo::ActionKind, texts::Texts},
    resolve::{
        operation::Operation,
        workflow::{ResolvedAction, ResolvedStep},
    },
};

use super::super::{
    read::{Origin, Value},
    standing::At,
    view::{View, operation},
};

/// Outputs that read outputs are followed this far.
const MAX_DEPTH: usize = 6;

/// Where an expression stands, and the statuses after which it is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point<'p> {
    /// The step, in execution order; `None` outside of all.
    pub(crate) step: Option<usize>,
    pub(crate) at: At,
    pub(crate) possible: &'p [u16],
}

/// Where a value comes from.
pub(super) struct Source<'v> {
    /// The workflow it is read in.
    pub(super) view: View<'v>,
    /// The step whose exchange it is, in execution order.
    step: Option<usize>,
    /// The statuses that the exchange can have.
    pub(super) possible: Cow<'v, [u16]>,
    pub(super) origin: Origin,
    pub(super) way: Vec<String>,
    /// Whether it has become an output, which has the type of its schema.
    pub(super) output: bool,
}

impl<'v> Source<'v> {
    /// Where the value at `way` below `expression` comes from; `None` where it reads nothing, or too many outputs of outputs.
    pub(super) fn of(
        view: &View<'v>,
        point: Point<'v>,
        expression: &'v Expression,
        way: Vec<String>,
    ) -> Option<Self> {
        let mut found = Self {
            view: *view,
            step: point.step,
            possible: Cow::Borrowed(point.possible),
            origin: Origin::Nothing,
            way,
            output: false,
        };
        let (mut at, mut expression) = (point.at, expression);
        for _ in 0..=MAX_DEPTH {
            let read = found
                .view
                .read(expression, &[], (found.step, at), &mut Vec::new());
            let mut read = read.ok()?;
            read.way.append(&mut found.way);
            found.way = read.way;
            (expression, at) = match read.origin {
                Origin::OwnOutput(output) => {
                    let step = found.step?;
                    (found.in_step(step, output, true)?, At::Outputs)
                }
                Origin::Step { step, output, .. } => {
                    let failed = found.goes_on_after_failure(step)?;
                    (found.in_step(step, output, failed)?, At::Outputs)
                }
                Origin::Workflow {
                    id,
                    value: Value::Output(output),
                    ..
                } => {
                    found.view = found.view.workflow(id)?;
                    (found.step, found.possible) = (None, Cow::default());
                    let (_, node) = found.view.model.outputs.get(output)?;
                    (only(node, &found.view.resolved.texts)?, At::WorkflowOutputs)
                }
                origin => {
                    found.origin = origin;
                    return Some(found);
                }
            };
            found.output = true;
        }
        None
    }

    /// Goes on in the step at `step`, in its `output`; `failed`: of an attempt that failed, perhaps.
    fn in_step(&mut self, step: usize, output: usize, failed: bool) -> Option<&'v Expression> {
        self.possible = match failed {
            true => Cow::Owned((100..600).collect()),
            false => Cow::Borrowed(&self.view.success(step)?.possible),
        };
        self.step = Some(step);
        let (_, node) = self.view.step(step)?.outputs.get(output)?;
        only(node, &self.view.resolved.texts)
    }

    /// Whether control can go on from a failed attempt of the step to who reads its outputs.
    fn goes_on_after_failure(&self, step: usize) -> Option<bool> {
        let ends = self.step.is_none();
        let goes_on = |action: &ResolvedAction| match action.model.kind {
            ActionKind::Goto => true,
            ActionKind::End => ends,
            ActionKind::Retry => false,
        };
        let step = self.view.resolved.steps.get(step)?;
        Some(step.on_failure.iter().any(goes_on))
    }

    fn resolved(&self) -> Option<&'v ResolvedStep> {
        self.view.resolved.steps.get(self.step?)
    }

    /// The operation whose exchange it is.
    pub(super) fn operation(&self) -> Option<&'v Operation> {
        operation(self.resolved()?)
    }

    /// The schema of all inputs, and the way in it to the value, if it is one of an input.
    pub(super) fn input(&self) -> Option<(Node, Vec<String>)> {
        let Origin::Input(index) = self.origin else {
            return None;
        };
        let schema = self.view.model.inputs.as_ref()?;
        let name = self.view.inputs().get(index)?.clone();
        let whole = std::iter::once(name).chain(self.way.iter().cloned());
        Some((schema.clone(), whole.collect()))
    }
}

/// The expression that an output consists of.
fn only<'t>(node: &Node, texts: &'t Texts) -> Option<&'t Expression> {
    texts.value(node)?.expression()
}
