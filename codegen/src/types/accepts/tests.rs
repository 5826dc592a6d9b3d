use serde_json::{Value, json};

use super::*;
use crate::types::testing::{Local, at, document};

fn judge(value: Value, schema: Value) -> Option<String> {
    let root = document(json!({"schema": schema}));
    mismatch(&value, &at(&root, "/schema"), &Local)
}

#[test]
fn kinds_are_compared() {
    assert_eq!(
        judge(json!("3"), json!({"type": "integer"})).as_deref(),
        Some("expected an integer, found the string `3`")
    );
    assert_eq!(judge(json!(3), json!({"type": "integer"})), None);
    assert_eq!(judge(json!(3.0), json!({"type": "integer"})), None);
    assert_eq!(judge(json!(3), json!({"type": "number"})), None);
    assert!(judge(json!(3.5), json!({"type": "integer"})).is_some());
    assert!(judge(json!(null), json!({"type": "string"})).is_some());
    assert_eq!(
        judge(json!(null), json!({"type": "string", "nullable": true})),
        None
    );
    assert_eq!(
        judge(json!(null), json!({"type": "string", "x-nullable": true})),
        None
    );
    assert_eq!(judge(json!("x"), json!({})), None);
    assert_eq!(judge(json!("x"), json!({"$ref": "#/nowhere"})), None);
}

#[test]
fn values_are_compared_with_those_listed() {
    assert_eq!(
        judge(json!("c"), json!({"enum": ["a", "b"]})).as_deref(),
        Some("expected one of `a`, `b`, found `c`")
    );
    assert_eq!(judge(json!(1.0), json!({"const": 1})), None);
    assert!(judge(json!(2), json!({"const": 1})).is_some());
}

#[test]
fn members_are_compared_in_depth() {
    let schema = json!({"properties": {"owner": {
        "properties": {"age": {"type": "integer"}},
    }}});
    assert_eq!(
        judge(json!({"owner": {"age": "x"}}), schema).as_deref(),
        Some("at `/owner/age`: expected an integer, found the string `x`")
    );
    assert_eq!(
        judge(json!([1, "a"]), json!({"items": {"type": "integer"}})).as_deref(),
        Some("at `/1`: expected an integer, found the string `a`")
    );
}

#[test]
fn required_members_are_missed_unless_the_server_sets_them() {
    let schema = json!({
        "required": ["id", "name"],
        "properties": {"id": {"type": "string", "readOnly": true}, "name": {"type": "string"}},
    });
    assert_eq!(
        judge(json!({}), schema.clone()).as_deref(),
        Some("the required member `name` is missing")
    );
    assert_eq!(
        judge(json!({"name": "a", "id": "b"}), schema).as_deref(),
        Some("at `/id`: the member `id` is read-only")
    );
}

#[test]
fn undeclared_members_are_typos_or_ruled_out() {
    let properties = json!({"projectSlug": {"type": "string"}});
    let open = json!({"properties": properties});
    let closed = json!({"properties": properties, "additionalProperties": false});
    let root = document(json!({"open": open, "closed": closed}));
    let expected = Expected {
        refs: &Local,
        dynamic: &|_| false,
        wire: Wire::Json,
    };
    let found = expected.mismatches(&json!({"projectSlog": "a"}), &[at(&root, "/open")]);
    assert_eq!(
        found[0].meant().map(|meant| meant.name()),
        Some("projectSlug")
    );
    assert_eq!(
        expected.mismatches(&json!({"colour": 1}), &[at(&root, "/open")]),
        []
    );
    assert_eq!(
        expected
            .mismatches(&json!({"colour": 1}), &[at(&root, "/closed")])
            .len(),
        1
    );
}

#[test]
fn additional_members_are_compared_with_their_schema() {
    let schema = json!({"additionalProperties": {"type": "integer"}});
    assert_eq!(judge(json!({"a": 1}), schema.clone()), None);
    assert!(judge(json!({"a": "x"}), schema).is_some());
}

#[test]
fn one_alternative_is_enough_and_the_closest_is_reported() {
    let schema = json!({"oneOf": [
        {"type": "string"},
        {"required": ["a"], "properties": {"a": {"type": "integer"}}},
        {"required": ["b", "c"], "properties": {"b": {}, "c": {}}},
    ]});
    assert_eq!(judge(json!("x"), schema.clone()), None);
    assert_eq!(judge(json!({"b": 1, "c": 2}), schema.clone()), None);
    assert_eq!(
        judge(json!({}), schema.clone()).as_deref(),
        Some("the required member `a` is missing")
    );
    assert_eq!(
        judge(json!(true), schema).as_deref(),
        Some("expected a string or an object, found the boolean true")
    );
}

#[test]
fn expressions_fit_everywhere() {
    let root = document(json!({"schema": {"properties": {"n": {"type": "integer"}}}}));
    let expected = Expected {
        refs: &Local,
        dynamic: &|value| value.as_str().is_some_and(|text| text.starts_with('$')),
        wire: Wire::Json,
    };
    let literal = json!({"n": "$inputs.n"});
    assert_eq!(expected.mismatches(&literal, &[at(&root, "/schema")]), []);
}
