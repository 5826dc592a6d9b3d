//! One criterion: what its simple condition says, and the place it stands in.

use std::ops::Range;

use crate::{
    expression::{Condition, Operand, OperandKind},
    load::{Node, Place},
    model::{
        arazzo::{Criterion, CriterionKind},
        texts::Texts,
    },
};

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
