//! `check --explain-types`: every place of inputs and outputs that is no better than JSON is reported with its reason.

use arazzo_codegen::{Generator, load::Memory, report::Report};

const API: &str = r##"openapi: 3.1.0
info: {title: "Things", version: "1"}
servers: [{url: https://api.test}]
paths:
  /thing:
    get:
      operationId: thing
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema:
                required: [open, mixed, known]
                properties:
                  open: {}
                  list: {type: array}
                  mixed: {oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}]}
                  tree: {$ref: "#/components/schemas/Tree"}
                  known: {type: string, not: {const: x}}
                  loose: {type: object}
                  dynamic: {$dynamicRef: "#node", x-arazzo-codegen-allow: [dynamic-reference]}
  /nothing:
    get: {operationId: nothing, responses: {"200": {description: Undescribed.}}}
components:
  schemas:
    Tree: {properties: {leaf: {}, next: {$ref: "#/components/schemas/Tree"}}}
"##;

const FLOW: &str = r##"arazzo: 1.1.0
info: {title: "Reasons", version: "1"}
sourceDescriptions: [{name: api, url: api.openapi.yaml, type: openapi}]
workflows:
  - workflowId: read
    inputs: {type: object, properties: {filter: {}, tags: {type: array}}}
    steps:
      - stepId: thing
        operationId: thing
        outputs:
          open: $response.body#/open
          inner: $response.body#/loose/deep
          list: $response.body#/list
          mixed: $response.body#/mixed
          tree: $response.body#/tree
          known: $response.body#/known
          found: {context: $response.body, selector: $.list, type: jsonpath}
          dynamic: $response.body#/dynamic
      - stepId: nothing
        operationId: nothing
        outputs: {body: $response.body}
    outputs:
      open: $steps.thing.outputs.open
      known: $steps.thing.outputs.known
      filter: $inputs.filter
"##;

fn report(explain: bool) -> Report {
    let memory = Memory::new()
        .file("flow.arazzo.yaml", FLOW)
        .file("api.openapi.yaml", API);
    Generator::new()
        .files(memory)
        .document("flow.arazzo.yaml")
        .explain_types(explain)
        .check()
}

#[test]
fn each_place_has_its_reason() {
    let report = report(true);
    let notes = report.types.as_ref().unwrap().iter();
    let told: Vec<String> = notes
        .map(|note| {
            let item = note.item.as_deref().unwrap_or("-");
            format!("{item} @ {}: {}", note.place.pointer.as_str(), note.reason)
        })
        .collect();
    let schema = "/paths/~1thing/get/responses/200/content/application~1json/schema";
    let expected = [
        "read::Inputs.filter @ /workflows/0/inputs/properties/filter: the schema gives no type".to_owned(),
        "read::Inputs.tags @ /workflows/0/inputs/properties/tags: the elements of the array are not described".to_owned(),
        format!("read::Thing.open @ {schema}/properties/open: the schema gives no type"),
        format!("read::Thing.inner @ {schema}/properties/loose: the schema says nothing of `deep`"),
        format!("read::Thing.list @ {schema}/properties/list: the elements of the array are not described"),
        format!("read::Thing.mixed @ {schema}/properties/mixed: nothing distinguishes the alternatives"),
        "read::Thing.found @ /workflows/0/steps/0/outputs/found: no schema says what a selector finds".to_owned(),
        format!("read::Thing.dynamic @ {schema}/properties/dynamic: `$dynamicRef` is not followed"),
        "read::Nothing.body @ /paths/~1nothing/get/responses/200: the response has no schema for JSON".to_owned(),
        "read::Outputs.open @ /workflows/0/outputs/open: what it reads is JSON".to_owned(),
        "read::Outputs.filter @ /workflows/0/outputs/filter: what it reads is JSON".to_owned(),
        "read::Tree.leaf @ /components/schemas/Tree/properties/leaf: the schema gives no type".to_owned(),
        format!("- @ {schema}/properties/known: `not` does not change the type"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn people_see_the_schema_and_the_reason() {
    let text = report(true).human(false);
    let note = "note: `read::Thing.open` is a `serde_json::Value`
  --> api.openapi.yaml:16:25
   |
16 |                   open: {}
   |                         ^^ the schema gives no type
";
    assert!(text.contains(note), "{text}");
    assert!(
        text.contains("note: `read::Inputs.tags` holds `serde_json::Value`"),
        "{text}"
    );
    assert!(
        text.ends_with("12 places are JSON values or hold some\n"),
        "{text}"
    );
    assert_eq!(report(false).human(false), "");
}

#[test]
fn programs_get_notes_only_if_they_ask() {
    let read =
        |explain| -> serde_json::Value { serde_json::from_str(&report(explain).json()).unwrap() };
    assert_eq!(read(false), serde_json::json!({"diagnostics": []}));
    let asked = read(true);
    assert_eq!(asked["diagnostics"], serde_json::json!([]));
    let first = &asked["types"][0];
    assert_eq!(
        (&first["workflow"], &first["item"], &first["line"]),
        (&"read".into(), &"read::Inputs.filter".into(), &6.into())
    );
    let log: serde_json::Value = serde_json::from_str(&report(true).sarif()).unwrap();
    let run = &log["runs"][0];
    assert_eq!(run["results"][0]["level"], "note");
    let rule = run["results"][0]["ruleIndex"].as_u64().unwrap();
    let rule = usize::try_from(rule).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "untyped");
}
