//! What does not compile, and what rustc says about it.
//!
//! `TRYBUILD=overwrite cargo test --test compile_fail` rewrites the expected messages.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

use std::{env, fs, path::Path};

use arazzo_codegen::{Generator, load::Memory};
use trybuild::TestCases;

#[test]
fn misuse_of_what_is_generated_does_not_compile() {
    TestCases::new().compile_fail("tests/ui/*.rs");
}

const FLOW: &str = r#"
arazzo: 1.1.0
info: {title: Case, version: "1"}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]
workflows:
  - workflowId: send
    steps:
      - stepId: list
        operationId: list
        successCriteria:
          - {context: $response.body#/name, condition: ^a, type: regex}
          - {context: $response.body, condition: "$[?@ == 'a']", type: jsonpath}
        outputs: {names: {context: $response.body, selector: $.name, type: jsonpath}}
      - stepId: read
        operationId: read
        successCriteria: [{context: $response.body, condition: /a, type: xpath}]
      - stepId: put
        operationId: put
        requestBody: {payload: {name: a}}
"#;

const API: &str = r#"
openapi: 3.1.0
info: {title: API, version: "1"}
servers: [{url: https://api.test}]
paths:
  /names:
    get:
      operationId: list
      responses: {"200": {description: ok, content: {application/json: {schema: &name {type: object, properties: {name: {type: string}}}}}}}
    put:
      operationId: put
      requestBody: {content: {application/xml: {schema: *name}}}
      responses: {"200": {description: ok}}
  /text:
    get: {operationId: read, responses: {"200": {description: ok, content: {application/xml: {}}}}}
"#;

/// This package has none of the runtime's features on that the documents need: one message says what to write, and none is
/// about the code that needs them.
#[test]
fn a_feature_that_is_off_is_one_message() {
    let files = Memory::new().file("flow.yaml", FLOW).file("api.yaml", API);
    let (code, report) = Generator::new()
        .files(files)
        .document("flow.yaml")
        .generate();
    assert!(!report.has_errors(), "{}", report.human(false));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    fs::create_dir_all(&folder).unwrap();
    let case = folder.join("feature_off.rs");
    fs::write(&case, format!("{code}\nfn main() {{}}\n")).unwrap();
    // The message is kept with those of the other cases, and says nothing of where this one lies.
    let kept = Path::new("tests/ui/feature_off.stderr");
    let message = case.with_extension("stderr");
    let place = case.to_str().unwrap();
    let expected = fs::read_to_string(kept).unwrap_or_default();
    fs::write(&message, expected.replace("$CASE", place)).unwrap();
    TestCases::new().compile_fail(&case);
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        let told = fs::read_to_string(message).unwrap();
        fs::write(kept, told.replace(place, "$CASE")).unwrap();
    }
}
