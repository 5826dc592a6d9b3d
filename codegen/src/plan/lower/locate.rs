//! A runtime expression becomes a read: where its value is found, the way into it, its type, and whether it may be missing.

use std::ops::Range;

use crate::{
    check,
    elaborate::{place::Place, read::Note},
    expression::{Access, Expression, Spanned},
    load::Node,
    plan::{Origin, Read},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Where the value of `expression` is found, which stands at `span` of the string at `node`, with `access` applied to it.
    /// For a body that was sent, the tokens of the way into it as well.
    pub(super) fn locate(
        &mut self,
        expression: &Expression,
        access: &[Spanned<Access>],
        (node, span): (&Node, Range<usize>),
        scope: &Scope,
    ) -> Option<(Read, Option<Vec<String>>)> {
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
        let sent = (found.origin == Origin::RequestBody).then(|| tokens.clone());
        let read = self.descend(found, &tokens, text, &at, scope)?;
        Some((read, sent))
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
}
