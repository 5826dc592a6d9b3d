//! Schemas that chance has put together, of inputs, requests and responses.

use serde_json::{Map, Value, json};

use super::pipeline;
use crate::{Case, Random, Seeds, mutate};

const TYPES: [&str; 8] = [
    "object", "array", "string", "integer", "number", "boolean", "null", "x",
];

const FORMATS: [&str; 12] = [
    "int32",
    "int64",
    "uint8",
    "float",
    "double",
    "date-time",
    "password",
    "binary",
    "byte",
    "uuid",
    "decimal",
    "x",
];

/// As many schemas refer to each other.
const COMPONENTS: usize = 5;

pub(super) fn schemas(random: &mut Random, seeds: &Seeds) {
    let mut components = Map::new();
    for index in 0..COMPONENTS {
        components.insert(format!("S{index}"), schema(random, seeds, 4));
    }
    let any = |random: &mut Random| schema(random, seeds, 2);
    let at = "api.json#/paths/~1p/post/requestBody/content/application~1json/schema";
    let media_type = random.word(&[
        "application/json",
        "application/json",
        "application/xml",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "text/plain",
    ]);
    let operation = json!({
        "operationId": "op",
        "parameters": [
            {"name": "q", "in": "query", "schema": any(random), "style": random.word(&["form", "deepObject", "spaceDelimited"])},
            {"name": "X-H", "in": "header", "schema": any(random)},
        ],
        "requestBody": {"content": {media_type.clone(): {"schema": any(random)}}},
        "responses": {
            "200": {"description": "d", "content": {"application/json": {"schema": any(random)}}},
            "4XX": {"description": "e", "content": {"application/json": {"schema": any(random)}}},
        },
    });
    let api = json!({
        "openapi": random.word(&["3.0.3", "3.1.0", "3.2.0"]),
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/p": {"post": operation}},
        "components": {"schemas": components},
    });
    let inputs = json!({"type": "object", "properties": {
        "q": {"$ref": at},
        "d": {"allOf": [any(random)], "default": mutate::value(random, seeds)},
        "r": any(random),
    }});
    let parameters = json!([
        {"name": "q", "in": "query", "value": "$inputs.r"},
        {"name": "X-H", "in": "header", "value": "$inputs.d"},
    ]);
    let steps = json!([
        {"stepId": "s", "operationId": "op", "parameters": parameters,
            "requestBody": {"contentType": media_type, "payload": "$inputs.q"},
            "successCriteria": [{"condition": "$response.body#/a != null"}],
            "outputs": {"all": "$response.body", "deep": "$response.body#/a/0/b"}},
        {"stepId": "t", "operationId": "op", "requestBody": {"contentType": media_type, "payload": {"a": ["$steps.s.outputs.deep"]}}},
    ]);
    let outputs = json!({"all": "$steps.s.outputs.all", "deep": "$steps.s.outputs.deep"});
    let flow = json!({
        "arazzo": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "api.json", "type": "openapi"}],
        "workflows": [{"workflowId": "w", "inputs": inputs, "steps": steps, "outputs": outputs}],
    });
    pipeline::code(&Case {
        name: "schemas".to_owned(),
        files: vec![
            ("flow.json".to_owned(), flow.to_string()),
            ("api.json".to_owned(), api.to_string()),
        ],
    });
}

/// A schema with others in it, so many levels deep.
fn schema(random: &mut Random, seeds: &Seeds, depth: usize) -> Value {
    if depth == 0 || random.percent(15) {
        return match random.below(6) {
            0 => json!(random.percent(70)),
            1 => json!({}),
            2 => mutate::value(random, seeds),
            3 => json!({"type": random.word(&TYPES)}),
            _ => json!({"$ref": format!("#/components/schemas/S{}", random.below(COMPONENTS + 1))}),
        };
    }
    let mut made = Map::new();
    for _ in 0..=random.below(4) {
        let (key, value) = keyword(random, seeds, depth - 1);
        made.insert(key.to_owned(), value);
    }
    Value::Object(made)
}

fn keyword(random: &mut Random, seeds: &Seeds, depth: usize) -> (&'static str, Value) {
    let inner = |random: &mut Random| schema(random, seeds, depth);
    let many = |random: &mut Random| {
        let count = random.below(4);
        Value::from_iter((0..count).map(|_| schema(random, seeds, depth)))
    };
    let names = |random: &mut Random| match random.percent(70) {
        true => random.word(&["a", "b", "type", "id", "self"]),
        false => random.word(&seeds.words),
    };
    match random.below(24) {
        0..4 => ("type", json!(random.word(&TYPES))),
        4 => ("type", json!([random.word(&TYPES), random.word(&TYPES)])),
        5..9 => {
            let count = random.below(4);
            let members = (0..count).map(|_| (names(random), schema(random, seeds, depth)));
            ("properties", Value::Object(members.collect()))
        }
        9 => ("required", json!([names(random), "a"])),
        10 => ("items", inner(random)),
        11 => ("prefixItems", many(random)),
        12 => ("additionalProperties", inner(random)),
        13 => ("allOf", many(random)),
        14 => ("oneOf", many(random)),
        15 => ("anyOf", many(random)),
        16 => ("not", inner(random)),
        17 => (
            "enum",
            json!([mutate::value(random, seeds), mutate::value(random, seeds)]),
        ),
        18 => ("const", mutate::value(random, seeds)),
        19 => ("default", mutate::value(random, seeds)),
        20 => ("format", json!(random.word(&FORMATS))),
        21 => ("nullable", json!(random.percent(80))),
        22 => (
            "discriminator",
            json!({"propertyName": names(random), "mapping": {"x": "S1", "y": "#/components/schemas/S2"}}),
        ),
        _ => {
            let key = [
                "title",
                "description",
                "pattern",
                "example",
                "minimum",
                "maxLength",
                "readOnly",
                "writeOnly",
                "xml",
                "$defs",
            ];
            let key = random.pick(&key).copied().unwrap_or("title");
            (key, mutate::value(random, seeds))
        }
    }
}
