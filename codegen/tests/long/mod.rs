//! Documents of any length: chains in which each thing leads to the next, and lists of many things of one kind.

#![allow(
    clippy::indexing_slicing,
    reason = "a test that cannot put its documents together has failed"
)]

mod apis;
mod flows;
mod schemas;
mod texts;

use arazzo_codegen::load::Memory;
use serde_json::{Value, json};

/// A kind of document that can be made as long as wanted.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The files of one of this length, of which `0.json` comes first.
    make: Box<dyn Fn(usize) -> Files>,
}

pub(crate) type Files = Vec<(String, Value)>;

impl Kind {
    fn new(name: &'static str, make: impl Fn(usize) -> Files + 'static) -> Self {
        let make = Box::new(make);
        Self { name, make }
    }

    /// The files of a document of this length.
    pub(crate) fn files(&self, length: usize) -> Memory {
        let files = (self.make)(length).into_iter();
        files.fold(Memory::new(), |memory, (name, value)| {
            memory.file(name, value.to_string())
        })
    }
}

/// Every kind there is.
pub(crate) fn kinds() -> Vec<Kind> {
    let all = [
        flows::kinds(),
        schemas::kinds(),
        texts::kinds(),
        apis::kinds(),
    ];
    all.into_iter().flatten().collect()
}

/// A schema of an object with these properties.
fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// A response with a body of this schema.
fn response(schema: &Value) -> Value {
    json!({"description": "d", "content": {"application/json": {"schema": schema}}})
}

/// An API with these paths and components.
fn api(paths: Value, components: Value) -> (String, Value) {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": paths,
        "components": components,
    });
    ("api.json".to_owned(), text)
}

/// An API with an operation `op` that takes and answers an object with the text `id`.
fn plain_api() -> (String, Value) {
    let schema = object(json!({"id": {"type": "string"}}));
    let operation = json!({
        "operationId": "op",
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": response(&schema)},
    });
    api(json!({"/p": {"post": operation}}), json!({}))
}

/// The document that is compiled, with these workflows over `api.json`.
fn flow(workflows: Vec<Value>) -> (String, Value) {
    document(0, json!([source()]), workflows)
}

fn source() -> Value {
    json!({"name": "api", "url": "api.json", "type": "openapi"})
}

fn document(index: usize, sources: Value, workflows: Vec<Value>) -> (String, Value) {
    let text = json!({
        "arazzo": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": sources,
        "workflows": workflows,
    });
    (format!("{index}.json"), text)
}

/// A step that calls `op`.
fn step(id: &str) -> Value {
    json!({"stepId": id, "operationId": "op"})
}

/// The files of a workflow with these steps over the plain API.
fn steps(steps: Vec<Value>) -> Files {
    let workflow = json!({"workflowId": "w", "steps": steps});
    vec![flow(vec![workflow]), plain_api()]
}
