//! Inputs that are handed on with all they hold: into requests, to other workflows, as outputs.
//!
//! Their objects keep members that the schema neither declares nor forbids, as bodies of responses do. A struct that
//! is only looked into stays what its schema declares.

use std::collections::BTreeSet;

use crate::{
    expression::Expression,
    load::Node,
    model::texts::Held,
    types::{Conjunction, Found, Kinds, References, Walk, walk},
};

use super::{inputs::held, view::View};

/// What is looked at and not handed on.
const LOOKED_AT: &[&str] = &[
    "summary",
    "description",
    "criteria",
    "successCriteria",
    "context",
];

impl View<'_> {
    /// The inputs, by their `schema`, of which an object or array is handed on somewhere.
    pub(crate) fn handed_on(&self, schema: &Node, refs: &dyn References) -> BTreeSet<String> {
        let is_container = |way: &Vec<String>| match walk(schema, way, refs) {
            Walk::Found(found) => holds_more(&found),
            _ => false,
        };
        let ways = held(self.model, self.resolved, LOOKED_AT).into_iter();
        let ways = ways.filter_map(|held| match held {
            Held::One(Expression::Input(reference)) => {
                let name = self.input(reference)?;
                let input = self.inputs().get(name.index)?.clone();
                Some(std::iter::once(input).chain(name.way).collect())
            }
            _ => None,
        });
        let found = ways.filter(is_container);
        found.filter_map(|way| way.into_iter().next()).collect()
    }
}

/// Whether the value can be an object or an array.
fn holds_more(found: &Found) -> bool {
    let containers = Kinds::OBJECT.or(Kinds::ARRAY);
    let choice = |place: &Conjunction| !place.choices().is_empty();
    found.places.iter().any(|place| {
        let kinds = place.kinds();
        kinds.is_some_and(|kinds| kinds.meets(containers)) || choice(place)
    })
}
