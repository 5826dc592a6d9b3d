//! A runtime expression becomes a read: where the value comes from, its type, and whether it may be missing.

use std::ops::Range;

use crate::{
    diagnostic::{Code, Severity},
    expression::{Access, Expression, Reference, Spanned, SyntaxError, Template, Tolerated},
    load::Node,
    model::texts::All,
    plan::Read,
};

use super::{all_values::whole, nonstandard, scope::Scope, workflow_builder::WorkflowBuilder};

/// A string that is not as the standard has it: why, what it means all the same, and the values that it names together.
pub(super) type Broken<'e, T> = (&'e SyntaxError, Option<(T, &'e Tolerated)>, Option<&'e All>);

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
        let (mut read, sent) = self.locate(expression, access, (node, span), scope)?;
        if let Some(secret) = sent.and_then(|tokens| self.sent_secret(&tokens, scope)) {
            read.ty = secret;
        }
        Some(read)
    }

    /// Whether `all` names the values of a step that is not there, which is reported, or of what could not be read.
    pub(super) fn lacks_all_values(
        &mut self,
        all: Option<&All>,
        node: &Node,
        scope: &Scope,
    ) -> bool {
        let texts = self.texts();
        let id = match all {
            None => return false,
            Some(All::Inputs) => return texts.lacks_inputs(!self.inputs.is_empty()),
            Some(All::Outputs(id)) => id,
        };
        if self.step_named(id).is_some() {
            return texts.lacks_outputs();
        }
        let output = Reference {
            name: whole(id, node),
            pointer: None,
        };
        let step = whole(id, node);
        let expression = Expression::Step { step, output };
        let length = node.as_str().map_or(0, str::len);
        self.read(&expression, &[], node, 0..length, scope);
        true
    }
}
