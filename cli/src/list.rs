//! What `list` prints.

use serde_json::{Map, Value, json};

use crate::registry::{Document, Field, Workflow};
use crate::table::columns;

/// All workflows.
pub(crate) fn list(documents: &[Document], json: bool) -> String {
    if json {
        let all: Value = documents
            .iter()
            .flat_map(|document| document.workflows.iter().map(|it| entry(document, it)))
            .collect();
        return format!("{all:#}\n");
    }
    let mut out = String::new();
    for document in documents {
        out.push_str(&format!("{}: {}\n", document.name, document.title));
        let workflows = document.workflows.iter();
        let rows = workflows.map(|it| vec![it.key.to_owned(), it.summary.to_owned()]);
        out.push_str(&columns(2, &rows.collect::<Vec<_>>()));
    }
    out
}

/// What `list --json` says of a workflow.
pub(crate) fn entry(document: &Document, workflow: &Workflow) -> Value {
    json!({
        "document": document.name,
        "workflow": workflow.key,
        "summary": workflow.summary,
        "inputs": schema(workflow, workflow.inputs, workflow.open),
        "outputs": schema(workflow, workflow.outputs, false),
        "prerequisites": workflow.prerequisites,
    })
}

/// The JSON Schema of an object with these members.
fn schema(workflow: &Workflow, fields: &[Field], open: bool) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| (field.name.to_owned(), field.schema()))
        .collect();
    let required = fields.iter().filter(|field| field.required);
    let required: Vec<&str> = required.map(|field| field.name).collect();
    let types = workflow.types.iter().map(|(name, schema)| {
        let schema = serde_json::from_str(schema).unwrap_or(Value::Bool(true));
        ((*name).to_owned(), schema)
    });
    let types: Map<String, Value> = types.collect();
    let mut out = json!({"type": "object", "properties": properties, "required": required});
    if let Some(members) = out.as_object_mut() {
        if !open {
            members.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        if !types.is_empty() {
            members.insert("$defs".to_owned(), Value::Object(types));
        }
    }
    out
}
