//! Inputs that are handed on with all they hold: into requests, to other workflows, as outputs.
//!
//! Their objects keep members that the schema neither declares nor forbids, as bodies of responses do. A struct that
//! is only looked into stays what its schema declares.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    load::{Node, Pointer},
    resolve::workflow::WorkflowId,
    types::{Found, Kinds, Walk, walk},
};

use super::Builder;

/// What is looked at and not handed on.
const LOOKED_AT: &[&str] = &[
    "summary",
    "description",
    "criteria",
    "successCriteria",
    "context",
];

impl Builder<'_> {
    /// The inputs of workflow `id`, by its `schema`, of which an object or array is handed on somewhere.
    pub(super) fn handed_on(&self, id: WorkflowId, schema: &Node) -> BTreeSet<String> {
        let mut ways = Vec::new();
        if let Some(model) = self.world.model(id) {
            read_in(&model.node, &mut ways);
        }
        // What comes from components stands outside the workflow's own text.
        let steps = self.world.workflow(id).into_iter();
        for step in steps.flat_map(|found| &found.steps) {
            for parameter in &step.parameters {
                read_in(&parameter.value, &mut ways);
            }
            for action in step.on_success.iter().chain(&step.on_failure) {
                read_in(&action.model.node, &mut ways);
            }
        }
        let references = self.references();
        let is_container = |way: &Vec<String>| match walk(schema, way, references) {
            Walk::Found(found) => holds_more(&found),
            _ => false,
        };
        let found = ways.into_iter().filter(is_container);
        found.filter_map(|way| way.into_iter().next()).collect()
    }
}

/// Whether the value can be an object or an array.
fn holds_more(found: &Found) -> bool {
    let containers = Kinds::OBJECT.or(Kinds::ARRAY);
    let choice = |place: &crate::types::Conjunction| !place.choices().is_empty();
    found.places.iter().any(|place| {
        let kinds = place.kinds();
        kinds.is_some_and(|kinds| kinds.meets(containers)) || choice(place)
    })
}

/// Collects the ways behind `$inputs.` in the strings below `node`: the name, then the tokens of a pointer.
fn read_in(node: &Node, ways: &mut Vec<Vec<String>>) {
    match node.value() {
        Json::String(text) => ways.extend(text.split("$inputs.").skip(1).map(way)),
        Json::Array(_) => node.items().iter().for_each(|item| read_in(item, ways)),
        Json::Object(_) => {
            for (key, member) in node.members() {
                if !LOOKED_AT.contains(&key.as_str()) {
                    read_in(&member, ways);
                }
            }
        }
        _ => {}
    }
}

fn way(rest: &str) -> Vec<String> {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '}' | '"');
    let whole = rest.split(ends).next().unwrap_or_default();
    let (name, pointer) = whole.split_once('#').unwrap_or((whole, ""));
    // A dot walks into the value, where it is not part of a name.
    let name = name.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let pointer = Pointer::parse(pointer).map(|pointer| pointer.tokens().collect::<Vec<_>>());
    let pointer = pointer.into_iter().flatten();
    name.map(str::to_owned).chain(pointer).collect()
}
