//! Inputs that no schema names: with `additionalProperties` and no `properties`, what the workflow reads is what it takes.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{
    load::Node,
    resolve::workflow::{ResolvedAction, ResolvedTarget, WorkflowId, World},
};

/// The inputs that workflow `id` reads or is called with, in alphabetical order.
pub(super) fn open_inputs(world: &World, id: WorkflowId) -> Vec<String> {
    let mut names = BTreeSet::new();
    if let Some(model) = world.model(id) {
        read_in(&model.node, &mut names);
    }
    // What comes from components stands outside the workflow's own text.
    let steps = world.workflow(id).into_iter();
    for step in steps.flat_map(|found| &found.steps) {
        for parameter in &step.parameters {
            read_in(&parameter.value, &mut names);
        }
        for action in step.on_success.iter().chain(&step.on_failure) {
            read_in(&action.model.node, &mut names);
        }
    }
    given_by_callers(world, id, &mut names);
    names.into_iter().collect()
}

fn given_by_callers(world: &World, id: WorkflowId, names: &mut BTreeSet<String>) {
    let callers = world.ids().into_iter();
    let callers = callers.filter_map(|caller| world.workflow(caller));
    for step in callers.flat_map(|caller| &caller.steps) {
        let own = matches!(step.target, Some(ResolvedTarget::Workflow(target)) if target == id);
        let given = step.parameters.iter();
        let given = given.filter(|parameter| own && !parameter.inherited);
        let calls = |action: &&ResolvedAction| action.workflow == Some(id);
        let actions = step.on_success.iter().chain(&step.on_failure).filter(calls);
        let given = given.chain(actions.flat_map(|action| &action.parameters));
        names.extend(given.map(|parameter| parameter.name.text.clone()));
    }
}

/// Collects the names behind `$inputs.` in the strings below `node`.
fn read_in(node: &Node, names: &mut BTreeSet<String>) {
    match node.value() {
        Json::String(text) => names.extend(text.split("$inputs.").skip(1).filter_map(name)),
        Json::Array(_) => node.items().iter().for_each(|item| read_in(item, names)),
        Json::Object(_) => {
            let prose = |key: &str| matches!(key, "summary" | "description");
            for (_, member) in node.members().iter().filter(|(key, _)| !prose(key)) {
                read_in(member, names);
            }
        }
        _ => {}
    }
}

/// The name that `rest` begins with; a dot ends it, as nothing says that there is a name with one.
fn name(rest: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let name = rest.split(|letter| !is_part(letter)).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}
