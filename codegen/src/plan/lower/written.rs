//! What is written of a value, be there expressions in it or not, against the schemas of the place it goes to.

use crate::{
    check::{Literal, described},
    expression::JsonText,
    resolve::{operation::Parameter, workflow::ResolvedParameter},
    types::Mismatch,
};

use super::{quoted::is_json_query, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// What is written of a value against the declared schema.
    pub(super) fn check_given_value(
        &mut self,
        parameter: &ResolvedParameter,
        declared: &Parameter,
        scope: &Scope,
    ) {
        let Some((schema, wire)) = described(declared) else {
            return;
        };
        // The query is the text of a document, and what does not read as one was reported.
        let inner = match is_json_query(declared) {
            true => self.json_text(&parameter.value),
            false => None,
        };
        if is_json_query(declared) && inner.as_ref().is_none_or(JsonText::has_dynamic_names) {
            return;
        }
        let literal = Literal {
            node: &parameter.value,
            inner: inner.as_ref(),
            place: &format!("`{}`", declared.name),
            schemas: std::slice::from_ref(schema),
            wire,
            body: false,
        };
        self.check_written(&literal, |_| false, scope);
    }

    /// Warns of what does not fit in a value as it is written, but for what `excused` lets pass.
    pub(super) fn check_written(
        &mut self,
        literal: &Literal,
        excused: impl Fn(&Mismatch) -> bool,
        scope: &Scope,
    ) {
        let found = literal.mismatches(self.version(), self.texts(), self.builder.references());
        self.report_written(literal, found, excused, scope);
    }

    pub(super) fn report_written(
        &mut self,
        literal: &Literal,
        found: Vec<Mismatch>,
        excused: impl Fn(&Mismatch) -> bool,
        scope: &Scope,
    ) {
        for mismatch in found.iter().filter(|found| !excused(found)) {
            self.report(literal.report(mismatch), scope);
        }
    }
}
