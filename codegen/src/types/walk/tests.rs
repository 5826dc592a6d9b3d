use serde_json::{Value, json};

use super::*;
use crate::types::{
    Enums, Lowering, Shape,
    testing::{Local, at, document},
};

fn go(root: &Node, pointer: &str) -> Walk {
    let tokens: Vec<String> = pointer.split('/').skip(1).map(str::to_owned).collect();
    walk(&at(root, "/schema"), &tokens, &Local)
}

fn found(root: &Value, pointer: &str) -> Found {
    match go(&document(root.clone()), pointer) {
        Walk::Found(found) => found,
        other => panic!("{pointer}: {other:?}"),
    }
}

fn order() -> Value {
    json!({"schema": {
        "type": "object", "required": ["id", "buyer", "lines", "extra"],
        "properties": {
            "id": {"type": "integer"},
            "note": {"type": ["string", "null"]},
            "buyer": {"type": ["object", "null"], "required": ["name"],
                "properties": {"name": {"type": "string"}}},
            "lines": {"type": "array", "items": {"required": ["sku"],
                "properties": {"sku": {"type": "string"}}}},
            "extra": {"type": "object", "additionalProperties": {"type": "integer"}},
            "any": {"type": "object"},
            "pin": {"type": "string", "writeOnly": true},
        },
    }})
}

#[test]
fn required_members_are_guaranteed_and_others_are_not() {
    assert!(found(&order(), "/id").guaranteed);
    let note = found(&order(), "/note");
    assert!(!note.guaranteed && note.nullable && note.certain);
}

#[test]
fn a_container_that_may_be_null_guarantees_nothing() {
    let name = found(&order(), "/buyer/name");
    assert!(!name.guaranteed && name.certain);
    assert_eq!(
        name.steps[0],
        Step::Member {
            name: "buyer".to_owned(),
            required: true,
            nullable: true
        }
    );
}

#[test]
fn elements_are_never_guaranteed() {
    let sku = found(&order(), "/lines/3/sku");
    assert!(!sku.guaranteed && sku.certain);
    assert_eq!(
        sku.steps[1],
        Step::Element {
            index: 3,
            nullable: false
        }
    );
}

#[test]
fn a_number_is_a_member_of_an_object() {
    let root = json!({"schema": {"properties": {"0": {"type": "string"}}, "required": ["0"]}});
    let zero = found(&root, "/0");
    assert!(zero.guaranteed);
    assert!(matches!(&zero.steps[0], Step::Member { name, .. } if name == "0"));
}

#[test]
fn keys_of_a_map_are_found_but_not_guaranteed() {
    assert!(!found(&order(), "/extra/anything").guaranteed);
}

#[test]
fn what_nobody_describes_is_unknown() {
    let root = document(order());
    assert!(matches!(
        go(&root, "/any/thing"),
        Walk::Unknown { at: 1, .. }
    ));
    let root = document(json!({"schema": {}}));
    assert!(matches!(go(&root, ""), Walk::Unknown { at: 0, .. }));
    assert!(matches!(go(&root, "/a"), Walk::Unknown { at: 0, .. }));
}

#[test]
fn an_undeclared_member_lists_the_declared_ones() {
    let root = document(order());
    let Walk::Undeclared {
        at: 0,
        inside: Inside::Object,
        declared,
        closed: false,
    } = go(&root, "/idd")
    else {
        panic!()
    };
    assert!(declared.contains(&"id".to_owned()));
    let Walk::Undeclared {
        at: 1,
        inside: Inside::Array,
        closed: true,
        ..
    } = go(&root, "/lines/sku")
    else {
        panic!()
    };
    let Walk::Undeclared {
        at: 1,
        inside: Inside::Scalar,
        ..
    } = go(&root, "/id/x")
    else {
        panic!()
    };
    let Walk::Undeclared {
        inside: Inside::Array,
        ..
    } = go(&root, "/lines/01")
    else {
        panic!()
    };
}

#[test]
fn a_closed_schema_rules_other_members_out() {
    let root = document(json!({"schema": {
        "properties": {"a": {"type": "string"}}, "additionalProperties": false,
    }}));
    assert!(matches!(
        go(&root, "/b"),
        Walk::Undeclared { closed: true, .. }
    ));
}

#[test]
fn a_member_of_all_alternatives_is_guaranteed_and_of_some_is_not() {
    let root = json!({"schema": {"oneOf": [
        {"properties": {"id": {"type": "string"}, "a": {"type": "string"}}, "required": ["id", "a"]},
        {"properties": {"id": {"type": "string"}}, "required": ["id"]},
    ]}});
    assert!(found(&root, "/id").guaranteed);
    let a = found(&root, "/a");
    assert!(!a.guaranteed && a.certain);
}

#[test]
fn a_container_that_may_be_a_string_cannot_be_relied_on() {
    let root = json!({"schema": {"properties": {"customer": {"anyOf": [
        {"type": "string"}, {"properties": {"id": {"type": "string"}}, "required": ["id"]},
    ]}}, "required": ["customer"]}});
    let id = found(&root, "/customer/id");
    assert!(!id.guaranteed && !id.certain);
}

#[test]
fn required_may_stand_in_another_part() {
    let root = json!({"schema": {"allOf": [
        {"properties": {"id": {"type": "string"}}}, {"required": ["id"]},
    ]}});
    assert!(found(&root, "/id").guaranteed);
}

#[test]
fn alternatives_that_disagree_have_the_type_of_both() {
    let root = json!({"schema": {"oneOf": [
        {"properties": {"id": {"type": "string"}}}, {"properties": {"id": {"type": "integer"}}},
    ]}});
    let id = found(&root, "/id");
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let ty = lowering.lower_any(&id.places, "Id");
    assert!(matches!(ty.shape, Shape::Named(_)));
}

#[test]
fn an_alternative_that_says_nothing_makes_the_value_untyped() {
    let root = json!({"schema": {"anyOf": [
        {"properties": {"id": {"type": "string"}}, "required": ["id"]}, {"type": "object"},
    ]}});
    let id = found(&root, "/id");
    assert!(!id.guaranteed);
    let mut lowering = Lowering::new(&Local, Enums::Open);
    assert_eq!(lowering.lower_any(&id.places, "Id").shape, Shape::Value);
}

#[test]
fn write_only_members_are_not_expected_from_a_server() {
    let pin = found(&order(), "/pin");
    assert!(pin.write_only && !pin.guaranteed);
}

#[test]
fn a_recursive_schema_can_be_walked_to_any_depth() {
    let root =
        json!({"schema": {"properties": {"next": {"$ref": "#/schema"}}, "required": ["next"]}});
    assert!(found(&root, "/next/next/next/next").guaranteed);
}

#[test]
fn the_first_elements_of_a_tuple_have_their_own_schemas() {
    let root = json!({"schema": {"prefixItems": [{"type": "integer"}, {"type": "string"}], "items": false}});
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let second = lowering.lower_any(&found(&root, "/1").places, "X");
    assert_eq!(second.shape, Shape::String);
    assert!(matches!(
        go(&document(root), "/2"),
        Walk::Undeclared { closed: true, .. }
    ));
}

/// A pet with a `discriminator` and the schemas that extend it.
fn pets(cat: Value, mapping: Value) -> Node {
    document(json!({
        "schema": {"$ref": "#/components/schemas/Pet"},
        "components": {"schemas": {
            "Pet": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
                "discriminator": {"propertyName": "kind", "mapping": mapping}},
            "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, cat]},
        }},
    }))
}

#[test]
fn what_neither_a_parent_nor_its_children_declare_is_undeclared() {
    let claws = json!({"type": "object", "properties": {"claws": {"type": "integer"}}});
    let pets_of = |mapping| pets(claws.clone(), mapping);
    let known = pets_of(json!({"cat": "Cat"}));
    assert!(matches!(go(&known, "/claws"), Walk::Unknown { .. }));
    assert!(matches!(
        go(&known, "/clwas"),
        Walk::Undeclared { closed: false, .. }
    ));
    // A child that is not found may declare it.
    let elsewhere = pets_of(json!({"cat": "Cat", "dog": "dog.json"}));
    assert!(matches!(go(&elsewhere, "/clwas"), Walk::Unknown { .. }));
    let open = pets(
        json!({"type": "object", "additionalProperties": true}),
        json!({}),
    );
    assert!(matches!(go(&open, "/clwas"), Walk::Unknown { .. }));
    let alone = document(
        json!({"schema": {"type": "object", "properties": {"kind": {}},
        "discriminator": {"propertyName": "kind"}}}),
    );
    assert!(matches!(go(&alone, "/claws"), Walk::Unknown { .. }));
}
