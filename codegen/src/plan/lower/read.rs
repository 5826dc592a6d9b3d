//! A runtime expression becomes a read: where the value comes from, its type, and whether it may be missing.

use std::ops::Range;

use crate::{
    check,
    diagnostic::{Code, Severity},
    elaborate::place::Place,
    elaborate::read::Note,
    expression::{Access, Expression, Spanned, SyntaxError, Template, Tolerated},
    load::Node,
    model::texts::All,
    plan::{Origin, Read},
    types::Type,
};

use super::{
    nonstandard,
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// A string that is not as the standard has it: why, what it means all the same, and the values that it names together.
pub(super) type Broken<'e, T> = (&'e SyntaxError, Option<(T, &'e Tolerated)>, Option<&'e All>);

/// A value before the way into it is applied.
pub(super) struct Found {
    pub(super) origin: Origin,
    pub(super) ty: Type,
    pub(super) missing: bool,
}

impl WorkflowBuilder<'_, '_> {
    /// The expression that the whole string at `node` is.
    pub(super) fn expression_at(&mut self, node: &Node, scope: &Scope) -> Option<Read> {
        let length = node.as_str()?.len();
        let whole = self.texts().expression(node)?;
        let standard = whole.standard.as_ref();
        let meant = standard.map(|(expression, tolerated)| (expression, tolerated));
        let expression = match &whole.read {
            Ok(expression) => expression,
            Err(error) => {
                let all = whole.all.as_ref();
                self.tolerated_expression((error, meant, all), node, scope)?
            }
        };
        self.read(expression, &[], node, 0..length, scope)
    }

    /// An expression in a form that the tolerance table reads as meant; where there is no such form `error` is reported, and
    /// under `--strict` the form.
    pub(super) fn tolerated_expression<'e>(
        &mut self,
        (error, meant, all): Broken<'e, &'e Expression>,
        node: &Node,
        scope: &Scope,
    ) -> Option<&'e Expression> {
        let Some((expression, tolerated)) = meant else {
            if !self.lacks_all_values(all, node, scope) {
                self.syntax_error(Code::InvalidExpression, node, error.clone(), scope);
            }
            return None;
        };
        let found = nonstandard::expression(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(expression)
    }

    /// The same for a string that may embed expressions. What it embeds stands where it does in the text as given.
    pub(super) fn tolerated_template<'e>(
        &mut self,
        (error, standard, all): Broken<'e, &'e Template>,
        node: &Node,
        scope: &Scope,
    ) -> Option<&'e Template> {
        let meant = standard.filter(|(_, tolerated)| {
            let mut references = tolerated.references.iter();
            references.all(|reference| self.declares(&reference.value))
        });
        let Some((template, tolerated)) = meant else {
            if !self.lacks_all_values(all, node, scope) {
                self.syntax_error(Code::InvalidExpression, node, error.clone(), scope);
            }
            return None;
        };
        let found = nonstandard::expression(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(template)
    }

    /// Resolves `expression`, which stands at `span` of the string at `node`, with `access` applied to it.
    pub(super) fn read(
        &mut self,
        expression: &Expression,
        access: &[Spanned<Access>],
        node: &Node,
        span: Range<usize>,
        scope: &Scope,
    ) -> Option<Read> {
        let text = node
            .as_str()
            .and_then(|text| text.get(span.clone()))
            .unwrap_or_default()
            .to_owned();
        let at = Place { node, span };
        let mut notes = Vec::new();
        let standing = (scope.step, scope.at);
        let view = self.view;
        let read = view.read(expression, access, standing, &mut notes);
        notes.iter().for_each(|note| self.note(note, &at, scope));
        let mut read = match read {
            Ok(read) => read,
            Err(refused) => {
                if let Some(found) = check::unreadable(&view, &refused, &at) {
                    self.report(found, scope);
                }
                return None;
            }
        };
        let mut found = self.found(read.origin, &mut read.way, &at, scope)?;
        found.missing |= read.missing;
        let tokens = read.way;
        let secret = match found.origin {
            Origin::RequestBody => self.sent_secret(&tokens, scope),
            _ => None,
        };
        let mut read = self.descend(found, &tokens, text, &at, scope)?;
        if let Some(secret) = secret {
            read.ty = secret;
        }
        Some(read)
    }

    /// Reports what is unusual about an expression.
    fn note(&mut self, note: &Note, at: &Place<'_>, scope: &Scope) {
        let found = check::noted(note, at);
        match note {
            // Inside a simple condition dots are operators (decision D-06).
            Note::Dotted { .. } if scope.at == At::Criteria || at.condition() => {}
            Note::Dotted { .. } | Note::UnusualInput(_) => {
                self.tolerate(found, scope);
            }
            Note::Nested => self.report(found, scope),
        }
    }

    /// Whether the step of `scope` calls a workflow.
    pub(super) fn calls_workflow(&self, scope: &Scope) -> bool {
        scope
            .step
            .is_some_and(|step| self.view.called(step).is_some())
    }
}
