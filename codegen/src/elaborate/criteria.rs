//! The simple conditions of a workflow, each with the place it stands in.

use std::ops::Range;

use crate::{
    expression::{Condition, Operand, OperandKind},
    load::{Node, Place},
    model::{
        arazzo::{Criterion, CriterionKind, Step},
        texts::Texts,
    },
    resolve::workflow::{ResolvedAction, ResolvedStep},
};

use super::{View, dotted, statuses, view::Placed};

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
        let settled = |criterion| settled(criterion, view, index, texts);
        let read = |criteria: &'a [Criterion]| criteria.iter().map(settled).collect::<Vec<_>>();
        let own = read(&step.success_criteria);
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
            move |action: &'a ResolvedAction| list(at, read(&action.model.criteria), own)
        };
        let success = resolved.on_success.iter().map(of_action(At::SuccessAction));
        let failure = resolved.on_failure.iter().map(of_action(At::FailureAction));
        let (on_success, on_failure) = (success.collect(), failure.collect());
        Self {
            on_success,
            on_failure,
            own: list(At::Step, own, &[]),
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
            At::Step => None,
            At::SuccessAction => statuses::succeeds(own, status),
            At::FailureAction => statuses::succeeds(own, status).map(|success| !success),
        };
        around != Some(false) && statuses::all_hold(criteria, status) != Some(false)
    };
    (100..600).filter(fits).collect()
}

impl List<'_> {
    /// Whether every criterion could be read: else which statuses they leave possible is not known.
    pub(crate) fn is_whole(&self) -> bool {
        let unread = |parsed: &Parsed| {
            let simple = matches!(parsed.criterion.kind, CriterionKind::Simple);
            simple && parsed.condition.is_none()
        };
        !self.step.unread.criteria && !self.criteria.iter().any(unread)
    }
}

/// Whose criteria they are.
#[derive(Clone, Copy)]
pub(crate) enum At {
    Step,
    SuccessAction,
    FailureAction,
}

/// A criterion.
pub(crate) struct Parsed<'a> {
    pub(crate) criterion: &'a Criterion,
    /// The condition; `None` for other engines and where it cannot be understood.
    pub(crate) condition: Option<Condition>,
    /// Whether positions in the condition are positions in the text.
    exact: bool,
}

impl Parsed<'_> {
    /// The place of a piece of the condition.
    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let node = self.node();
        if self.exact && !span.is_empty() {
            node.within(span.clone())
        } else {
            node.place()
        }
    }

    /// Whether positions in the condition are positions in the text.
    pub(crate) fn exact(&self) -> bool {
        self.exact
    }

    /// `text` as a string of the condition's language; `None` where that takes more than quotes around it.
    pub(crate) fn quoted(&self, text: &str) -> Option<String> {
        match self.criterion.kind {
            CriterionKind::Simple => Some(format!("'{}'", text.replace('\'', "''"))),
            _ => (!text.contains(['\'', '\\'])).then(|| format!("'{text}'")),
        }
    }

    /// The condition as it is written.
    pub(crate) fn text(&self) -> &str {
        &self.criterion.condition.text
    }

    /// The text of the condition.
    pub(crate) fn node(&self) -> &Node {
        &self.criterion.condition.node
    }
}

/// A criterion of the step at `index`, in execution order, with the pointers that are meant in its condition.
fn settled<'a>(criterion: &'a Criterion, view: &View, index: usize, texts: &Texts) -> Parsed<'a> {
    let mut parsed = parsed(criterion, texts);
    let settle = |condition| dotted::settle(condition, view, index);
    parsed.condition = parsed.condition.map(settle);
    parsed
}

/// What a simple condition says, in its standard form or a tolerated one.
pub(crate) fn parsed<'a>(criterion: &'a Criterion, texts: &Texts) -> Parsed<'a> {
    let simple = texts.condition(&criterion.condition.node);
    Parsed {
        criterion,
        condition: simple.and_then(|simple| simple.condition()).cloned(),
        exact: simple.is_none_or(|simple| simple.read.is_ok()),
    }
}

/// Every comparison in a condition.
pub(crate) fn comparisons(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::Or(left, right) | Condition::And(left, right) => {
            let mut all = comparisons(left);
            all.extend(comparisons(right));
            all
        }
        Condition::Not(inner) => comparisons(inner),
        Condition::Compare(..) => vec![condition],
        Condition::Truthy(_) => Vec::new(),
    }
}

/// Operands that are compared with something else than `null`: the others are only asked whether they are there.
pub(crate) fn compared_with_values(condition: &Condition) -> Vec<&Operand> {
    let mut found = Vec::new();
    for comparison in comparisons(condition) {
        if let Condition::Compare(left, _, right) = comparison {
            let null = |operand: &Operand| matches!(operand.kind, OperandKind::Null);
            if !null(left) && !null(right) {
                found.extend([left, right]);
            }
        }
    }
    found
}
