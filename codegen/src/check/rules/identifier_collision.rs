//! `identifier-collision`: different names of the document that are the same name in Rust.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Place,
    model::arazzo::Text,
    resolve::workflow::World,
    settings::{Settings, Subject},
    types::{field_ident, function_ident},
};

use super::super::subject::Subject as Workflow;

/// Steps of a workflow, its inputs, its outputs, and the outputs of each step.
pub(in super::super) fn in_workflow(subject: &Workflow, diagnostics: &mut Diagnostics) {
    let settings = subject.documents.settings();
    let id = &subject.model.id.text;
    // What a setting names is no collision, or one of settings.
    let not_set = |about: Subject, owner: &str, name: &str| {
        settings.find(about, &format!("{owner}/{name}")).is_none()
    };
    let steps = subject.model.steps.iter().map(|step| text(&step.id));
    let steps = steps.filter(|(name, _)| not_set(Subject::RenameStep, id, name));
    collide("steps", steps, field_ident, diagnostics);
    let inputs = subject.model.inputs.as_ref();
    let inputs = inputs.and_then(|schema| schema.get("properties"));
    let inputs = inputs.iter().flat_map(|properties| properties.members());
    let inputs = inputs
        .filter(|(name, node)| {
            not_set(Subject::RenameField, &format!("{id}/inputs"), name)
                && settings.at(Subject::RenameField, node).is_none()
        })
        .map(|(name, node)| (name, node.key()));
    collide("inputs", inputs, field_ident, diagnostics);
    let steps = subject.model.steps.iter();
    let steps = steps.map(|step| (format!("{id}/{}/outputs", step.id.text), &step.outputs));
    let lists = std::iter::once((format!("{id}/outputs"), &subject.model.outputs)).chain(steps);
    for (owner, outputs) in lists {
        let outputs = outputs
            .iter()
            .filter(|(name, _)| not_set(Subject::RenameField, &owner, name))
            .map(|(name, node)| (name.clone(), node.key()));
        collide("outputs", outputs, field_ident, diagnostics);
    }
}

/// Workflows of each document.
pub(in super::super) fn between_workflows(
    world: &World,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    for description in &world.descriptions {
        let workflows = description
            .model
            .workflows
            .iter()
            .map(|workflow| text(&workflow.id))
            .filter(|(name, _)| settings.find(Subject::RenameWorkflow, name).is_none());
        collide("workflows", workflows, function_ident, diagnostics);
    }
}

fn text(text: &Text) -> (String, Place) {
    (text.text.clone(), text.node.place())
}

fn collide(
    what: &str,
    names: impl Iterator<Item = (String, Place)>,
    ident: impl Fn(&str) -> String,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: HashMap<String, (String, Place)> = HashMap::new();
    for (name, place) in names {
        let ident = ident(&name);
        match taken.get(&ident) {
            // What has no name was reported.
            _ if name.is_empty() => {}
            // The same name twice is an error of its own.
            Some((first, _)) if *first == name => {}
            Some((first, other)) => diagnostics.push(
                Diagnostic::new(
                    Code::IdentifierCollision,
                    place,
                    format!("{what} `{first}` and `{name}` are both `{ident}` in Rust"),
                )
                .label("gets a number")
                .also(other.clone(), "keeps the name"),
            ),
            None => {
                taken.insert(ident, (name, place));
            }
        }
    }
}

/// The report of a module that the one of another document has the name of: it is called `instead`.
pub(crate) fn module_collision(place: Place, first: &str, name: &str, instead: &str) -> Diagnostic {
    let message =
        format!("the module{first} has the name `{name}` already, so that this one is `{instead}`");
    Diagnostic::new(Code::IdentifierCollision, place, message)
        .help("give it a name: `NAME=SPEC` on the command line, `named_document` in a build script")
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    #[test]
    fn names_that_rust_cannot_tell_apart_are_told() {
        let steps = |second: &str| {
            let found = workflow(&format!(
                "steps: [{{stepId: get-pets, operationId: listPets}}, {{stepId: {second}, operationId: listPets}}]"
            ));
            found
                .into_iter()
                .map(|(_, _, message)| message)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            steps("get_pets"),
            ["steps `get-pets` and `get_pets` are both `get_pets` in Rust"]
        );
        assert_eq!(steps("get-pets2"), Vec::<String>::new());
    }
}
