//! The criteria of a step and of its actions.

use crate::{
    model::{
        arazzo::{Criterion, CriterionKind, Step},
        texts::Texts,
    },
    resolve::workflow::{ResolvedAction, ResolvedStep},
};

use super::{
    criterion::{Parsed, parsed},
    dotted,
    known::Point,
    standing::At,
    statuses,
    view::{Placed, View},
};

/// Criteria that must hold together.
pub(crate) struct List<'a> {
    /// The step, in execution order.
    pub(crate) index: usize,
    pub(crate) step: &'a Step,
    pub(crate) resolved: &'a ResolvedStep,
    pub(crate) at: At,
    pub(crate) criteria: Vec<Parsed<'a>>,
    /// The statuses that they and those around leave possible.
    pub(crate) possible: Vec<u16>,
}

/// The criteria of a step.
pub(crate) struct Lists<'a> {
    /// Its `successCriteria`.
    pub(crate) own: List<'a>,
    /// Those of its success actions, in order.
    pub(crate) on_success: Vec<List<'a>>,
    /// Those of its failure actions, in order.
    pub(crate) on_failure: Vec<List<'a>>,
}

impl<'a> Lists<'a> {
    pub(super) fn of(view: &View, (index, step, resolved): Placed<'a>) -> Self {
        let texts = &resolved.texts;
        let read = |criteria: &'a [Criterion], at| {
            let settled = |criterion| settled(criterion, view, (index, at), texts);
            criteria.iter().map(settled).collect::<Vec<_>>()
        };
        let own = read(&step.success_criteria, At::Criteria);
        let list = |at, criteria: Vec<Parsed<'a>>, own: &[Parsed]| List {
            index,
            step,
            resolved,
            at,
            possible: possible(at, &criteria, own),
            criteria,
        };
        let of_action = |at| {
            let own = &own;
            move |action: &'a ResolvedAction| list(at, read(&action.model.criteria, at), own)
        };
        let success = resolved.on_success.iter().map(of_action(At::SuccessAction));
        let failure = resolved.on_failure.iter().map(of_action(At::FailureAction));
        let (on_success, on_failure) = (success.collect(), failure.collect());
        Self {
            on_success,
            on_failure,
            own: list(At::Criteria, own, &[]),
        }
    }

    /// All of them, those of the step first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &List<'a>> {
        let actions = self.on_success.iter().chain(&self.on_failure);
        std::iter::once(&self.own).chain(actions)
    }
}

/// The statuses that `criteria` leave possible where they are looked at, in a step whose own ones are `own`.
fn possible(at: At, criteria: &[Parsed], own: &[Parsed]) -> Vec<u16> {
    let fits = |status: &u16| {
        let status = Some(*status);
        let around = match at {
            At::SuccessAction => statuses::succeeds(own, status),
            At::FailureAction => statuses::succeeds(own, status).map(|success| !success),
            _ => None,
        };
        around != Some(false) && statuses::all_hold(criteria, status) != Some(false)
    };
    (100..600).filter(fits).collect()
}

impl List<'_> {
    /// Where they stand.
    pub(crate) fn point(&self) -> Point<'_> {
        Point {
            step: Some(self.index),
            at: self.at,
            possible: &self.possible,
        }
    }

    /// Whether every criterion could be read: else which statuses they leave possible is not known.
    pub(crate) fn is_whole(&self) -> bool {
        let unread = |parsed: &Parsed| {
            let simple = matches!(parsed.criterion.kind, CriterionKind::Simple);
            simple && parsed.condition.is_none()
        };
        !self.step.unread.criteria && !self.criteria.iter().any(unread)
    }
}

/// A criterion at a place of a step, with the pointers that are meant in its condition.
fn settled<'a>(
    criterion: &'a Criterion,
    view: &View,
    place: (usize, At),
    texts: &Texts,
) -> Parsed<'a> {
    let mut parsed = parsed(criterion, texts);
    let settle = |condition| dotted::settle(condition, view, place);
    parsed.condition = parsed.condition.map(settle);
    parsed
}
