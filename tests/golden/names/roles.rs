//! The roles: who in a document has a name.

use serde_json::{Map, Value, json};

use super::{Role, flow, words::Which};

pub(crate) const ROLES: &[Role] = &[
    Role::new("workflows", Which::All, workflows),
    Role::new("called", Which::Few, called),
    Role::new("steps", Which::Own, steps),
    Role::new("jumps", Which::Own, jumps),
    Role::new("members", Which::All, members),
    Role::new("schemas", Which::All, schemas),
    Role::new("unions", Which::Own, unions),
    Role::new("values", Which::All, values),
    Role::new("sources", Which::All, sources),
    Role::new("documents", Which::Few, documents),
    Role::new("schemes", Which::All, schemes),
    Role::new("parameters", Which::All, parameters),
    Role::new("variables", Which::All, variables),
    Role::new("components", Which::Few, components),
];

fn text() -> Value {
    json!({"type": "string"})
}

fn each<'w>(words: &'w [String], value: impl Fn(&'w str) -> Value) -> Value {
    let members = words.iter().map(|word| (word.clone(), value(word)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn list<'w>(words: &'w [String], value: impl Fn(&'w str) -> Value) -> Vec<Value> {
    words.iter().map(|word| value(word)).collect()
}

fn source() -> Vec<Value> {
    vec![json!({"name": "api", "url": "api.json", "type": "openapi"})]
}

/// An API with one operation, which answers with `response`.
fn api(response: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": "https://names.test"}],
        "paths": {"/thing": {"post": {
            "operationId": "thing",
            "responses": {"200": {"description": "A thing.", "content": {"application/json": {"schema": response}}}},
        }}},
    })
}

fn thing() -> Value {
    api(&json!({"type": "object", "properties": {"id": text()}, "required": ["id"]}))
}

/// The same with members at the top or at an operation put in.
fn with(mut api: Value, pointer: &str, key: &str, value: Value) -> Value {
    if let Some(object) = api.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(key.to_owned(), value);
    }
    api
}

const OPERATION: &str = "/paths/~1thing/post";

fn workflows(words: &[String]) -> (Value, Value) {
    let one =
        |word| json!({"workflowId": word, "steps": [{"stepId": "s", "operationId": "thing"}]});
    (flow(source(), list(words, one)), thing())
}

/// Workflows that are called and waited for.
fn called(words: &[String]) -> (Value, Value) {
    let mut all = list(words, |word| {
        json!({
            "workflowId": word,
            "steps": [{"stepId": "s", "operationId": "thing", "outputs": {"id": "$response.body#/id"}}],
            "outputs": {"id": "$steps.s.outputs.id"},
        })
    });
    let mut steps = list(
        words,
        |word| json!({"stepId": word, "workflowId": word, "outputs": {"id": "$outputs.id"}}),
    );
    steps.push(json!({"stepId": "last", "operationId": "thing"}));
    let outputs = each(words, |word| json!(format!("$workflows.{word}.outputs.id")));
    let waits = each(words, |word| json!(format!("$workflows.{word}.outputs.id")));
    all.push(json!({"workflowId": "caller", "steps": steps, "outputs": outputs}));
    all.push(json!({
        "workflowId": "waits",
        "dependsOn": words,
        "steps": [{"stepId": "s", "operationId": "thing"}],
        "outputs": waits,
    }));
    (flow(source(), all), thing())
}

/// Steps with outputs, criteria and retries.
fn steps(words: &[String]) -> (Value, Value) {
    let one = |word| {
        json!({
            "stepId": word,
            "operationId": "thing",
            "successCriteria": [{"condition": "$statusCode == 200"}, {"condition": "$response.body#/id != 'x'"}],
            "onFailure": [
                {"name": word, "type": "retry", "retryAfter": 1, "retryLimit": 2, "criteria": [{"condition": "$statusCode == 503"}]},
                {"name": "ends", "type": "end"},
            ],
            "outputs": {"id": "$response.body#/id", "status": "$statusCode"},
        })
    };
    let outputs = each(words, |word| json!(format!("$steps.{word}.outputs.id")));
    let workflow = json!({"workflowId": "w", "steps": list(words, one), "outputs": outputs});
    (flow(source(), vec![workflow]), thing())
}

/// Steps of a state machine that send what others have read.
fn jumps(words: &[String]) -> (Value, Value) {
    let before = |word: &str| words.iter().rev().skip_while(|other| *other != word).nth(1);
    let one = |word: &str| {
        let sent = before(word).map(|other| format!("$steps.{other}.outputs.id"));
        json!({
            "stepId": word,
            "operationId": "thing",
            "requestBody": {"payload": {"sent": sent, "name": word}},
            "onSuccess": [{"name": word, "type": "goto", "stepId": words.first(), "criteria": [{"condition": "$response.body#/id == 'again'"}]}],
            "onFailure": [{"name": word, "type": "retry", "retryAfter": 1}],
            "outputs": {"id": "$response.body#/id"},
        })
    };
    let workflow = json!({"workflowId": "w", "steps": list(words, one)});
    let body = json!({"content": {"application/json": {"schema": {}}}});
    (
        flow(source(), vec![workflow]),
        with(thing(), OPERATION, "requestBody", body),
    )
}

/// Inputs, outputs, members of bodies.
fn members(words: &[String]) -> (Value, Value) {
    let object = json!({"type": "object", "properties": each(words, |_| text())});
    let workflow = json!({
        "workflowId": "w",
        "inputs": object,
        "steps": [
            {
                "stepId": "s",
                "operationId": "thing",
                "requestBody": {"payload": each(words, |word| json!(format!("$inputs.{word}")))},
                "outputs": each(words, |word| json!(format!("$response.body#/{word}"))),
            },
            {"stepId": "whole", "operationId": "thing", "outputs": {"body": "$response.body"}},
        ],
        "outputs": each(words, |word| json!(format!("$steps.s.outputs.{word}"))),
    });
    let body = json!({"content": {"application/json": {"schema": object}}});
    (
        flow(source(), vec![workflow]),
        with(api(&object), OPERATION, "requestBody", body),
    )
}

/// A workflow that hands on the whole body.
fn whole() -> Value {
    json!({
        "workflowId": "w",
        "steps": [
            {"stepId": "s", "operationId": "thing", "outputs": {"body": "$response.body"}},
            {"stepId": "t", "operationId": "thing", "onFailure": [{"name": "again", "type": "goto", "stepId": "s"}]},
        ],
        "outputs": {"body": "$steps.s.outputs.body"},
    })
}

/// Components that are objects and enums in turn.
fn schemas(words: &[String]) -> (Value, Value) {
    let all = words.iter().enumerate().map(|(index, word)| {
        let schema = match index % 2 {
            0 => json!({"type": "object", "properties": {"id": text()}}),
            _ => json!({"type": "string", "enum": ["one", "two"]}),
        };
        (word.clone(), schema)
    });
    let all: Map<String, Value> = all.collect();
    let members = each(
        words,
        |word| json!({"$ref": format!("#/components/schemas/{word}")}),
    );
    let api = api(&json!({"type": "object", "properties": members}));
    (
        flow(source(), vec![whole()]),
        with(api, "", "components", json!({"schemas": all})),
    )
}

/// Components that are the branches of one union, told apart by a tag or not.
fn unions(words: &[String]) -> (Value, Value) {
    let all = each(
        words,
        |word| json!({"type": "object", "properties": {"kind": {"const": word}, word: text()}, "required": ["kind", word]}),
    );
    let branches = list(
        words,
        |word| json!({"$ref": format!("#/components/schemas/{word}")}),
    );
    let mixed = json!({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "array", "items": text()}]});
    let mixed = each(words, |_| mixed.clone());
    let api = api(&json!({"type": "object", "properties": {
        "tagged": {"oneOf": branches, "discriminator": {"propertyName": "kind"}},
        "mixed": {"type": "object", "properties": mixed},
    }}));
    (
        flow(source(), vec![whole()]),
        with(api, "", "components", json!({"schemas": all})),
    )
}

/// Values of an enum.
fn values(words: &[String]) -> (Value, Value) {
    let kind = json!({"type": "string", "enum": words});
    let workflow = json!({
        "workflowId": "w",
        "inputs": {"type": "object", "properties": {"kind": kind}},
        "steps": [{"stepId": "s", "operationId": "thing", "requestBody": {"payload": {"kind": "$inputs.kind"}}, "outputs": {"kind": "$response.body#/kind"}}],
        "outputs": {"kind": "$steps.s.outputs.kind"},
    });
    let body = json!({"content": {"application/json": {"schema": {"type": "object", "properties": {"kind": kind}}}}});
    let api = api(&json!({"type": "object", "properties": {"kind": kind}}));
    (
        flow(source(), vec![workflow]),
        with(api, OPERATION, "requestBody", body),
    )
}

/// Names that source descriptions may have.
fn sources_of(words: &[String]) -> Vec<String> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    words
        .iter()
        .filter(|word| word.chars().all(allowed))
        .cloned()
        .collect()
}

/// Sources, and some workflows of the same names.
fn sources(words: &[String]) -> (Value, Value) {
    let words = &sources_of(words);
    let sources = list(
        words,
        |word| json!({"name": word, "url": "api.json", "type": "openapi"}),
    );
    let steps = words.iter().enumerate().map(|(index, word)| {
        json!({"stepId": format!("s{index}"), "operationId": format!("$sourceDescriptions.{word}.thing")})
    });
    let steps: Vec<Value> = steps.collect();
    (flow(sources, beside(steps)), thing())
}

/// A workflow with these steps, and one called `1`: its function has the name that a static of that name wants.
fn beside(steps: Vec<Value>) -> Vec<Value> {
    let one = json!({"workflowId": "1", "steps": steps.first().into_iter().collect::<Vec<_>>()});
    vec![one, json!({"workflowId": "w", "steps": steps})]
}

/// An Arazzo document that others call.
pub(crate) fn other() -> Value {
    let workflow =
        json!({"workflowId": "other", "steps": [{"stepId": "s", "operationId": "thing"}]});
    flow(source(), vec![workflow])
}

/// Other Arazzo documents, and workflows of the same names.
fn documents(words: &[String]) -> (Value, Value) {
    let words = &sources_of(words);
    let sources = list(
        words,
        |word| json!({"name": word, "url": "other.json", "type": "arazzo"}),
    );
    let workflows = list(words, |word| {
        let workflow = format!("$sourceDescriptions.{word}.other");
        json!({"workflowId": word, "steps": [{"stepId": "s", "workflowId": workflow}]})
    });
    (flow(sources, workflows), thing())
}

/// Security schemes, alone and together.
fn schemes(words: &[String]) -> (Value, Value) {
    let kinds = [
        json!({"type": "http", "scheme": "bearer"}),
        json!({"type": "http", "scheme": "basic"}),
        json!({"type": "apiKey", "in": "header", "name": "X-Key"}),
        json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://names.test/token", "scopes": {}}}}),
    ];
    let all = words.iter().zip(kinds.iter().cycle());
    let all: Map<String, Value> = all
        .map(|(word, kind)| (word.clone(), kind.clone()))
        .collect();
    let mut paths = Map::new();
    let mut steps = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1).unwrap_or(word);
        let security = match index % 3 {
            0 => json!([{word: [], next: []}]),
            1 => json!([{word: []}]),
            _ => json!([{word: []}, {next: []}]),
        };
        let id = format!("op{index}");
        let operation = json!({"operationId": id, "security": security, "responses": {"200": {"description": "A thing."}}});
        paths.insert(format!("/{index}"), json!({"get": operation}));
        steps.push(json!({"stepId": format!("s{index}"), "operationId": id}));
    }
    let api = with(thing(), "", "components", json!({"securitySchemes": all}));
    (
        flow(source(), beside(steps)),
        with(api, "", "paths", Value::Object(paths)),
    )
}

/// Parameters in queries and cookies, given by inputs of the same names.
fn parameters(words: &[String]) -> (Value, Value) {
    let places = ["query", "cookie"];
    let declared = words.iter().zip(places.iter().cycle());
    let declared: Vec<Value> = declared
        .clone()
        .map(|(word, place)| json!({"name": word, "in": place, "schema": text()}))
        .collect();
    let given = words.iter().zip(places.iter().cycle());
    let given: Vec<Value> = given
        .map(|(word, place)| json!({"name": word, "in": place, "value": format!("$inputs.{word}")}))
        .collect();
    let workflow = json!({
        "workflowId": "w",
        // More than seven are fields of `Required`.
        "inputs": {"type": "object", "properties": each(words, |_| text()), "required": words},
        "steps": [{"stepId": "json", "operationId": "thing", "parameters": given}],
    });
    (
        flow(source(), vec![workflow]),
        with(thing(), OPERATION, "parameters", json!(declared)),
    )
}

/// Variables of a server's address.
fn variables(words: &[String]) -> (Value, Value) {
    let address: String = words.iter().map(|word| format!("/{{{word}}}")).collect();
    let servers = json!([{
        "url": format!("https://names.test{address}"),
        "variables": each(words, |_| json!({"default": "x", "enum": ["x", "y"]})),
    }]);
    (
        flow(source(), vec![whole()]),
        with(thing(), "", "servers", servers),
    )
}

/// Components of the Arazzo document.
fn components(words: &[String]) -> (Value, Value) {
    let workflows = list(words, |word| {
        json!({
            "workflowId": word,
            "inputs": {"type": "object", "properties": {"input": {"$ref": format!("#/components/inputs/{word}")}}},
            "steps": [{
                "stepId": "s",
                "operationId": "thing",
                "onSuccess": [{"reference": format!("$components.successActions.{word}")}],
                "onFailure": [{"reference": format!("$components.failureActions.{word}")}],
                "requestBody": {"payload": "$inputs.input"},
            }],
        })
    });
    let shared = json!({
        "inputs": each(words, |_| json!({"type": "object", "properties": {"id": text()}})),
        "successActions": each(words, |word| json!({"name": word, "type": "end"})),
        "failureActions": each(words, |word| json!({"name": word, "type": "retry", "retryAfter": 1})),
    });
    let body = json!({"content": {"application/json": {"schema": {}}}});
    let api = with(thing(), OPERATION, "requestBody", body);
    (
        with(flow(source(), workflows), "", "components", shared),
        api,
    )
}
