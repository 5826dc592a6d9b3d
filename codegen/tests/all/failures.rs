//! What a failure of the emitted code names.

use arazzo_codegen::{Generator, load::Memory};

use crate::support::told::HEAD;

const API: &str = r"
openapi: 3.1.0
info: {title: shop, version: '1'}
paths:
  /items:
    post:
      operationId: createItem
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [tag], properties: {tag: {type: string}, more: {type: object}}}
      responses: {'201': {description: made}}
";

/// The code of a workflow that sends `payload`, whose input `o` need not have its members.
fn emitted(payload: &str) -> String {
    let inputs = "{type: object, properties: {o: {type: object, properties: {a: {type: string}, b: {type: string}}}}}";
    let text = format!(
        "{HEAD}workflows:\n- workflowId: w\n  inputs: {inputs}\n  steps:\n  - {{stepId: s, operationId: createItem, requestBody: {{payload: '{payload}'}}}}\n"
    );
    let files = Memory::new()
        .file(
            "w.arazzo.yaml",
            text.replace("- {name: helpers, url: helpers.yaml}\n", ""),
        )
        .file("api.yaml", API);
    let (code, report) = Generator::new()
        .files(files)
        .document("w.arazzo.yaml")
        .generate();
    assert!(!code.is_empty(), "{}", report.human(false));
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_value_that_is_missing_in_json_text_is_named_with_its_member() {
    let code = emitted(
        r#"{"tag": {$inputs.o#/a}, "more": {"list": ["x {$inputs.o#/b}"], "{$inputs.o#/b}": 1}}"#,
    );
    for what in [
        r#""$inputs.o#/a", "member `tag` of the request body""#,
        r#""$inputs.o#/b", "member `list` of the request body""#,
        r#""$inputs.o#/b", "request body""#,
    ] {
        assert!(code.contains(what), "{what}: {code}");
    }
}
