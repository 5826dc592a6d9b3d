//! References, and schemas that hold themselves.

use super::*;

#[test]
fn a_nullable_reference_keeps_the_components_name() {
    let found = print_with(
        json!({
            "schema": {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
            "components": {"schemas": {"Pet": {"properties": {"id": {"type": "integer"}}}}},
        }),
        Enums::Open,
    );
    assert_eq!(found, "Pet|null\nPet = id?: Int64");
}

#[test]
fn a_reference_with_siblings_applies_both() {
    let found = print_with(
        json!({
            "schema": {"$ref": "#/$defs/a", "properties": {"b": {"type": "string"}}},
            "$defs": {"a": {"properties": {"a": {"type": "string"}}}},
        }),
        Enums::Open,
    );
    assert_eq!(found, "Thing\nThing = b?: String, a?: String");
}

#[test]
fn dangling_and_dynamic_references_are_values_with_a_reason() {
    let root = json!({"schema": {"$ref": "#/nowhere"}});
    assert_eq!(reasons(root), ["/schema: the reference leads nowhere"]);
    let root = json!({"schema": {"$dynamicRef": "#node"}});
    assert_eq!(reasons(root), ["/schema: `$dynamicRef` is not followed"]);
}

#[test]
fn what_holds_itself_by_value_is_boxed_and_what_lists_itself_is_not() {
    let found = print_with(
        json!({
            "schema": {"$ref": "#/$defs/Tree"},
            "$defs": {
                "Tree": {"properties": {
                    "parent": {"$ref": "#/$defs/Tree"},
                    "owner": {"$ref": "#/$defs/Owner"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
                }},
                "Owner": {"properties": {"tree": {"$ref": "#/$defs/Tree"}, "tag": {"$ref": "#/$defs/Tag"}}},
                "Tag": {"properties": {"text": {"type": "string"}}},
            },
        }),
        Enums::Open,
    );
    assert_eq!(
        found,
        "Tree\nTree = parent?: Box<Tree>, owner?: Box<Owner>, children?: [Tree]\n\
         Owner = tree?: Box<Tree>, tag?: Tag\nTag = text?: String"
    );
}

#[test]
fn a_list_of_itself_is_cut_with_a_reason() {
    let root = json!({"schema": {"type": "array", "items": {"$ref": "#/schema"}}});
    assert_eq!(
        reasons(root),
        ["/schema/items: the schema holds itself without a struct between"]
    );
}

#[test]
fn any_json_written_as_a_schema_is_a_recursive_union() {
    let found = print(json!({"anyOf": [
        {"type": "string"}, {"type": "array", "items": {"$ref": "#/schema"}},
        {"type": "object", "additionalProperties": {"$ref": "#/schema"}},
    ]}));
    assert_eq!(
        found,
        "Thing\nThing = String(String) | List([Thing]) | Object({Thing})"
    );
}

#[test]
fn deep_schemas_end() {
    let mut deep = json!({"type": "string"});
    for _ in 0..100 {
        deep = json!({"type": "array", "items": deep});
    }
    let root = json!({"schema": deep});
    assert!(
        reasons(root)
            .iter()
            .any(|reason| reason.ends_with("nested too deeply"))
    );
}
