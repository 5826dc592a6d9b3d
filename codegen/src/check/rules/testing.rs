//! Small workflows in memory, and what the rules say about them.

use crate::{
    check,
    diagnostic::{Diagnostic, Diagnostics},
    elaborate,
    load::{Documents, Memory, Options},
    resolve,
};

const API: &str = include_str!("testing/pets.openapi.yaml");

/// `code last-index-of-the-pointer: message` of what is found in a workflow whose one step has these fields.
pub(in super::super) fn step(fields: &str) -> Vec<String> {
    workflow(&format!(
        "steps:\n  - stepId: s\n    operationId: showPet\n    parameters: [{{name: petId, in: path, value: 1}}]\n    {fields}"
    ))
    .into_iter()
    .map(|(code, at, message)| format!("{code} {at}: {message}"))
    .collect()
}

/// Code, last index in the pointer and message of what is found in a workflow with these fields.
pub(in super::super) fn workflow(fields: &str) -> Vec<(&'static str, String, String)> {
    document(&format!(
        "workflows:\n- workflowId: w\n  {}",
        fields.replace('\n', "\n  ")
    ))
}

/// The same for a whole document without its head.
pub(in super::super) fn document(text: &str) -> Vec<(&'static str, String, String)> {
    let found = findings(text).into_iter();
    found
        .map(|found| {
            let tokens: Vec<String> = found.primary.place.pointer.tokens().collect();
            let index = tokens
                .iter()
                .rev()
                .find(|token| token.parse::<usize>().is_ok());
            let index = index.cloned().unwrap_or_default();
            (found.code.as_str(), index, found.message)
        })
        .collect()
}

/// What is found in a whole document without its head.
pub(in super::super) fn findings(text: &str) -> Vec<Diagnostic> {
    let head = "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: pets, url: pets.openapi.yaml}]\n";
    let memory = Memory::new()
        .file("flow.yaml", format!("{head}{text}"))
        .file("pets.openapi.yaml", API);
    let documents = Documents::new(Box::new(memory), Options::default());
    let entry = documents.open_path("flow.yaml".as_ref()).unwrap();
    let mut diagnostics = Diagnostics::new(false);
    let world = resolve::workflow::resolve(&entry, &documents, &mut diagnostics).unwrap();
    check::all(&elaborate::all(&world, &documents), &mut diagnostics);
    check::unused(&world, &documents, &mut diagnostics);
    diagnostics.into_iter().collect()
}

/// Only the codes.
pub(in super::super) fn codes(fields: &str) -> Vec<&'static str> {
    workflow(fields)
        .into_iter()
        .map(|(code, ..)| code)
        .collect()
}
