//! Documents of a given size, for the benches of generator and compiler.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder for the documents of a bench, which is gone with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("arazzo-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// An API of five operations, and of as many schemas nobody uses as `filler` says.
pub(crate) fn api(filler: usize) -> Value {
    let id = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    let body = json!({"required": true, "content": {"application/json": {"schema": {
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}, "count": {"type": "integer"}}
    }}}});
    let item = json!({"description": "It.", "content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Item"}
    }}});
    let list = json!({"description": "All.", "content": {"application/json": {"schema": {
        "type": "object", "required": ["items"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
            "next": {"type": "string"}
        }
    }}}});
    let mut schemas = json!({"Item": {
        "type": "object", "required": ["id", "name"],
        "properties": {
            "id": {"type": "string"}, "name": {"type": "string"}, "count": {"type": "integer"},
            "tags": {"type": "array", "items": {"type": "string"}}
        }
    }});
    for number in 0..filler {
        schemas[format!("Filler{number}")] = json!({
            "type": "object", "required": ["id", "createdAt"],
            "description": PROSE,
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "createdAt": {"type": "string", "format": "date-time", "description": "When it came to be."},
                "state": {"type": "string", "enum": ["open", "closed", "unknown"]},
                "next": {"$ref": format!("#/components/schemas/Filler{}", (number + 1) % filler)}
            }
        });
    }
    json!({
        "openapi": "3.1.0", "info": {"title": "Items", "version": "1"},
        "servers": [{"url": "https://items.example"}],
        "paths": {
            "/items": {
                "post": {
                    "operationId": "createItem", "requestBody": body, "responses": {"201": item},
                    "parameters": [{"name": "X-Trace", "in": "header", "schema": {"type": "string"}}]
                },
                "get": {
                    "operationId": "listItems", "responses": {"200": list},
                    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}]
                }
            },
            "/items/{id}": {
                "get": {"operationId": "getItem", "parameters": id, "responses": {"200": item}},
                "put": {"operationId": "putItem", "parameters": id, "requestBody": body, "responses": {"200": item}},
                "delete": {"operationId": "deleteItem", "parameters": id, "responses": {"200": item}}
            }
        },
        "components": {"schemas": schemas}
    })
}

/// Most of a large description is text.
const PROSE: &str = "One of the many schemas that an API of this size has. It says what it is for, who may read it, \
    since when it is there, and what becomes of it once nobody needs it any more; it links to pages that say more, has \
    notes on what was deprecated and why, and examples in several languages that are kept up to date with some effort. \
    Whoever wrote it wanted to be sure that nobody has to ask.";

const OPERATIONS: [&str; 5] = [
    "createItem",
    "getItem",
    "putItem",
    "listItems",
    "deleteItem",
];

/// The step at an index, with parameters, a body, a criterion and two outputs.
fn step(index: usize) -> Value {
    let (operation, first) = (OPERATIONS[index % 5], index - index % 5);
    let created = format!("$steps.createItem{first}.outputs");
    let status = if operation == "createItem" { 201 } else { 200 };
    let mut step = json!({
        "stepId": format!("{operation}{index}"), "operationId": operation,
        "parameters": [{"name": "id", "in": "path", "value": format!("{created}.id")}],
        "successCriteria": [{"condition": format!("$statusCode == {status}")}],
        "outputs": {"name": "$response.body#/name", "count": "$response.body#/count"}
    });
    match operation {
        "createItem" => {
            step["parameters"] =
                json!([{"name": "X-Trace", "in": "header", "value": "$inputs.trace"}]);
            step["requestBody"] = json!({"payload": {"name": "$inputs.name", "count": 3}});
            step["outputs"] = json!({"id": "$response.body#/id", "count": "$response.body#/count"});
        }
        "putItem" => {
            let payload =
                json!({"name": "{$inputs.name} again", "count": format!("{created}.count")});
            step["requestBody"] = json!({ "payload": payload });
        }
        "listItems" => {
            step["parameters"] =
                json!([{"name": "limit", "in": "query", "value": "$inputs.limit"}]);
            step["outputs"] =
                json!({"first": "$response.body#/items/0/name", "next": "$response.body#/next"});
        }
        _ => {}
    }
    step
}

/// A document with so many workflows of so many steps, over the API in the file `api`.
pub(crate) fn workflows(count: usize, steps: usize, api: &str) -> Value {
    let workflow = |number: usize| {
        json!({
            "workflowId": format!("flow{number}"),
            "inputs": {"type": "object", "required": ["name"], "properties": {
                "name": {"type": "string"}, "trace": {"type": "string"}, "limit": {"type": "integer"}
            }},
            "steps": (0..steps).map(step).collect::<Vec<_>>(),
            "outputs": {"id": "$steps.createItem0.outputs.id", "count": "$steps.createItem0.outputs.count"}
        })
    };
    json!({
        "arazzo": "1.0.1", "info": {"title": "Flows", "version": "1"},
        "sourceDescriptions": [{"name": "items", "url": api, "type": "openapi"}],
        "workflows": (0..count).map(workflow).collect::<Vec<_>>()
    })
}
