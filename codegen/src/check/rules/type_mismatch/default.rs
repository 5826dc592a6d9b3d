//! Defaults of inputs that are handed on as they are: a run without the input sends them.

use crate::{
    expression::Expression,
    load::Node,
    types::{Conjunction, mismatch},
};

use super::{super::super::literal::Literal, Judge, Place};

impl Judge<'_, '_> {
    /// Judges the default of an input where `value`, an expression, hands it to `place`.
    pub(super) fn default(&mut self, value: &Node, expression: &Expression, place: &Place) {
        let Expression::Input(reference) = expression else {
            return;
        };
        let (Some(inputs), None) = (&self.view.model.inputs, &reference.pointer) else {
            return;
        };
        let refs = self.view.documents;
        let name = &reference.name.value;
        let schemas = Conjunction::of(inputs, refs).property(name);
        let own = Conjunction::all(&schemas, refs);
        let default = own.seen().iter().find_map(|schema| schema.get("default"));
        // What is null is not sent, and what does not fit its own schema is told there.
        let Some(default) = default.filter(|default| {
            let fits = |schema: &Node| mismatch(default.value(), schema, refs).is_none();
            !default.value().is_null() && schemas.iter().all(fits)
        }) else {
            return;
        };
        let literal = Literal {
            node: &default,
            inner: None,
            place: &place.name,
            schemas: &place.schemas,
            wire: place.wire,
            body: false,
        };
        for mismatch in literal.every_mismatch(refs) {
            let mut found = literal.report(&mismatch);
            let why = mismatch.words();
            found.message = format!(
                "the default of input `{name}` does not fit {}: {why}",
                place.name
            );
            let found = found.also(value, "goes here where it is not given");
            self.diagnostics.push(found.step(self.id));
        }
    }
}
