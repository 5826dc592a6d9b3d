//! The runtime expressions that look at a step's response, with their places.

use std::ops::Range;

use crate::{
    expression::{Access, Expression, Message, OperandKind, Spanned},
    load::{Node, Place},
    model::{
        arazzo::Step,
        texts::{Form, Texts},
    },
};

use super::{
    criteria::Lists,
    criterion::{Parsed, compared_with_values},
};

/// An expression where it stands.
pub(crate) struct Reading {
    pub(crate) expression: Expression,
    /// `.name` and `[n]` applied to it.
    pub(crate) access: Vec<Spanned<Access>>,
    node: Node,
    span: Range<usize>,
    /// Whether positions in the expression are positions in the text.
    exact: bool,
    /// Whether it is only asked for its presence.
    pub(crate) presence: bool,
}

impl Reading {
    /// What the query at `node` reads of `expression`, its context.
    pub(crate) fn of_query(
        node: &Node,
        expression: Expression,
        access: Vec<Spanned<Access>>,
        span: Range<usize>,
    ) -> Self {
        Self {
            expression,
            access,
            node: node.clone(),
            span,
            exact: true,
            presence: false,
        }
    }

    /// The whole expression.
    pub(crate) fn place(&self) -> Place {
        self.piece(&self.span).unwrap_or_else(|| self.node.place())
    }

    /// A piece of the expression, where its place is known.
    pub(crate) fn piece(&self, span: &Range<usize>) -> Option<Place> {
        let text = self.node.as_str()?;
        let inside = text.get(span.clone()).is_some_and(|text| !text.is_empty());
        (self.exact && inside).then(|| self.node.within(span.clone()))
    }

    /// The text of a piece.
    pub(crate) fn text(&self, span: &Range<usize>) -> Option<&str> {
        self.node.as_str()?.get(span.clone())
    }
}

/// Expressions in outputs, criteria and actions of a step.
pub(crate) fn after_response(lists: &Lists) -> Vec<Reading> {
    let texts = &*lists.own.resolved.texts;
    let mut found = in_outputs(lists.own.step, texts);
    let all = lists.all().flat_map(|list| &list.criteria);
    found.extend(all.flat_map(|parsed| in_criterion(parsed, texts)));
    found
}

/// Expressions in outputs of a step.
pub(crate) fn in_outputs(step: &Step, texts: &Texts) -> Vec<Reading> {
    let mut found = Vec::new();
    for (_, node) in &step.outputs {
        match node.get("context") {
            Some(context) => {
                strings(&context, texts, &mut found);
                found.extend(pointer_into_body(node, &context, texts));
            }
            None => strings(node, texts, &mut found),
        }
    }
    found
}

/// The way that a selector of type `jsonpointer` takes through the whole body.
fn pointer_into_body(selector: &Node, context: &Node, texts: &Texts) -> Option<Reading> {
    let expression = texts.expression(context)?.read.clone().ok()?;
    if !matches!(expression, Expression::Response(Message::Body(None))) {
        return None;
    }
    let node = selector.get("selector")?;
    let pointer = texts.pointer(&node)?.constant()?;
    let text = node.as_str()?;
    let mut access = Vec::new();
    let mut start = 1;
    for (raw, token) in text.split('/').skip(1).zip(pointer.tokens()) {
        let span = start..start + raw.len();
        start = span.end + 1;
        let value = Access::Member(token);
        access.push(Spanned { value, span });
    }
    Some(Reading {
        expression,
        access,
        span: 0..text.len(),
        node,
        exact: true,
        presence: false,
    })
}

/// Expressions in a criterion, whose pointers are those that are meant.
pub(crate) fn in_criterion(parsed: &Parsed, texts: &Texts) -> Vec<Reading> {
    let mut found = Vec::new();
    if let Some(context) = &parsed.criterion.context {
        strings(&context.node, texts, &mut found);
    }
    let Some(condition) = &parsed.condition else {
        return found;
    };
    let compared = compared_with_values(condition);
    for operand in condition.operands() {
        if let OperandKind::Expression(expression) = &operand.kind {
            found.push(Reading {
                expression: expression.clone(),
                access: operand.access.clone(),
                node: parsed.node().clone(),
                span: operand.span.clone(),
                exact: parsed.exact(),
                presence: !compared.iter().any(|known| std::ptr::eq(*known, operand)),
            });
        }
    }
    found
}

/// The expressions of a string, in its standard form or a tolerated one.
fn strings(node: &Node, texts: &Texts, found: &mut Vec<Reading>) {
    let Some(written) = texts.value(node) else {
        return;
    };
    let reading = |expression, span, exact| Reading {
        expression,
        access: Vec::new(),
        node: node.clone(),
        span,
        exact,
        presence: false,
    };
    match &written.form {
        Form::Every(every, _) => {
            found.push(reading(every.list.clone(), every.span.clone(), false));
        }
        Form::Expression(_) | Form::Template(..) => {
            let all = written.expressions().into_iter();
            found.extend(all.map(|read| reading(read.value.clone(), read.span.clone(), true)));
        }
        Form::Plain(_) | Form::Invalid(..) => {
            let length = node.as_str().map_or(0, str::len);
            let meant = written.expression();
            found.extend(meant.map(|meant| reading(meant.clone(), 0..length, false)));
        }
    }
}
