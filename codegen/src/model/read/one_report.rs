//! Tests over a description that has every field: one mistake anywhere gives one report.

use serde_json::{Value, json};

use crate::load::Pointer;

use super::testing::{findings, sound};

/// A sound 1.1 description with every field that HTTP steps have.
fn full() -> Value {
    let criteria = json!([
        { "condition": "$statusCode == 200" },
        { "context": "$response.body", "condition": "ok", "type": "regex" },
        { "context": "$response.body", "condition": "$.a",
          "type": { "type": "jsonpath", "version": "rfc9535" } },
    ]);
    let pick = json!({ "context": "$response.body", "selector": "/a", "type": "jsonpointer" });
    json!({
        "arazzo": "1.1.0",
        "$self": "https://example.com/w.yaml",
        "info": { "title": "t", "summary": "s", "description": "d", "version": "1" },
        "sourceDescriptions": [{ "name": "api", "url": "./openapi.yaml", "type": "openapi" }],
        "workflows": [{
            "workflowId": "w",
            "summary": "s",
            "description": "d",
            "inputs": { "type": "object" },
            "dependsOn": ["other"],
            "parameters": [{ "name": "X-A", "in": "header", "value": "v" }],
            "steps": [{
                "stepId": "s",
                "description": "d",
                "operationId": "op",
                "timeout": 100,
                "dependsOn": ["$steps.a"],
                "parameters": [
                    { "name": "a", "in": "path", "value": pick },
                    { "reference": "$components.parameters.page", "value": 2 },
                ],
                "requestBody": {
                    "contentType": "application/json",
                    "payload": { "a": 1 },
                    "replacements": [
                        { "target": "/a", "targetSelectorType": "jsonpointer", "value": 1 },
                    ],
                },
                "successCriteria": criteria,
                "onSuccess": [{
                    "name": "go", "type": "goto", "workflowId": "other",
                    "criteria": [{ "condition": "true" }],
                    "parameters": [{ "name": "p", "value": 1 }],
                }],
                "onFailure": [
                    { "name": "again", "type": "retry", "retryAfter": 1.5, "retryLimit": 2 },
                    { "reference": "$components.failureActions.stop" },
                ],
                "outputs": { "o": "$response.body#/a", "p": pick },
            }],
            "successActions": [{ "name": "end", "type": "end" }],
            "failureActions": [{ "name": "back", "type": "goto", "stepId": "s" }],
            "outputs": { "o": "$steps.s.outputs.o" },
        }],
        "components": {
            "inputs": { "i": { "type": "object" } },
            "parameters": { "page": { "name": "page", "in": "query", "value": 1 } },
            "successActions": {},
            "failureActions": { "stop": { "name": "stop", "type": "end" } },
        },
    })
}

/// Every value of `value`, the values inside it included.
fn places(value: &Value) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((at, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                open.extend(members.iter().map(|(key, value)| (at.join(key), value)));
            }
            Value::Array(items) => {
                let indexed = items.iter().enumerate();
                open.extend(indexed.map(|(index, value)| (at.join(&index.to_string()), value)));
            }
            _ => {}
        }
        found.push(at);
    }
    found
}

/// The object that has the member at `at`, and the member's key.
fn member<'v>(root: &'v mut Value, at: &Pointer) -> Option<(&'v mut Value, String)> {
    let tokens: Vec<String> = at.tokens().collect();
    let (key, parent) = tokens.split_last()?;
    let parent = root.pointer_mut(Pointer::from_tokens(parent).as_str())?;
    parent.is_object().then(|| (parent, key.clone()))
}

#[test]
fn the_full_description_is_sound() {
    sound(full());
}

/// Changes each value of the full description with `change` and expects at most one report, or what `allowed` says.
fn each(change: impl Fn(&mut Value, &Pointer), allowed: impl Fn(&Pointer) -> bool) {
    let mut cascades = Vec::new();
    for at in places(&full()) {
        let mut document = full();
        change(&mut document, &at);
        let found = findings(document);
        if found.len() > 1 && !allowed(&at) {
            cascades.push((at, found));
        }
    }
    assert!(cascades.is_empty(), "{cascades:#?}");
}

#[test]
fn a_missing_member_is_at_most_one_report() {
    let remove = |document: &mut Value, at: &Pointer| {
        if let Some((parent, key)) = member(document, at) {
            parent.as_object_mut().unwrap().remove(&key);
        }
    };
    // What is left is no Reusable Object and lacks more than one field of another.
    each(remove, |at| at.as_str().ends_with("/1/reference"));
}

#[test]
fn a_misspelt_member_is_at_most_one_report() {
    let misspell = |document: &mut Value, at: &Pointer| {
        if let Some((parent, key)) = member(document, at) {
            let members = parent.as_object_mut().unwrap();
            let value = members.remove(&key).unwrap();
            members.insert(key.to_uppercase(), value);
        }
    };
    each(misspell, |_| false);
}

#[test]
fn a_value_of_another_type_is_at_most_one_report() {
    for other in [
        json!(null),
        json!(true),
        json!(7),
        json!("text"),
        json!([1]),
    ] {
        let replace = |document: &mut Value, at: &Pointer| {
            *document.pointer_mut(at.as_str()).unwrap() = other.clone();
        };
        each(replace, |_| false);
    }
}

#[test]
fn nothing_makes_the_reader_fail() {
    for other in [json!({ "name": {}, "in": [], "type": {} }), json!([[], {}])] {
        for at in places(&full()) {
            let mut document = full();
            *document.pointer_mut(at.as_str()).unwrap() = other.clone();
            findings(document);
        }
    }
}
