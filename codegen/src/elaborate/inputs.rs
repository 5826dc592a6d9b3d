//! The names of a workflow's inputs, before anything is known of their types.

use std::collections::BTreeMap;

use crate::{
    load::{Documents, Node},
    model::arazzo,
    resolve::workflow::{WorkflowId, World},
    types::Conjunction,
};

use super::open_inputs::open_inputs;

/// Those of all workflows.
pub(super) fn all(world: &World, documents: &Documents) -> BTreeMap<WorkflowId, Vec<String>> {
    let with_schema = |id| Some((id, world.model(id)?.inputs.as_ref()?));
    let all = world.ids().into_iter().filter_map(with_schema);
    let named = all.map(|(id, schema)| {
        let names = declared(schema, documents);
        let open = || open_inputs(world, id);
        (id, if names.is_empty() { open() } else { names })
    });
    named.collect()
}

fn declared(schema: &Node, documents: &Documents) -> Vec<String> {
    let bare = arazzo::bare_inputs(schema);
    match bare.is_empty() {
        true => Conjunction::of(schema, documents).property_names(),
        false => bare.into_iter().map(|(name, _)| name).collect(),
    }
}
