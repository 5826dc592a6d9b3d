//! Schemas that are an attack: each ends in code or in a diagnostic, in bounded time and without a panic.

mod chains;
#[path = "../../long/mod.rs"]
mod long;

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use arazzo_codegen::{Generator, load::Memory, report::Report};

const FLOW: &str = r#"arazzo: 1.0.1
info: {title: "Hostile", version: "1"}
sourceDescriptions: [{name: api, url: api.openapi.json, type: openapi}]
workflows:
  - workflowId: read
    inputs: {$ref: "inputs.json"}
    steps:
      - stepId: get
        operationId: thing
        outputs: {thing: $response.body, deep: $response.body#/a/a/a}
    outputs: {thing: $steps.get.outputs.thing}
"#;

/// Far more than any of these takes, and far less than what grows with the power of its size.
const LIMIT: Duration = Duration::from_secs(30);

/// Compiles the document whose body and inputs have the first of `schemas`, which are components.
fn compiled(schema: &str, schemas: &str) -> (String, Report) {
    let api = format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "servers": [{{"url": "https://api.test"}}],
        "paths": {{"/thing": {{"get": {{"operationId": "thing", "responses": {{"200": {{"description": "d",
        "content": {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"#
    );
    let inputs = r##"{"type": "object", "properties": {"thing": {"$ref": "api.openapi.json#/paths/~1thing/get/responses/200/content/application~1json/schema"}}}"##;
    let memory = Memory::new()
        .file("flow.arazzo.yaml", FLOW)
        .file("inputs.json", inputs)
        .file("api.openapi.json", api);
    let start = Instant::now();
    let generator = Generator::new().files(memory).document("flow.arazzo.yaml");
    let (source, report) = generator.generate();
    let took = start.elapsed();
    assert!(took < LIMIT, "{took:?}");
    let codes: Vec<&str> = report
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect();
    assert!(!codes.contains(&"emission"), "{}", report.human(false));
    assert_ne!(source.is_empty(), !report.has_errors(), "{codes:?}");
    (source, report)
}

/// The source, of a document that has one.
fn source(schema: &str, schemas: &str) -> String {
    let (source, report) = compiled(schema, schemas);
    assert!(!report.has_errors(), "{}", report.human(false));
    source
}

/// `"S0": …, "S1": …` where each is made from the number of the next.
fn chain(length: usize, schema: impl Fn(usize) -> String, end: &str) -> String {
    let mut text = String::new();
    for index in 0..length {
        let _ = write!(text, r#""S{index}": {}, "#, schema(index + 1));
    }
    let _ = write!(text, r#""S{length}": {end}"#);
    text
}

const FIRST: &str = r##"{"$ref": "#/components/schemas/S0"}"##;

fn reference(index: usize) -> String {
    format!(r##"{{"$ref": "#/components/schemas/S{index}"}}"##)
}

#[test]
fn chains_of_references_end() {
    let schemas = chain(10_000, reference, r#"{"type": "string"}"#);
    let code = source(FIRST, &schemas);
    assert!(code.contains("pub thing: Option<Value>"), "{code}");
    let short = chain(20, reference, r#"{"type": "string"}"#);
    assert!(source(FIRST, &short).contains("pub thing: Option<String>"));
}

#[test]
fn compositions_of_compositions_end() {
    let nested = |next: usize| format!(r#"{{"allOf": [{}]}}"#, reference(next));
    source(FIRST, &chain(10_000, nested, r#"{"type": "string"}"#));
    let doubled = |next: usize| format!(r#"{{"allOf": [{0}, {0}]}}"#, reference(next));
    source(FIRST, &chain(60, doubled, r#"{"type": "string"}"#));
    let alternatives = |next: usize| {
        let other =
            format!(r#"{{"type": "object", "properties": {{"n": {{"const": "{next}"}}}}}}"#);
        format!(r#"{{"oneOf": [{}, {other}]}}"#, reference(next))
    };
    source(FIRST, &chain(10_000, alternatives, r#"{"type": "string"}"#));
    let product = |next: usize| {
        let choice =
            |word: &str| format!(r#"{{"properties": {{"{word}{next}": {{"type": "string"}}}}}}"#);
        let (a, b) = (choice("a"), choice("b"));
        format!(r#"{{"oneOf": [{a}, {b}], "allOf": [{}]}}"#, reference(next))
    };
    source(FIRST, &chain(60, product, r#"{"type": "object"}"#));
}

#[test]
fn members_of_members_end() {
    let member = |next: usize| {
        format!(
            r#"{{"type": "object", "properties": {{"a": {}}}}}"#,
            reference(next)
        )
    };
    let code = source(FIRST, &chain(10_000, member, r#"{"type": "string"}"#));
    assert!(code.lines().count() < 100_000, "{}", code.lines().count());
    let list = |next: usize| format!(r#"{{"type": "array", "items": {}}}"#, reference(next));
    source(FIRST, &chain(10_000, list, r#"{"type": "string"}"#));
    let map = |next: usize| {
        format!(
            r#"{{"type": "object", "additionalProperties": {}}}"#,
            reference(next)
        )
    };
    source(FIRST, &chain(10_000, map, r#"{"type": "string"}"#));
}

#[test]
fn tuples_of_tuples_end() {
    let twice = |next: usize| {
        format!(
            r#"{{"type": "array", "prefixItems": [{0}, {0}], "items": false}}"#,
            reference(next)
        )
    };
    let code = source(FIRST, &chain(40, twice, r#"{"type": "string"}"#));
    assert!(code.contains("pub thing: Option<Value>"), "{code}");
    assert!(
        source(FIRST, &chain(2, twice, r#"{"type": "string"}"#)).contains("pub thing: Option<((")
    );
}

#[test]
fn alternatives_that_rule_each_other_out_end() {
    let choices = ["string", "integer", "boolean"].map(|kind| format!(r#"{{"type": "{kind}"}}"#));
    let choice = format!(r#"{{"anyOf": [{}]}}"#, choices.join(", "));
    let all = vec![choice; 40].join(", ");
    compiled(
        &format!(
            r#"{{"type": "object", "properties": {{"a": {{"allOf": [{all}], "default": "x"}}}}}}"#
        ),
        "",
    );
}

#[test]
fn defaults_of_alternatives_in_alternatives_end() {
    let member = |next: usize| {
        format!(
            r#"{{"type": "object", "properties": {{"a": {}}}}}"#,
            reference(next)
        )
    };
    let twice = |next: usize| {
        format!(
            r#"{{"anyOf": [{0}, {0}, {{"required": ["b"], "properties": {{"a": {1}}}}}]}}"#,
            member(next),
            reference(next)
        )
    };
    let mut default = "1".to_owned();
    for _ in 0..30 {
        default = format!(r#"{{"a": {default}}}"#);
    }
    let schema = format!(r#"{{"allOf": [{FIRST}], "default": {default}}}"#);
    compiled(&schema, &chain(30, twice, r#"{"type": "string"}"#));
}

#[test]
fn circles_of_all_sorts_end() {
    for (schema, count) in [
        (r##"{"$ref": "#/components/schemas/S0"}"##, 1),
        (r##"{"allOf": [{"$ref": "#/components/schemas/S0"}]}"##, 1),
        (
            r##"{"oneOf": [{"$ref": "#/components/schemas/S0"}, {"type": "string"}]}"##,
            1,
        ),
        (r##"{"anyOf": [{"$ref": "#/components/schemas/S0"}]}"##, 1),
        (
            r##"{"type": "array", "items": {"$ref": "#/components/schemas/S0"}}"##,
            1,
        ),
        (
            r##"{"type": "array", "prefixItems": [{"$ref": "#/components/schemas/S0"}], "items": false}"##,
            1,
        ),
        (
            r##"{"allOf": [{"$ref": "#/components/schemas/S0"}, {"oneOf": [{"$ref": "#/components/schemas/S0"}, {"type": "object"}]}]}"##,
            1,
        ),
        (
            r##"{"required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/S0"}}}"##,
            1,
        ),
        (
            r##"{"discriminator": {"propertyName": "a", "mapping": {"x": "S0", "y": "#/components/schemas/S0"}}, "allOf": [{"$ref": "#/components/schemas/S0"}]}"##,
            1,
        ),
    ] {
        let schemas = chain(count, |_| schema.to_owned(), "{}");
        source(FIRST, &schemas);
    }
}

#[test]
fn sizes_beyond_reason_are_read_in_time() {
    let mut members = String::from(r#"{"type": "object", "properties": {"#);
    for index in 0..100_000 {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(members, r#"{comma}"p{index}": {{"type": "string"}}"#);
    }
    members.push_str("}}");
    compiled(&members, "");
    let values: Vec<String> = (0..50_000).map(|index| format!(r#""v{index}""#)).collect();
    let code = source(&format!(r#"{{"enum": [{}]}}"#, values.join(", ")), "");
    assert!(
        code.contains("pub thing: Option<String>"),
        "too many values for an enum"
    );
    let name = "n".repeat(10_000);
    let long = format!(
        r#"{{"title": "{name}", "type": "object", "required": ["{name}"], "properties": {{"{name}": {{"enum": ["{name}", "b"]}}}}}}"#
    );
    source(&long, "");
}

/// What is said of documents of which the first is compiled, without delay.
fn told(files: &[(&str, String)]) -> Vec<&'static str> {
    let memory = files.iter().fold(Memory::new(), |memory, (name, text)| {
        memory.file(*name, text.clone())
    });
    let first = files.first().map_or("", |(name, _)| *name);
    let start = Instant::now();
    let generator = Generator::new().files(memory).document(first);
    let (source, report) = generator.generate();
    let shown = report.human(false);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(source.is_empty() && report.has_errors(), "{shown}");
    assert!(shown.len() < 100_000, "{}", shown.len());
    report
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect()
}

/// The text as the entry document, as an API description and as the schema of the inputs.
fn told_everywhere(text: &str, json: bool) -> [Vec<&'static str>; 3] {
    let inputs = ("inputs.json", r#"{"type": "object"}"#.to_owned());
    let flow = || ("flow.arazzo.yaml", FLOW.to_owned());
    let plain = r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}"#;
    let api = |text: &str| ("api.openapi.json", text.to_owned());
    let entry = if json {
        "flow.arazzo.json"
    } else {
        "flow.arazzo.yaml"
    };
    let inputs_name = if json { "inputs.json" } else { "inputs.yaml" };
    let of_inputs = FLOW.replace("inputs.json", inputs_name);
    [
        told(&[(entry, text.to_owned()), api(plain), inputs.clone()]),
        told(&[flow(), api(text), inputs]),
        told(&[
            ("flow.arazzo.yaml", of_inputs),
            api(plain),
            (inputs_name, text.to_owned()),
        ]),
    ]
}

#[test]
fn aliases_that_multiply_end_in_a_diagnostic() {
    let mut text =
        String::from("arazzo: 1.0.1\nopenapi: 3.1.0\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let alias = format!("*a{}", level - 1);
        let nine = vec![alias; 9].join(", ");
        let _ = writeln!(text, "a{level}: &a{level} [{nine}]");
    }
    for codes in told_everywhere(&text, false) {
        assert!(codes.contains(&"limit-exceeded"), "{codes:?}");
    }
}

#[test]
fn nesting_beyond_reason_ends_in_a_diagnostic() {
    let deep = |open: &str, close: &str| {
        format!(
            "{{\"a\": {}{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    let mut block = String::new();
    for level in 0..3_000 {
        let _ = writeln!(block, "{}a:", " ".repeat(level));
    }
    for (text, json) in [
        (deep("[", "]"), true),
        (deep("{\"a\": [", "]}"), true),
        (deep("[", "]"), false),
        (block, false),
        (format!("a:\n  {}x", "- ".repeat(100_000)), false),
    ] {
        for codes in told_everywhere(&text, json) {
            assert!(codes.contains(&"limit-exceeded"), "{codes:?}");
        }
    }
}

/// What is said of mistakes must not grow with their square: names, places and lines are found many thousand times.
#[test]
fn thousands_of_mistakes_in_one_object_are_told_in_time() {
    const COUNT: usize = 20_000;
    let mut unknown = String::new();
    for index in 0..COUNT {
        let _ = write!(unknown, r#""unknown{index}": {index}, "#);
    }
    let flow = format!(
        r#"{{"arazzo": "1.0.1", "info": {{"title": "Hostile", "version": "1"}},
        "sourceDescriptions": [{{"name": "api", "url": "api.openapi.json", "type": "openapi"}}],
        "workflows": [{{"workflowId": "w", "steps": [{{"stepId": "s", {unknown} "operationId": "thing"}}]}}]}}"#
    );
    let api = r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://api.test"}],
        "paths": {"/thing": {"get": {"operationId": "thing", "responses": {"200": {"description": "d"}}}}}}"#;
    let memory = Memory::new()
        .file("flow.arazzo.json", flow)
        .file("api.openapi.json", api);
    let start = Instant::now();
    let generator = Generator::new().files(memory).document("flow.arazzo.json");
    let report = generator.check();
    let human = report.human(false);
    let json = report.json();
    let took = start.elapsed();
    assert!(took < LIMIT, "{took:?}");
    for text in [human, json] {
        assert_eq!(text.matches("has no field `unknown").count(), COUNT);
    }
}
