//! Values that come from secrets: they stay secrets wherever they are read again.

use crate::{
    expression::{Expression, Template, TemplatePart as Syntax},
    load::{Node, Pointer},
    plan::TemplatePart,
    types::Shape,
};

use super::{
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// Whether a text embeds a secret, and so is one.
pub(super) fn embeds_secret(parts: &[TemplatePart]) -> bool {
    parts.iter().any(|part| match part {
        TemplatePart::Text(_) => false,
        TemplatePart::Value(read) | TemplatePart::Quoted(read, _) => read.ty.shape == Shape::Secret,
    })
}

impl WorkflowBuilder<'_, '_> {
    /// Whether what the step sends at `tokens` of its body comes from a secret.
    pub(super) fn sends_secret(&mut self, tokens: &[String], scope: &Scope) -> bool {
        let Some(body) = scope
            .step
            .and_then(|step| self.resolved.steps.get(step))
            .and_then(|step| self.model()?.steps.get(step.index))
            .and_then(|step| step.request_body.clone())
        else {
            return false;
        };
        let pointer = Pointer::from_tokens(tokens);
        let mut replaced = body.replacements.iter();
        if let Some(last) = replaced.rfind(|it| it.target.text.trim() == pointer.as_str()) {
            return self.is_secret(&last.value, &[], scope);
        }
        let Some(mut node) = body.payload else {
            return false;
        };
        let mut rest = tokens;
        while let Some((token, after)) = rest.split_first() {
            let inside = match node.value().is_array() {
                true => token
                    .parse()
                    .ok()
                    .and_then(|at: usize| node.items().get(at).cloned()),
                false => node.get(token),
            };
            let Some(inside) = inside else { break };
            (node, rest) = (inside, after);
        }
        self.is_secret(&node, rest, scope)
    }

    /// Whether the string at `node`, or what lies at `tokens` of what it reads, is a secret. Mistakes in it are the
    /// same that are reported where it is sent.
    fn is_secret(&mut self, node: &Node, tokens: &[String], scope: &Scope) -> bool {
        let Some(text) = node.as_str().map(str::to_owned) else {
            return false;
        };
        let expressions: Vec<(Expression, &[String])> = match self.names().template(text.trim()) {
            Ok(Template::Whole(whole)) => vec![(whole.value, tokens)],
            Ok(Template::Parts(parts)) => parts
                .into_iter()
                .filter_map(|part| match part {
                    Syntax::Expression(embedded) => Some((embedded.value, [].as_slice())),
                    Syntax::Text(_) => None,
                })
                .collect(),
            _ => return false,
        };
        let scope = Scope {
            at: At::Request,
            ..scope.clone()
        };
        let mut secrets = expressions.into_iter().filter_map(|(expression, tokens)| {
            let read = self.read(&expression, &[], node, 0..text.len(), &scope)?;
            let ty = self.type_at(&read.ty, tokens)?;
            (ty.shape == Shape::Secret).then_some(())
        });
        secrets.next().is_some()
    }
}
