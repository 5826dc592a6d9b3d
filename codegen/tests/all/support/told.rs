//! What is told about small documents: the code, the text underlined and what is proposed instead.

use arazzo_codegen::{Generator, load::Memory};
use serde_json::Value;

const API: &str = r"
openapi: 3.1.0
info: {title: shop, version: '1'}
paths:
  /items:
    get:
      operationId: listItems
      parameters:
      - {name: tag, in: query, schema: {type: string}}
      - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [total]
                properties:
                  total: {type: integer}
                  next: {type: string}
                  items: {type: array, items: {type: object, properties: {name: {type: string}}}}
    post:
      operationId: createItem
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {'201': {description: made}}
";

const HELPERS: &str = r"
arazzo: 1.1.0
info: {title: helpers, version: '1'}
sourceDescriptions:
- {name: api, url: api.yaml}
workflows:
- workflowId: logOut
  steps:
  - {stepId: revoke, operationId: listItems}
";

/// The head of a document, up to its workflows.
pub(crate) const HEAD: &str = r"arazzo: 1.1.0
info: {title: t, version: '1'}
sourceDescriptions:
- {name: api, url: api.yaml}
- {name: helpers, url: helpers.yaml}
";

/// What is told about a document, most often [`HEAD`] and what follows it: `code <text> -> proposal`.
pub(crate) fn told(text: &str) -> Vec<String> {
    found(text)
        .iter()
        .map(|found| {
            let code = found["code"].as_str().unwrap();
            let place = underlined(text, found);
            match found["suggestion"].as_str() {
                Some(proposal) => format!("{code} <{place}> -> {proposal}"),
                None => format!("{code} <{place}>"),
            }
        })
        .collect()
}

/// The reports about a document as JSON.
pub(crate) fn found(text: &str) -> Vec<Value> {
    let files = Memory::new()
        .file("specs/w.arazzo.yaml", text)
        .file("specs/api.yaml", API)
        .file("specs/helpers.yaml", HELPERS);
    let report = Generator::new()
        .files(files)
        .document("specs/w.arazzo.yaml")
        .check();
    let json: Value = serde_json::from_str(&report.json()).unwrap();
    json["diagnostics"].as_array().unwrap().clone()
}

/// The underlined text; of several lines the first.
fn underlined(text: &str, found: &Value) -> String {
    let number = |name: &str| usize::try_from(found[name].as_u64().unwrap()).unwrap();
    let line = text.split('\n').nth(number("line") - 1).unwrap();
    let from = line.chars().skip(number("column") - 1);
    match number("line") == number("endLine") {
        true => from.take(number("endColumn") - number("column")).collect(),
        false => from.collect(),
    }
}

/// A document with one workflow `w`, which has an input `label` and a step `s` with these `fields`, each on a line; those
/// that begin with `!` are the workflow's.
pub(crate) fn document(fields: &str) -> String {
    let inputs = "{type: object, properties: {label: {type: string}}}";
    let (mut workflow, mut step) = (String::new(), String::new());
    for line in fields.lines() {
        match line.strip_prefix('!') {
            Some(line) => workflow += &format!("  {line}\n"),
            None => step += &format!("    {line}\n"),
        }
    }
    format!(
        "{HEAD}workflows:\n- workflowId: w\n  inputs: {inputs}\n{workflow}  steps:\n  - stepId: s\n    operationId: listItems\n{step}"
    )
}

/// What is told about [`document`] with these `fields`.
pub(crate) fn step(fields: &str) -> Vec<String> {
    told(&document(fields))
}
