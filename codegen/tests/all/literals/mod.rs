//! Values written in a document against the schemas of the places they go to: what is told and where, and what is left alone.

mod bodies;
mod forms;
mod parameters;

use arazzo_codegen::{Generator, load::Memory};
use serde_json::Value;

/// `CODE UNDERLINED: MESSAGE`, with ` -> REPLACEMENT`, for each finding in the workflow with these steps.
fn told(steps: &str, api: &str) -> Vec<String> {
    let inputs = "{type: object, required: [n, s, any], properties: {n: {type: integer}, s: {type: string}, any: {}}}";
    told_with(inputs, steps, api)
}

fn told_with(inputs: &str, steps: &str, api: &str) -> Vec<String> {
    let flow = format!(
        "arazzo: 1.1.0\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{{name: a, url: api.yaml}}]\nworkflows:\n- workflowId: w\n  inputs: {inputs}\n  steps:\n{steps}\n"
    );
    let files = Memory::new()
        .file("flow.yaml", flow.clone())
        .file("api.yaml", api);
    let report = Generator::new().files(files).document("flow.yaml").check();
    let json: Value = serde_json::from_str(&report.json()).unwrap();
    let found = json["diagnostics"].as_array().unwrap().iter();
    found.map(|found| shown(found, &flow)).collect()
}

fn shown(found: &Value, flow: &str) -> String {
    let number = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
    let text = |key: &str| found[key].as_str().unwrap();
    // What stands in the API is only told by its code and message.
    let line = flow.lines().nth(number("line") - 1).unwrap_or_default();
    let letters: Vec<char> = line.chars().collect();
    let end = match number("endLine") == number("line") {
        true => number("endColumn") - 1,
        false => letters.len(),
    };
    let underlined = letters.get(number("column") - 1..end).unwrap_or_default();
    let underlined: String = underlined.iter().collect();
    let mut shown = format!("{} {underlined}: {}", text("code"), text("message"));
    if let Some(replacement) = found["suggestion"].as_str() {
        shown += &format!(" -> {replacement}");
    }
    shown
}

/// The operation `send` with these fields.
fn api(version: &str, operation: &str) -> String {
    format!(
        "{version}\ninfo: {{title: t, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a:\n    post:\n      operationId: send\n      responses: {{'200': {{description: ok}}}}\n{operation}"
    )
}

/// What is said of a payload where the body has this schema.
fn body(media: &str, schema: &str, payload: &str) -> Vec<String> {
    body_of("openapi: 3.1.0", media, schema, payload)
}

fn body_of(version: &str, media: &str, schema: &str, payload: &str) -> Vec<String> {
    let content = format!("      requestBody: {{content: {{{media}: {{schema: {schema}}}}}}}\n");
    let steps =
        format!("  - stepId: s\n    operationId: send\n    requestBody: {{payload: {payload}}}");
    told(&steps, &api(version, &content))
}

fn json(schema: &str, payload: &str) -> Vec<String> {
    body("application/json", schema, payload)
}

/// What is said of an input with this schema that goes to a parameter as it is.
fn handed_on(input: &str, declared: &str) -> Vec<String> {
    let inputs = format!("{{type: object, properties: {{i: {input}}}}}");
    let declared = format!("      parameters: [{{name: p, in: query, schema: {declared}}}]\n");
    let steps = "  - stepId: s\n    operationId: send\n    parameters: [{name: p, in: query, value: $inputs.i}]";
    told_with(&inputs, steps, &api("openapi: 3.1.0", &declared))
}

/// What is said of the value of a parameter that is declared with these fields.
fn parameter(declared: &str, value: &str) -> Vec<String> {
    let declared = format!("      parameters: [{{name: p, {declared}}}]\n");
    let place = declared.split("in: ").nth(1).unwrap();
    let place = place.split(',').next().unwrap();
    let steps = format!(
        "  - stepId: s\n    operationId: send\n    parameters: [{{name: p, in: {place}, value: {value}}}]"
    );
    told(&steps, &api("openapi: 3.1.0", &declared))
}

const SILENT: [&str; 0] = [];
