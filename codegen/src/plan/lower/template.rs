//! Text with expressions in it, be it in the standard form or a tolerated one.

use crate::{
    diagnostic::Severity,
    expression::{Template, TemplatePart as Syntax, Tolerated},
    load::Node,
    model::texts::Doubt,
    plan::{TemplatePart, Value},
};

use super::{nonstandard, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// The value of a template that is the standard form of a string.
    pub(super) fn tolerated_value(
        &mut self,
        template: &Template,
        node: &Node,
        scope: &Scope,
    ) -> Option<Value> {
        match template {
            Template::Literal(_) => None,
            Template::Whole(whole) => {
                let length = node.as_str().map_or(0, str::len);
                let read = self.read(&whole.value, &[], node, 0..length, scope)?;
                Some(Value::Read(read))
            }
            Template::Parts(parts) => {
                Some(Value::Template(self.template_parts(parts, node, scope)?))
            }
        }
    }

    /// The pieces of text with expressions that lack their braces, unless `--strict` forbids that.
    pub(super) fn embraced<'e>(
        &mut self,
        tolerated: &Tolerated,
        parts: &'e [Syntax],
        node: &Node,
        scope: &Scope,
    ) -> Option<&'e [Syntax]> {
        let found = nonstandard::unbraced(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(parts)
    }

    /// The standard form of text that plainly embeds expressions, though without the braces of the standard.
    pub(super) fn unbraced<'e>(&self, doubt: &'e Doubt) -> Option<(&'e Tolerated, &'e [Syntax])> {
        let (template, tolerated) = doubt.unbraced.as_ref()?.parts();
        let mut references = tolerated.references.iter();
        let meant = !tolerated.references.is_empty()
            && references
                .all(|reference| tolerated.embraces(reference) || self.declares(&reference.value));
        match template {
            Template::Parts(parts) if meant => Some((tolerated, parts)),
            _ => None,
        }
    }

    /// The pieces of a template, expressions resolved.
    pub(super) fn template_parts(
        &mut self,
        parts: &[Syntax],
        node: &Node,
        scope: &Scope,
    ) -> Option<Vec<TemplatePart>> {
        let parts: Vec<Option<TemplatePart>> = parts
            .iter()
            .map(|part| match part {
                Syntax::Text(text) => Some(TemplatePart::Text(text.clone())),
                Syntax::Expression(embedded) => self
                    .read(&embedded.value, &[], node, embedded.span.clone(), scope)
                    .map(TemplatePart::Value),
            })
            .collect();
        parts.into_iter().collect()
    }
}
