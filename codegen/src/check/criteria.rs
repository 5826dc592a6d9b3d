//! The simple conditions of a workflow, parsed, each with the place it stands in.

use std::{cell::OnceCell, ops::Range};

use crate::{
    expression::{Condition, Operand, OperandKind},
    load::{Node, Place},
    model::{
        arazzo::{Criterion, CriterionKind, Step},
        texts::Texts,
    },
    resolve::workflow::{ResolvedAction, ResolvedStep},
};

use super::{
    dotted,
    subject::{Subject, View},
};

/// Criteria that must hold together.
pub(super) struct List<'a> {
    /// The step, in execution order.
    pub(super) index: usize,
    pub(super) step: &'a Step,
    pub(super) resolved: &'a ResolvedStep,
    pub(super) at: At,
    pub(super) criteria: Vec<Parsed<'a>>,
    /// The statuses that they and those around leave possible, once somebody asked.
    pub(super) possible: OnceCell<Vec<u16>>,
}

impl<'a> List<'a> {
    /// The `successCriteria` of a step.
    pub(super) fn of_step(index: usize, step: &'a Step, resolved: &'a ResolvedStep) -> Self {
        Self {
            index,
            step,
            resolved,
            at: At::Step,
            criteria: step
                .success_criteria
                .iter()
                .map(|criterion| parsed(criterion, &resolved.texts))
                .collect(),
            possible: OnceCell::new(),
        }
    }

    /// The `criteria` of an action that is looked at after a success of the step.
    pub(super) fn of_success_action(of: &Self, action: &'a ResolvedAction) -> Self {
        Self {
            index: of.index,
            step: of.step,
            resolved: of.resolved,
            at: At::SuccessAction,
            criteria: action
                .model
                .criteria
                .iter()
                .map(|criterion| parsed(criterion, &of.resolved.texts))
                .collect(),
            possible: OnceCell::new(),
        }
    }

    /// Whether every criterion could be read: else which statuses they leave possible is not known.
    pub(super) fn is_whole(&self) -> bool {
        let unread = |parsed: &Parsed| {
            let simple = matches!(parsed.criterion.kind, CriterionKind::Simple);
            simple && parsed.condition.is_none()
        };
        !self.step.unread.criteria && !self.criteria.iter().any(unread)
    }
}

/// Whose criteria they are.
#[derive(Clone, Copy)]
pub(super) enum At {
    Step,
    SuccessAction,
    FailureAction,
}

/// A criterion.
pub(super) struct Parsed<'a> {
    pub(super) criterion: &'a Criterion,
    /// The condition; `None` for other engines and where it cannot be understood.
    pub(super) condition: Option<Condition>,
    /// Whether positions in the condition are positions in the text.
    exact: bool,
}

impl Parsed<'_> {
    /// The place of a piece of the condition.
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        let node = self.node();
        if self.exact && !span.is_empty() {
            node.within(span.clone())
        } else {
            node.place()
        }
    }

    /// Whether positions in the condition are positions in the text.
    pub(super) fn exact(&self) -> bool {
        self.exact
    }

    /// `text` as a string of the condition's language; `None` where that takes more than quotes around it.
    pub(super) fn quoted(&self, text: &str) -> Option<String> {
        match self.criterion.kind {
            CriterionKind::Simple => Some(format!("'{}'", text.replace('\'', "''"))),
            _ => (!text.contains(['\'', '\\'])).then(|| format!("'{text}'")),
        }
    }

    /// The condition as it is written.
    pub(super) fn text(&self) -> &str {
        &self.criterion.condition.text
    }

    /// The text of the condition.
    pub(super) fn node(&self) -> &Node {
        &self.criterion.condition.node
    }
}

/// All lists of criteria of the workflow.
pub(super) fn lists<'a>(subject: &Subject<'a>) -> Vec<List<'a>> {
    let view = subject.view();
    let mut lists = Vec::new();
    for (index, step, resolved) in subject.steps() {
        let mut add = |at, criteria: &'a [Criterion]| {
            lists.push(List {
                index,
                step,
                resolved,
                at,
                criteria: criteria
                    .iter()
                    .map(|criterion| settled(criterion, &view, index, &resolved.texts))
                    .collect(),
                possible: OnceCell::new(),
            });
        };
        add(At::Step, &step.success_criteria);
        for action in &resolved.on_success {
            add(At::SuccessAction, &action.model.criteria);
        }
        for action in &resolved.on_failure {
            add(At::FailureAction, &action.model.criteria);
        }
    }
    lists
}

/// A criterion of the step at `index`, in execution order, with the pointers that are meant in its condition.
pub(super) fn settled<'a>(
    criterion: &'a Criterion,
    view: &View,
    index: usize,
    texts: &Texts,
) -> Parsed<'a> {
    let mut parsed = parsed(criterion, texts);
    let settle = |condition| dotted::settle(condition, view, index);
    parsed.condition = parsed.condition.map(settle);
    parsed
}

/// What a simple condition says, in its standard form or a tolerated one.
pub(super) fn parsed<'a>(criterion: &'a Criterion, texts: &Texts) -> Parsed<'a> {
    let simple = texts.condition(&criterion.condition.node);
    Parsed {
        criterion,
        condition: simple.and_then(|simple| simple.condition()).cloned(),
        exact: simple.is_none_or(|simple| simple.read.is_ok()),
    }
}

/// Every comparison in a condition.
pub(super) fn comparisons(condition: &Condition) -> Vec<&Condition> {
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
pub(super) fn compared_with_values(condition: &Condition) -> Vec<&Operand> {
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
