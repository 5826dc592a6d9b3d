//! API descriptions whose parts refer to each other, and that have many of them.

use serde_json::{Map, Value, json};

use super::{Files, Kind, api, flow, step};

fn of(paths: Value, components: Value, steps: Vec<Value>) -> Files {
    let workflow = json!({"workflowId": "w", "steps": steps});
    vec![flow(vec![workflow]), api(paths, components)]
}

/// Components each of which refers to the next.
fn chain(length: usize, of: &str, last: Value) -> Value {
    let mut all = Map::new();
    for index in 0..length {
        let next = format!("#/components/{of}/C{}", index + 1);
        all.insert(format!("C{index}"), json!({"$ref": next}));
    }
    all.insert(format!("C{length}"), last);
    json!({of: all})
}

fn first(of: &str) -> Value {
    json!({"$ref": format!("#/components/{of}/C0")})
}

fn parameters(length: usize) -> Files {
    let last = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
    let operation = json!({"operationId": "op", "parameters": [first("parameters")], "responses": {"200": {"description": "d"}}});
    let mut made = step("s");
    made["parameters"] = json!([{"name": "q", "in": "query", "value": "x"}]);
    of(
        json!({"/p": {"get": operation}}),
        chain(length, "parameters", last),
        vec![made],
    )
}

fn responses(length: usize) -> Files {
    let last = json!({"description": "d", "headers": {"X": {"schema": {"type": "string"}}}});
    let operation = json!({"operationId": "op", "responses": {"200": first("responses")}});
    let mut made = step("s");
    made["outputs"] = json!({"x": "$response.header.X"});
    of(
        json!({"/p": {"get": operation}}),
        chain(length, "responses", last),
        vec![made],
    )
}

fn bodies(length: usize) -> Files {
    let last = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
    let operation = json!({"operationId": "op", "requestBody": first("requestBodies"), "responses": {"200": {"description": "d"}}});
    let mut made = step("s");
    made["requestBody"] = json!({"payload": {"a": 1}});
    of(
        json!({"/p": {"post": operation}}),
        chain(length, "requestBodies", last),
        vec![made],
    )
}

fn path_items(length: usize) -> Files {
    let last = json!({"get": {"operationId": "op", "responses": {"200": {"description": "d"}}}});
    of(
        json!({"/p": first("pathItems")}),
        chain(length, "pathItems", last),
        vec![step("s")],
    )
}

/// References that pass through references.
fn pointers(length: usize) -> Files {
    let mut all = Map::new();
    for index in 0..length {
        let next = format!("#/components/schemas/C{}/properties/a", index + 1);
        let schema = json!({"type": "object", "properties": {"a": {"$ref": next}}});
        all.insert(format!("C{index}"), schema);
    }
    all.insert(
        format!("C{length}"),
        json!({"type": "object", "properties": {"a": {"type": "string"}}}),
    );
    let schema = json!({"$ref": "#/components/schemas/C0/properties/a"});
    let content = json!({"description": "d", "content": {"application/json": {"schema": schema}}});
    let operation = json!({"operationId": "op", "responses": {"200": content}});
    let mut made = step("s");
    made["outputs"] = json!({"x": "$response.body"});
    of(
        json!({"/p": {"get": operation}}),
        json!({"schemas": all}),
        vec![made],
    )
}

fn operation(id: String) -> Value {
    json!({"operationId": id, "responses": {"200": {"description": "d"}}})
}

fn operations(length: usize) -> Files {
    let paths = (0..length).map(|index| {
        (
            format!("/p{index}"),
            json!({"get": operation(format!("op{index}"))}),
        )
    });
    let steps = (0..length)
        .map(|index| json!({"stepId": format!("s{index}"), "operationId": format!("op{index}")}));
    of(Value::Object(paths.collect()), json!({}), steps.collect())
}

fn paths(length: usize) -> Files {
    let paths = (0..length).map(|index| {
        (
            format!("/p{index}"),
            json!({"get": operation(format!("op{index}"))}),
        )
    });
    let steps = (0..length).map(|index| {
        let path = format!("{{$sourceDescriptions.api.url}}#/paths/~1p{index}/get");
        json!({"stepId": format!("s{index}"), "operationPath": path})
    });
    of(Value::Object(paths.collect()), json!({}), steps.collect())
}

fn unknown_paths(length: usize) -> Files {
    let paths = (0..length).map(|index| {
        (
            format!("/p{index}"),
            json!({"get": operation(format!("op{index}"))}),
        )
    });
    let steps = (0..length).map(|index| {
        let path = format!("{{$sourceDescriptions.api.url}}#/paths/~1q{index}/get");
        json!({"stepId": format!("s{index}"), "operationPath": path})
    });
    of(Value::Object(paths.collect()), json!({}), steps.collect())
}

fn many_parameters(length: usize) -> Files {
    let declared: Vec<Value> = (0..length)
        .map(|index| json!({"name": format!("q{index}"), "in": "query", "required": true, "schema": {"type": "string"}}))
        .collect();
    let given: Vec<Value> = (0..length)
        .map(|index| json!({"name": format!("q{index}"), "in": "query", "value": "x"}))
        .collect();
    let operation = json!({"operationId": "op", "parameters": declared, "responses": {"200": {"description": "d"}}});
    let mut made = step("s");
    made["parameters"] = json!(given);
    of(json!({"/p": {"get": operation}}), json!({}), vec![made])
}

fn missing_parameters(length: usize) -> Files {
    let mut files = many_parameters(length);
    files[0].1["workflows"][0]["steps"][0] = step("s");
    files
}

fn undeclared_parameters(length: usize) -> Files {
    let mut files = many_parameters(length);
    files[1].1["paths"]["/p"]["get"]["parameters"] = json!([]);
    files
}

fn statuses(length: usize) -> Files {
    let responses = (0..length).map(|index| {
        let schema = json!({"type": "object", "properties": {"id": {"type": "string"}, format!("a{index}"): {"type": "string"}}});
        let content = json!({"description": "d", "content": {"application/json": {"schema": schema}}});
        ((200 + index % 400).to_string(), content)
    });
    let operation = json!({"operationId": "op", "responses": Value::Object(responses.collect())});
    let mut made = step("s");
    made["outputs"] = json!({"x": "$response.body#/id"});
    of(json!({"/p": {"get": operation}}), json!({}), vec![made])
}

fn servers(length: usize) -> Files {
    let mut files = operations(1);
    let variables = (0..length).map(|index| (format!("v{index}"), json!({"default": "x"})));
    let url: String = (0..length).map(|index| format!("/{{v{index}}}")).collect();
    files[1].1["servers"] = json!([{"url": format!("https://a.test{url}"), "variables": Value::Object(variables.collect())}]);
    files
}

fn schemes(length: usize) -> Files {
    let all = (0..length).map(|index| {
        (
            format!("k{index}"),
            json!({"type": "apiKey", "in": "header", "name": format!("X-{index}")}),
        )
    });
    let components = json!({"securitySchemes": Value::Object(all.collect())});
    let security: Vec<Value> = (0..length)
        .map(|index| json!({format!("k{index}"): []}))
        .collect();
    let mut made = operation("op".to_owned());
    made["security"] = json!(security);
    of(json!({"/p": {"get": made}}), components, vec![step("s")])
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("parameter references", parameters),
        Kind::new("response references", responses),
        Kind::new("body references", bodies),
        Kind::new("path item references", path_items),
        Kind::new("pointers through references", pointers),
        Kind::new("operations", operations),
        Kind::new("paths", paths),
        Kind::new("unknown paths", unknown_paths),
        Kind::new("parameters", many_parameters),
        Kind::new("missing parameters", missing_parameters),
        Kind::new("undeclared parameters", undeclared_parameters),
        Kind::new("statuses", statuses),
        Kind::new("server variables", servers),
        Kind::new("security schemes", schemes),
    ]
}
