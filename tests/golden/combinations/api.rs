//! An API whose operations take and answer whatever schemas can say.

use serde_json::{Map, Value, json};

use super::random::Random;

/// A kind of value: its name, its schema, and pointers into it.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) schema: Value,
    pub(crate) pointers: &'static [&'static str],
}

/// Every kind there is.
pub(crate) fn kinds() -> Vec<Kind> {
    let kind = |name, schema, pointers| Kind {
        name,
        schema,
        pointers,
    };
    let text = json!({"type": "string"});
    let whole = json!({"type": "integer"});
    vec![
        kind("text", text.clone(), &[]),
        kind("text-null", json!({"type": ["string", "null"]}), &[]),
        kind("whole", whole.clone(), &[]),
        kind("small", json!({"type": "integer", "format": "int32"}), &[]),
        kind("whole-null", json!({"type": ["integer", "null"]}), &[]),
        kind("number", json!({"type": "number"}), &[]),
        kind("flag", json!({"type": "boolean"}), &[]),
        kind(
            "word",
            json!({"type": "string", "enum": ["a", "b", "c"]}),
            &[],
        ),
        kind(
            "word-null",
            json!({"type": ["string", "null"], "enum": ["a", "b", null]}),
            &[],
        ),
        kind("digit", json!({"type": "integer", "enum": [1, 2]}), &[]),
        kind("fixed", json!({"const": "x"}), &[]),
        kind(
            "date",
            json!({"type": "string", "format": "date-time"}),
            &[],
        ),
        kind("bytes", json!({"type": "string", "format": "byte"}), &[]),
        kind(
            "secret",
            json!({"type": "string", "format": "password"}),
            &[],
        ),
        kind("anything", json!({}), &["/x/0"]),
        kind(
            "texts",
            json!({"type": "array", "items": text}),
            &["/0", "/2"],
        ),
        kind(
            "nulls",
            json!({"type": "array", "items": {"type": ["string", "null"]}}),
            &["/0"],
        ),
        kind(
            "grid",
            json!({"type": "array", "items": {"type": "array", "items": whole}}),
            &["/0", "/0/1"],
        ),
        kind(
            "rows",
            json!({"type": "array", "items": {"type": "object", "required": ["id"], "properties": {
                "id": whole, "name": text, "note": {"type": ["string", "null"]}}}}),
            &["/0", "/0/id", "/1/name", "/0/note"],
        ),
        kind(
            "thing",
            json!({"type": "object", "required": ["a"], "properties": {"a": text, "b": whole,
                "c": {"type": ["string", "null"]}, "d": {"type": "object", "properties": {
                    "e": {"type": "boolean"}, "f": {"type": "array", "items": text}}}}}),
            &["/a", "/b", "/c", "/d", "/d/e", "/d/f/0"],
        ),
        kind(
            "thing-null",
            json!({"type": ["object", "null"], "required": ["a"], "properties": {"a": text, "b": {"type": ["integer", "null"]}}}),
            &["/a", "/b"],
        ),
        kind(
            "closed",
            json!({"type": "object", "additionalProperties": false, "required": ["a", "z"],
                "properties": {"a": text, "z": {"type": "number"}, "y": {"type": "boolean"}}}),
            &["/a", "/z", "/y"],
        ),
        kind(
            "map",
            json!({"type": "object", "additionalProperties": whole}),
            &["/k"],
        ),
        kind("open", json!({"type": "object"}), &["/x"]),
        kind("either", json!({"oneOf": [text, whole]}), &[]),
        kind(
            "tuple",
            json!({"type": "array", "prefixItems": [text, whole], "items": false, "minItems": 2}),
            &["/0", "/1"],
        ),
        kind(
            "animal",
            json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind"}}),
            &["/kind", "/name"],
        ),
        kind(
            "tree",
            json!({"$ref": "#/components/schemas/Tree"}),
            &["/v", "/next", "/next/v", "/kids"],
        ),
    ]
}

/// An operation as far as steps have to know it.
pub(crate) struct Operation {
    pub(crate) id: String,
    /// Name, place, whether it is required.
    pub(crate) parameters: Vec<(&'static str, &'static str, bool)>,
    /// Expressions that read from its response.
    pub(crate) reads: Vec<String>,
    /// The kind of body that it takes.
    pub(crate) body: Option<Body>,
}

/// What a request's body may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Json,
    Form,
    Text,
}

/// The OpenAPI document, and its operations.
pub(crate) fn api(random: &mut Random) -> (Value, Vec<Operation>) {
    let kinds = kinds();
    let mut paths = Map::new();
    let mut operations = Vec::new();
    for index in 0..20 {
        let (responses, reads) = responses(random, &kinds);
        let (parameters, declared) = parameters(random);
        let id = format!("op{index}");
        let mut operation =
            json!({"operationId": id, "parameters": declared, "responses": responses});
        let body = random
            .percent(60)
            .then(|| body(random, &kinds, &mut operation));
        let method = if body.is_some() { "post" } else { "get" };
        paths.insert(format!("/{id}/{{id}}"), json!({method: operation}));
        operations.push(Operation {
            id,
            parameters,
            reads,
            body,
        });
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Everything", "version": "1"},
        "servers": [{"url": "https://everything.example"}],
        "paths": paths,
        "components": {"schemas": {
            "Cat": {"type": "object", "required": ["kind", "name"], "properties": {
                "kind": {"type": "string"}, "name": {"type": "string"}, "lives": {"type": "integer"}}},
            "Dog": {"type": "object", "required": ["kind"], "properties": {
                "kind": {"type": "string"}, "bark": {"type": ["number", "null"]}}},
            "Tree": {"type": "object", "required": ["v"], "properties": {"v": {"type": "integer"},
                "next": {"$ref": "#/components/schemas/Tree"},
                "kids": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}},
        }},
    });
    (document, operations)
}

fn responses(random: &mut Random, kinds: &[Kind]) -> (Value, Vec<String>) {
    let mut reads: Vec<String> = ["$statusCode", "$url", "$method", "$request.path.id"]
        .map(str::to_owned)
        .into();
    let answer = |schema: &Value| json!({"description": "Fine.", "content": {"application/json": {"schema": schema}}});
    let mut all = Map::new();
    match random.below(8) {
        0 => {
            all.insert("201".to_owned(), json!({"description": "Made."}));
            return (all.into(), reads);
        }
        1 => {
            let text = json!({"description": "Fine.", "content": {"text/plain": {"schema": {"type": "string"}}}});
            all.insert("200".to_owned(), text);
            reads.push("$response.body".to_owned());
            return (all.into(), reads);
        }
        _ => {}
    }
    let (Some(first), Some(second)) = (random.pick(kinds), random.pick(kinds)) else {
        return (all.into(), reads);
    };
    let inside = |at: &str, kind: &Kind| {
        let deeper = kind.pointers.iter();
        let all = deeper.map(|pointer| format!("$response.body#{at}{pointer}"));
        all.collect::<Vec<_>>()
    };
    reads.push("$response.body".to_owned());
    let schema = if random.percent(50) {
        reads.extend([
            "$response.body#/w".to_owned(),
            "$response.body#/v".to_owned(),
        ]);
        reads.extend(inside("/w", first));
        reads.extend(inside("/v", second));
        let required = random.percent(50).then_some("w");
        let required: Vec<&str> = required.into_iter().collect();
        json!({"type": "object", "required": required, "properties": {"w": first.schema, "v": second.schema}})
    } else {
        reads.extend(inside("", first));
        first.schema.clone()
    };
    let mut fine = answer(&schema);
    if random.percent(60)
        && let Some(fine) = fine.as_object_mut()
    {
        let headers = json!({"X-Text": {"schema": {"type": "string"}}, "X-Count": {"schema": {"type": "integer"}},
            "X-Flag": {"required": true, "schema": {"type": "boolean"}}});
        fine.insert("headers".to_owned(), headers);
        reads
            .extend(["X-Text", "X-Count", "X-Flag"].map(|name| format!("$response.header.{name}")));
    }
    all.insert("200".to_owned(), fine);
    match random.below(6) {
        0 => all.insert("204".to_owned(), json!({"description": "Nothing."})),
        1 => all.insert("2XX".to_owned(), answer(&second.schema)),
        2 => all.insert(
            "default".to_owned(),
            answer(&json!({"type": "object", "properties": {"message": {"type": "string"}}})),
        ),
        _ => None,
    };
    (all.into(), reads)
}

type Declared = (Vec<(&'static str, &'static str, bool)>, Vec<Value>);

fn parameters(random: &mut Random) -> Declared {
    let text = json!({"type": "string"});
    let known = [
        ("q", "query", text.clone()),
        ("limit", "query", json!({"type": "integer"})),
        ("list", "query", json!({"type": "array", "items": text})),
        ("X-H", "header", text.clone()),
        ("c", "cookie", text.clone()),
    ];
    let mut parameters = vec![("id", "path", true)];
    let mut declared = vec![json!({"name": "id", "in": "path", "required": true, "schema": text})];
    for (name, place, schema) in random.some(&known, 50) {
        let required = random.percent(25);
        parameters.push((name, place, required));
        declared.push(json!({"name": name, "in": place, "required": required, "schema": schema}));
    }
    (parameters, declared)
}

fn body(random: &mut Random, kinds: &[Kind], operation: &mut Value) -> Body {
    let (media_type, schema, body) = match random.below(8) {
        0 => (
            *random
                .pick(&["application/x-www-form-urlencoded", "multipart/form-data"])
                .unwrap_or(&"multipart/form-data"),
            json!({"type": "object", "properties": {"f": {"type": "string"}, "n": {"type": "integer"},
                "l": {"type": "array", "items": {"type": "string"}}}}),
            Body::Form,
        ),
        1 => ("text/plain", json!({"type": "string"}), Body::Text),
        _ => {
            let kind = random.pick(kinds);
            let schema = kind.map_or_else(|| json!({}), |kind| kind.schema.clone());
            ("application/json", schema, Body::Json)
        }
    };
    if let Some(operation) = operation.as_object_mut() {
        let content = json!({media_type: {"schema": schema}});
        let request = json!({"required": random.percent(50), "content": content});
        operation.insert("requestBody".to_owned(), request);
    }
    body
}
