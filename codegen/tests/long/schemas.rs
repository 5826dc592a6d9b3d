//! Schemas that are made of others, and of many.

use serde_json::{Value, json};

use super::{Files, Kind, api, flow, response};

fn reference(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/S{index}")})
}

/// The schema of inputs and of a body, each made from a reference to the next.
fn chain(length: usize, schema: &dyn Fn(Value, usize) -> Value) -> Files {
    let mut schemas = serde_json::Map::new();
    for index in 0..length {
        schemas.insert(format!("S{index}"), schema(reference(index + 1), index));
    }
    schemas.insert(format!("S{length}"), json!({"type": "string"}));
    let components = json!({"schemas": schemas});
    of(reference(0), components, json!({"x": 1}))
}

fn of(schema: Value, components: Value, default: Value) -> Files {
    let operation = json!({
        "operationId": "op",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": response(&schema)},
    });
    let at = "api.json#/paths/~1p/post/requestBody/content/application~1json/schema";
    let inputs = json!({"type": "object", "properties": {"q": {"$ref": at}, "d": {"allOf": [{"$ref": at}], "default": default}}});
    let read = "$response.body#/a/0/a/0";
    let steps = json!([
        {"stepId": "s", "operationId": "op", "requestBody": {"payload": "$inputs.q"},
            "outputs": {"all": "$response.body", "deep": read},
            "successCriteria": [{"condition": "$response.body#/a/b != null"}]},
        {"stepId": "t", "operationId": "op", "requestBody": {"payload": {"a": [{"b": "$steps.s.outputs.deep"}]}}},
        {"stepId": "u", "operationId": "op", "requestBody": {"payload": "$steps.s.outputs.all"}},
    ]);
    let outputs = json!({"all": "$steps.s.outputs.all"});
    let workflow = json!({"workflowId": "w", "inputs": inputs, "steps": steps, "outputs": outputs});
    vec![
        flow(vec![workflow]),
        api(json!({"/p": {"post": operation}}), components),
    ]
}

type Schema = (&'static str, fn(Value, usize) -> Value);

/// Schemas made from another.
const MADE: [Schema; 16] = [
    ("references", |next, _| next),
    ("items", |next, _| json!({"type": "array", "items": next})),
    (
        "properties",
        |next, _| json!({"type": "object", "required": ["a"], "properties": {"a": next}}),
    ),
    (
        "two properties",
        |next, _| json!({"type": "object", "properties": {"a": next, "b": next}}),
    ),
    (
        "additionalProperties",
        |next, _| json!({"type": "object", "additionalProperties": next}),
    ),
    (
        "patternProperties",
        |next, _| json!({"type": "object", "patternProperties": {"^a": next, "^b": next}}),
    ),
    (
        "prefixItems",
        |next, _| json!({"type": "array", "prefixItems": [next, next], "items": false}),
    ),
    ("allOf", |next, _| json!({"allOf": [next]})),
    ("allOf twice", |next, _| json!({"allOf": [next, next]})),
    (
        "allOf and properties",
        |next, index| json!({"allOf": [next], "type": "object", "properties": {format!("a{index}"): {"type": "string"}}}),
    ),
    (
        "oneOf",
        |next, _| json!({"oneOf": [next, {"type": "integer"}]}),
    ),
    (
        "anyOf of objects",
        |next, index| json!({"anyOf": [next, {"type": "object", "required": ["k"], "properties": {"k": {"const": format!("{index}")}}}]}),
    ),
    (
        "list or one",
        |next, _| json!({"anyOf": [{"type": "array", "items": next}, next]}),
    ),
    (
        "member or one",
        |next, _| json!({"oneOf": [{"type": "object", "properties": {"a": next}}, next]}),
    ),
    (
        "list or object",
        |next, _| json!({"anyOf": [{"type": "array", "items": next}, {"type": "object", "properties": {"a": next}}]}),
    ),
    ("allOf of anyOf", |next, index| {
        let one = |letter: char| json!({"type": "object", "required": [format!("{letter}{index}")], "properties": {format!("{letter}{index}"): {"type": "integer"}}});
        json!({"allOf": [{"anyOf": [one('a'), one('b')]}, next]})
    }),
];

/// A schema with many parts, each made from its number, below a keyword.
fn list(
    length: usize,
    schema: impl Fn(Vec<Value>) -> Value,
    part: impl Fn(usize) -> Value,
) -> Files {
    of(
        schema((0..length).map(part).collect()),
        json!({}),
        json!({"a0": "x"}),
    )
}

fn text_member(index: usize) -> Value {
    json!({"type": "object", "required": [format!("a{index}")], "properties": {format!("a{index}"): {"type": "integer"}}})
}

fn members(length: usize) -> Files {
    let all = (0..length).map(|index| (format!("a{index}"), json!({"type": "string"})));
    let all = Value::Object(all.collect());
    of(
        json!({"type": "object", "properties": all}),
        json!({}),
        json!({"a0": 1}),
    )
}

fn inheritance(length: usize) -> Files {
    let mut schemas = serde_json::Map::new();
    let base = json!({"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}},
        "discriminator": {"propertyName": "k"}});
    schemas.insert("S0".to_owned(), base);
    for index in 0..length {
        let extended = json!({"allOf": [reference(index), {"type": "object", "properties": {format!("a{index}"): {"type": "string"}}}]});
        schemas.insert(format!("S{}", index + 1), extended);
    }
    of(
        reference(0),
        json!({"schemas": schemas}),
        json!({"k": "S1"}),
    )
}

pub(super) fn kinds() -> Vec<Kind> {
    let chains = MADE
        .iter()
        .map(|(name, schema)| Kind::new(name, |length| chain(length, schema)));
    let lists = [
        Kind::new("members", members),
        Kind::new("inheritance", inheritance),
        Kind::new("alternatives", |length| {
            list(length, |all| json!({"oneOf": all}), text_member)
        }),
        Kind::new("parts", |length| {
            list(length, |all| json!({"allOf": all}), text_member)
        }),
        Kind::new("enum", |length| {
            list(
                length,
                |all| json!({"enum": all}),
                |index| json!(format!("v{index}")),
            )
        }),
        Kind::new("prefix", |length| {
            list(
                length,
                |all| json!({"type": "array", "prefixItems": all}),
                text_member,
            )
        }),
        Kind::new("parts with alternatives", |length| {
            list(
                length,
                |all| json!({"allOf": all}),
                |index| json!({"anyOf": [text_member(index), text_member(index + 1)]}),
            )
        }),
    ];
    chains.chain(lists).collect()
}
