use serde_json::Value;

use crate::{Generator, load::Memory};

const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /harbours/{harbourId}:
    parameters: [{name: harbourId, in: path, required: true, schema: {type: string}}]
    get:
      operationId: show
      parameters:
      - {name: size, in: query, schema: {type: integer}}
      - {name: X-Trace, in: header, schema: {type: string}}
      responses: {'200': {description: ok}}
    put:
      operationId: change
      security: [{}, {key: []}, {session: [], trace: []}]
      parameters:
      - {name: season, in: query, required: true, schema: {type: string}}
      - {name: X-Key, in: header, required: true, schema: {type: string}}
      - {name: sid, in: cookie, required: true, schema: {type: string}}
      responses: {'204': {description: ok}}
  /berths:
    get:
      operationId: berths
      security: [{query: []}]
      parameters:
      - {name: size, in: query, schema: {type: integer}}
      - {name: season, in: query, required: true, schema: {type: string}}
      responses: {'200': {description: ok}}
  /tides:
    get:
      operationId: tides
      responses: {'200': {description: ok}}
  /{box}/{Key+}:
    get:
      operationId: read
      parameters: [{name: Key, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok}}
  /r?kind=items&acl#f=1:
    get:
      operationId: list
      parameters: [{name: kind, in: query, required: true, schema: {type: string}}]
      responses: {'200': {description: ok}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-key}
    query: {type: apiKey, in: query, name: key}
    session: {type: apiKey, in: cookie, name: sid}
    trace: {type: apiKey, in: cookie, name: crumb}
";

const HEAD: &str = "arazzo: 1.0.1
info: {title: t, version: '1'}
sourceDescriptions: [{name: harbours, url: harbours.yaml}]
";

/// What is said of a document: severity and code, the line in the document without its head, the underlined text, and
/// what to write instead, with `!` where that is certain.
fn told(text: &str) -> Vec<String> {
    let text = format!("{HEAD}{text}");
    let memory = Memory::new()
        .file("flow.yaml", text.clone())
        .file("harbours.yaml", API);
    let report = Generator::new().files(memory).document("flow.yaml").check();
    let json: Value = serde_json::from_str(&report.json()).unwrap();
    let all = json["diagnostics"].as_array().unwrap().iter();
    let certain = report.diagnostics.iter().map(|found| {
        let suggestion = found.suggestion.as_ref();
        suggestion.is_some_and(|suggestion| suggestion.certain)
    });
    all.zip(certain)
        .map(|(found, certain)| {
            let at = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
            let line = text.lines().nth(at("line") - 1).unwrap();
            let end = match at("endLine") == at("line") {
                true => at("endColumn") - 1,
                false => line.len(),
            };
            let written = line.get(at("column") - 1..end).unwrap();
            let instead = found["suggestion"].as_str();
            let instead = instead.map_or(String::new(), |instead| format!(" -> {instead}"));
            let line = at("line") - HEAD.lines().count();
            let (severity, code) = (&found["severity"], &found["code"]);
            let severity = severity.as_str().unwrap();
            let mark = if certain { "!" } else { "" };
            let code = code.as_str().unwrap();
            format!("{severity} {code} {line} `{written}`{instead}{mark}")
        })
        .collect()
}

/// The same of one step with these parameters, from line 6 on.
fn step(operation: &str, parameters: &[&str]) -> Vec<String> {
    let list: String = parameters
        .iter()
        .map(|parameter| format!("    - {{{parameter}, value: a}}\n"))
        .collect();
    told(&format!(
        "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: {operation}\n    parameters:\n{list}"
    ))
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_variable_of_several_segments_has_two_names() {
    for key in ["Key", "Key+"] {
        let key = format!("name: {key}, in: path");
        assert_eq!(step("read", &["name: box, in: path", &key]), NOTHING);
    }
    assert_eq!(
        step("read", &["name: box+, in: path", "name: Key, in: path"]),
        ["error undeclared-path-parameter 7 `box+`"]
    );
}

#[test]
fn the_key_of_a_path_declares_what_it_holds() {
    for given in [
        "kind, in: query",
        "acl, in: query",
        "f, in: query",
        "f, in: header",
    ] {
        assert_eq!(step("list", &[&format!("name: {given}")]), NOTHING);
    }
    assert_eq!(
        step("list", &["name: acl, in: header"]),
        ["warning undeclared-parameter 7 `acl`"]
    );
}

#[test]
fn a_path_parameter_given_elsewhere_is_told_at_its_place() {
    for place in ["query", "header", "cookie"] {
        let given = format!("name: harbourId, in: {place}");
        assert_eq!(
            step("show", &[&given]),
            [format!("error misplaced-parameter 7 `{place}` -> path!")]
        );
    }
}

#[test]
fn what_belongs_elsewhere_has_no_place_in_the_path() {
    let harbour = "name: harbourId, in: path";
    assert_eq!(
        step("show", &[harbour, "name: size, in: path"]),
        ["error misplaced-parameter 8 `path` -> query!"]
    );
    assert_eq!(
        step("show", &[harbour, "name: x-trace, in: path"]),
        ["error misplaced-parameter 8 `path` -> header!"]
    );
}

#[test]
fn a_required_parameter_given_elsewhere_is_not_missing_too() {
    assert_eq!(
        step("berths", &["name: season, in: header"]),
        ["warning misplaced-parameter 7 `header` -> query!"]
    );
}

#[test]
fn what_is_given_in_its_place_too_is_merely_undeclared() {
    let both = ["name: harbourId, in: path", "name: harbourId, in: query"];
    assert_eq!(
        step("show", &both),
        ["warning undeclared-parameter 8 `harbourId`"]
    );
    let both = ["name: season, in: query", "name: season, in: path"];
    assert_eq!(
        step("berths", &both),
        ["error undeclared-path-parameter 8 `season`"]
    );
}

#[test]
fn nobody_is_accused_of_what_somebody_else_did() {
    // The one in the path is the typo, and what was reported already is not looked for elsewhere.
    assert_eq!(
        step(
            "show",
            &["name: harborId, in: path", "name: harbourId, in: query"]
        ),
        [
            "error undeclared-path-parameter 7 `harborId` -> harbourId!",
            "warning undeclared-parameter 8 `harbourId`"
        ]
    );
    let unread = step(
        "show",
        &["name: harbourId, in: body", "name: harbourId, in: query"],
    );
    assert!(
        !unread.iter().any(|told| told.contains("misplaced")),
        "{unread:?}"
    );
    // Which of them was meant nobody can tell.
    assert_eq!(
        step(
            "show",
            &["name: harbourId, in: cookie", "name: harbourId, in: query"]
        ),
        [
            "error missing-path-parameter 4 `s`",
            "warning undeclared-parameter 7 `harbourId`",
            "warning undeclared-parameter 8 `harbourId`",
        ]
    );
}

#[test]
fn a_name_is_not_proposed_that_is_given_already() {
    let both = ["name: harborId, in: path", "name: harbourId, in: path"];
    assert_eq!(
        step("show", &both),
        ["error undeclared-path-parameter 7 `harborId`"]
    );
    assert_eq!(
        step("show", &both[..1]),
        ["error undeclared-path-parameter 7 `harborId` -> harbourId!"]
    );
}

#[test]
fn what_a_security_scheme_sends_is_declared_and_not_missing() {
    let season = "name: season, in: query";
    let harbour = "name: harbourId, in: path";
    assert_eq!(step("change", &[harbour, season]), NOTHING);
    let given = [
        harbour,
        season,
        "name: x-KEY, in: header",
        "name: crumb, in: cookie",
    ];
    assert_eq!(step("change", &given), NOTHING);
    assert_eq!(step("berths", &[season, "name: key, in: query"]), NOTHING);
    assert_eq!(
        step("berths", &[season, "name: key, in: header"]),
        ["warning undeclared-parameter 8 `key`"]
    );
}

/// A workflow with these parameters, from line 4 on, and a step for each operation.
fn workflow(parameters: &[&str], operations: &[&str]) -> Vec<String> {
    let list: String = parameters
        .iter()
        .map(|parameter| format!("  - {{{parameter}, value: a}}\n"))
        .collect();
    let steps: String = operations
        .iter()
        .enumerate()
        .map(|(index, operation)| format!("  - {{stepId: s{index}, operationId: {operation}}}\n"))
        .collect();
    told(&format!(
        "workflows:\n- workflowId: w\n  parameters:\n{list}  steps:\n{steps}"
    ))
}

#[test]
fn a_typo_of_the_workflow_is_told_once_where_it_is() {
    let season = "name: season, in: query";
    assert_eq!(
        workflow(
            &[season, "name: harborId, in: path"],
            &["show", "change", "tides"]
        ),
        ["error undeclared-path-parameter 5 `harborId` -> harbourId!"]
    );
    assert_eq!(
        workflow(&[season, "name: harbourId, in: query"], &["show", "change"]),
        ["error misplaced-parameter 5 `query` -> path!"]
    );
    assert_eq!(
        workflow(&["name: seeson, in: query"], &["berths", "berths", "tides"]),
        ["warning undeclared-parameter 4 `seeson` -> season!"]
    );
    assert_eq!(
        workflow(&[season, "name: sise, in: query"], &["berths", "tides"]),
        ["warning undeclared-parameter 5 `sise` -> size!"]
    );
}

#[test]
fn a_workflow_may_give_more_than_its_steps_need() {
    let season = "name: season, in: query";
    for more in [
        "name: locale, in: query",
        "name: harbourId, in: path",
        "name: X-Tenant, in: header",
    ] {
        assert_eq!(workflow(&[season, more], &["berths", "tides"]), NOTHING);
    }
    let given = ["name: harborId, in: path", "name: harbourId, in: path"];
    assert_eq!(workflow(&given, &["show"]), NOTHING);
}

#[test]
fn where_some_step_has_use_for_it_the_others_lack_theirs() {
    let text = "workflows:
- workflowId: w
  parameters: [{name: harbourId, in: query, value: a}]
  steps:
  - {stepId: one, operationId: show}
  - stepId: two
    workflowId: called
- workflowId: called
  inputs: {type: object, properties: {harbourId: {type: string}}}
  steps:
  - {stepId: tides, operationId: tides}
";
    assert_eq!(
        told(text),
        ["error missing-path-parameter 5 `one`"],
        "the called workflow takes it"
    );
}

const COMPONENTS: &str = "components:
  parameters:
    harbour: {name: harbourId, in: query, value: a}
    size: {name: sise, in: query, value: 1}
    odd: {name: odd, in: header, value: 1}
";

#[test]
fn a_typo_of_a_component_is_told_once_where_it_is() {
    let text = format!(
        "{COMPONENTS}workflows:
- workflowId: w
  steps:
  - stepId: one
    operationId: show
    parameters: [{{reference: $components.parameters.harbour}}, {{reference: $components.parameters.size}}]
  - stepId: two
    operationId: show
    parameters: [{{reference: $components.parameters.harbour}}, {{reference: $components.parameters.odd}}]
  - stepId: three
    operationId: tides
    parameters: [{{reference: $components.parameters.odd}}]
"
    );
    assert_eq!(
        told(&text),
        [
            "error misplaced-parameter 3 `query` -> path!",
            "warning undeclared-parameter 4 `sise` -> size!",
            "warning undeclared-parameter 5 `odd`",
        ]
    );
}

#[test]
fn a_component_that_is_right_elsewhere_is_told_where_it_is_wrong() {
    let text = "components:
  parameters:
    season: {name: season, in: query, value: a}
workflows:
- workflowId: w
  steps:
  - stepId: one
    operationId: tides
    parameters: [{reference: $components.parameters.season}]
  - stepId: two
    operationId: berths
    parameters: [{reference: $components.parameters.season}]
";
    let reference = "{reference: $components.parameters.season}";
    assert_eq!(
        told(text),
        [format!("warning undeclared-parameter 9 `{reference}`")]
    );
}
