//! The names of a workflow's inputs, before anything is known of their types: those that its schema has, or, with
//! `additionalProperties` and no `properties`, those that the workflow reads or is called with (decision D-101).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    expression::Expression,
    load::{Documents, Node},
    model::{
        arazzo::{self, Workflow},
        texts::Held,
    },
    resolve::workflow::{ResolvedAction, ResolvedTarget, ResolvedWorkflow, WorkflowId, World},
    types::Conjunction,
};

/// Those of all workflows.
pub(super) fn all(world: &World, documents: &Documents) -> BTreeMap<WorkflowId, Vec<String>> {
    let with_schema = |id| Some((id, world.model(id)?.inputs.as_ref()?));
    let all = world.ids().into_iter().filter_map(with_schema);
    let named = all.map(|(id, schema)| {
        let names = declared(schema, documents);
        let open = names.is_empty() && is_open(schema, documents);
        (
            id,
            if open {
                read_or_given(world, id)
            } else {
                names
            },
        )
    });
    named.collect()
}

/// Whether the schema, or an alternative of it, speaks of members that it does not declare.
fn is_open(schema: &Node, documents: &Documents) -> bool {
    let all = Conjunction::of(schema, documents);
    let alternatives = || all.alternatives(documents).all;
    all.speaks_of_others() || alternatives().iter().any(Conjunction::speaks_of_others)
}

fn declared(schema: &Node, documents: &Documents) -> Vec<String> {
    let bare = arazzo::bare_inputs(schema);
    match bare.is_empty() {
        true => Conjunction::of(schema, documents).property_names(),
        false => bare.into_iter().map(|(name, _)| name).collect(),
    }
}

/// The inputs that workflow `id` reads or is called with, in alphabetical order.
fn read_or_given(world: &World, id: WorkflowId) -> Vec<String> {
    let mut names = BTreeSet::new();
    if let (Some(model), Some(resolved)) = (world.model(id), world.workflow(id)) {
        let held = held(model, resolved, &["summary", "description"]);
        names.extend(held.into_iter().filter_map(|held| match held {
            Held::One(Expression::Input(reference)) => first_part(&reference.name.value),
            _ => None,
        }));
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

/// What a name begins with: a dot ends it, as nothing says that there is a name with one.
fn first_part(name: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let name = name.split(|letter| !is_part(letter)).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// What a workflow reads anywhere, but below members called one of `except`.
pub(super) fn held<'t>(
    model: &Workflow,
    resolved: &'t ResolvedWorkflow,
    except: &[&str],
) -> Vec<Held<'t>> {
    let mut found = Vec::new();
    let texts = &resolved.texts;
    texts.held_below(&model.node, except, &mut found);
    // What comes from components stands outside the workflow's own text.
    for step in &resolved.steps {
        for parameter in &step.parameters {
            texts.held_below(&parameter.value, except, &mut found);
        }
        for action in step.on_success.iter().chain(&step.on_failure) {
            texts.held_below(&action.model.node, except, &mut found);
        }
    }
    found
}
