//! Reports of strings that are not what they have to be.

use crate::{diagnostic::Code, expression::SyntaxError, load::Node};

use super::{scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    pub(super) fn engine_checked<T>(
        &mut self,
        code: Code,
        node: &Node,
        checked: Result<T, SyntaxError>,
        scope: &Scope,
    ) -> Option<T> {
        checked
            .map_err(|error| self.syntax_error(code, node, error, scope))
            .ok()
    }

    /// Reports a syntax error in `text`, which the string at `node` is or stands for in another form.
    pub(super) fn syntax_error_in(
        &mut self,
        code: Code,
        (text, node): (&str, &Node),
        error: SyntaxError,
        scope: &Scope,
    ) {
        let whole = 0..node.as_str().map_or(0, str::len);
        let error = match node.as_str() == Some(text) {
            true => error,
            // What is to be replaced does not stand there.
            false => SyntaxError {
                span: whole,
                replacement: None,
                ..error
            },
        };
        self.syntax_error(code, node, error, scope);
    }

    /// Reports a syntax error inside the string at `node`.
    pub(super) fn syntax_error(
        &mut self,
        code: Code,
        node: &Node,
        error: SyntaxError,
        scope: &Scope,
    ) {
        self.report(error.report(code, node), scope);
    }
}
