use super::*;
use crate::types::testing::{Local, at, document};
use serde_json::json;

#[test]
fn keywords_beside_a_reference_apply_in_3_1_and_not_in_3_0() {
    for (version, nullable) in [("3.1.0", true), ("3.0.3", false)] {
        let root = document(json!({
            "openapi": version,
            "a": {"$ref": "#/b", "type": ["string", "null"]},
            "b": {"type": "string"},
        }));
        let found = Conjunction::of(&at(&root, "/a"), &Local);
        assert_eq!(found.nullable(), nullable, "{version}");
    }
}

#[test]
fn keywords_inside_a_chain_of_references_apply() {
    let root = document(json!({
        "a": {"$ref": "#/b"},
        "b": {"$ref": "#/c", "type": ["string", "null"]},
        "c": {"type": "string"},
    }));
    assert!(Conjunction::of(&at(&root, "/a"), &Local).nullable());
}

#[test]
fn a_circle_of_references_is_a_problem() {
    let root = document(json!({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}));
    let found = Conjunction::of(&at(&root, "/a"), &Local);
    assert_eq!(found.problems()[0].1, "the reference leads in a circle");
}

#[test]
fn a_schema_that_includes_itself_ends() {
    let root = document(json!({"a": {"allOf": [{"$ref": "#/a"}, {"type": "object"}]}}));
    let found = Conjunction::of(&at(&root, "/a"), &Local);
    assert_eq!(found.parts().len(), 1);
}

#[test]
fn a_null_branch_is_no_alternative() {
    let root = document(json!({
        "a": {"oneOf": [{"$ref": "#/b"}, {"type": "null"}]},
        "b": {"type": "object"},
    }));
    let found = Conjunction::of(&at(&root, "/a"), &Local).alternatives(&Local);
    assert!(found.nullable);
    assert_eq!(found.all.len(), 1);
}

#[test]
fn alternatives_that_multiply_are_cut_off() {
    let ten: Vec<_> = (0..10)
        .map(|n| json!({"properties": {n.to_string(): {}}}))
        .collect();
    let choice = json!({"oneOf": ten});
    let root = document(json!({"a": {"allOf": [choice, choice, choice, choice]}}));
    let found = Conjunction::of(&at(&root, "/a"), &Local).alternatives(&Local);
    assert!(found.truncated);
}

#[test]
fn an_endless_chain_of_choices_is_cut_off() {
    let root = document(json!({"a": {"oneOf": [{"$ref": "#/a"}, {"type": "string"}]}}));
    let found = Conjunction::of(&at(&root, "/a"), &Local).alternatives(&Local);
    assert!(found.all.len() <= 2);
}
