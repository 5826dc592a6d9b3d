//! Every name that emitted code uses or defines, in every role that a document has names for, compiled.

mod roles;
mod words;

use arazzo_codegen::{Generator, load::Memory};
use serde_json::{Value, json};

use words::Which;
pub(crate) use words::Words;

/// A document whose names of one kind are words, and its API.
pub(crate) struct Role {
    pub(crate) name: &'static str,
    pub(crate) which: Which,
    pub(crate) write: fn(&[String]) -> (Value, Value),
}

impl Role {
    const fn new(name: &'static str, which: Which, write: fn(&[String]) -> (Value, Value)) -> Self {
        Self { name, which, write }
    }
}

/// The modules, their names and code.
pub(crate) fn modules(words: &Words) -> Vec<(String, String)> {
    let roles = roles::ROLES.iter();
    let module = |role: &Role| {
        (
            format!("names_{}", role.name),
            code(role, &words.list(&role.which)),
        )
    };
    roles.map(module).collect()
}

fn code(role: &Role, words: &[String]) -> String {
    let (flow, api) = (role.write)(words);
    let files = Memory::new()
        .file("flow.json", flow.to_string())
        .file("other.json", roles::other().to_string())
        .file("api.json", api.to_string());
    let (code, report) = Generator::new()
        .files(files)
        .document("flow.json")
        .generate();
    assert!(
        !report.has_errors(),
        "{}: {}",
        role.name,
        report.human(false)
    );
    code
}

/// An Arazzo document.
pub(crate) fn flow(sources: Vec<Value>, workflows: Vec<Value>) -> Value {
    json!({
        "arazzo": "1.0.1",
        "info": {"title": "Names", "version": "1"},
        "sourceDescriptions": sources,
        "workflows": workflows,
    })
}
