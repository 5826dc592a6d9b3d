//! Text that is sent as it is and was plainly meant as an expression: `Bearer $inputs.tokn`, `$input.token`,
//! `{inputs.token}`, `$inputs/token`.

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{Expression, Spanned, TemplatePart, surplus_braces},
    load::{Node, Place},
    model::texts::{Doubt, Form},
    nearest::nearest,
};

use super::{scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Reports an expression that a literal seems to hold. What merely has a `$` or a brace is data.
    pub(super) fn warn_misspelt(&mut self, doubt: &Doubt, node: &Node, scope: &Scope) {
        if let Some(found) = self.misspelt(doubt, node) {
            self.report(found, scope);
        }
    }

    /// Warns of `{{$inputs.token}}`, as template languages write it: the outer braces are text. So is what stands beside
    /// the expressions and is almost one.
    pub(super) fn warn_of_text(
        &mut self,
        parts: &[TemplatePart],
        doubt: &Doubt,
        node: &Node,
        scope: &Scope,
    ) {
        for found in self.misspelt_beside(parts, doubt, node) {
            self.report(found, scope);
        }
    }

    /// The first report about what the text at `node` embeds or was to embed.
    pub(super) fn misspelt_in(&self, node: &Node) -> Option<Diagnostic> {
        match &self.texts().value(node)?.form {
            Form::Plain(doubt) => self.misspelt(doubt, node),
            Form::Template(parts, doubt) => {
                let found = self.misspelt_beside(parts, doubt, node);
                found.into_iter().next()
            }
            Form::Expression(_) | Form::Every(..) | Form::Invalid(..) => None,
        }
    }

    fn misspelt(&self, doubt: &Doubt, node: &Node) -> Option<Diagnostic> {
        let found = self.misspelt_name(doubt, node);
        found
            .or_else(|| self.almost_expression(doubt, node))
            .or_else(|| {
                let error = doubt.root.clone()?;
                let place = node.within(error.span.clone());
                let certain = error.certain;
                let found = unmeant(place, &error.message);
                let found = error.advise(found);
                Some(match certain {
                    true => found,
                    false => found.into_warning(),
                })
            })
    }

    fn misspelt_beside(
        &self,
        parts: &[TemplatePart],
        doubt: &Doubt,
        node: &Node,
    ) -> Vec<Diagnostic> {
        let text = node.as_str().unwrap_or_default();
        let embedded = parts.iter().filter_map(|part| match part {
            TemplatePart::Expression(embedded) => Some(embedded.span.clone()),
            TemplatePart::Text(_) => None,
        });
        let surplus = embedded.filter_map(|span| {
            let outer = surplus_braces(text, &span)?;
            let meant = text.get(span).unwrap_or_default();
            let message = "an expression is embedded by single braces; the outer ones are text";
            let found = misspelt(node.within(outer), message, format!("{{{meant}}}"));
            // The standard gives it a meaning: the braces are sent.
            Some(found.into_warning())
        });
        surplus.chain(self.almost_expression(doubt, node)).collect()
    }

    /// `Bearer $inputs.tokn`: no braces, and a name that is nearly a declared one.
    fn misspelt_name(&self, doubt: &Doubt, node: &Node) -> Option<Diagnostic> {
        let text = node.as_str()?;
        let references = &doubt.unbraced.as_ref()?.tolerated.references;
        references.iter().find_map(|reference| {
            let written = text.get(reference.span.clone())?;
            let (name, meant) = self.meant(reference)?;
            let meant = written.replacen(&name, &meant, 1);
            let message = format!("`{written}` names nothing that is declared, so this is text");
            let place = node.within(reference.span.clone());
            Some(misspelt(place, &message, format!("{{{meant}}}")))
        })
    }

    /// The name in an expression that is not declared, and the declared one it is nearly.
    fn meant(&self, reference: &Spanned<Expression>) -> Option<(String, String)> {
        if self.declares(&reference.value) {
            return None;
        }
        let (name, known): (&String, Vec<String>) = match &reference.value {
            Expression::Input(reference) => {
                let inputs = self.inputs.iter().map(|field| field.name.clone());
                (&reference.name.value, inputs.collect())
            }
            Expression::Step { step, .. } => (&step.value, self.step_names()),
            Expression::Workflow { workflow, .. } => {
                let description = self.description();
                let ids = description.workflow_ids().map(str::to_owned);
                (&workflow.value, ids.collect())
            }
            _ => return None,
        };
        let meant = nearest(name, known.iter().map(String::as_str))?;
        Some((name.clone(), meant.to_owned()))
    }

    /// `{{ inputs.token }}`, `$inputs/token`: an expression of a declared name, were it written as one.
    fn almost_expression(&self, doubt: &Doubt, node: &Node) -> Option<Diagnostic> {
        let text = node.as_str()?;
        let mut all = doubt.almost.iter();
        let found = all.find(|almost| self.declares(&almost.expression))?;
        let written = text.get(found.span.clone())?;
        let message = format!(
            "`{written}` is no expression {}, so this is text",
            found.why
        );
        Some(misspelt(
            node.within(found.span.clone()),
            &message,
            found.replacement.clone(),
        ))
    }
}

fn misspelt(place: Place, message: &str, replacement: String) -> Diagnostic {
    let help = format!("did you mean `{replacement}`?");
    unmeant(place, message).help(help).suggest(replacement)
}

/// An error that can be allowed: text that names what is declared is legal, and no request that is meant has it.
fn unmeant(place: Place, message: &str) -> Diagnostic {
    Diagnostic::error(Code::MisspeltExpression, place, message).label("sent as it is written")
}
