//! `oneOf`, `anyOf` and lists of types.

use super::*;

#[test]
fn different_kinds_are_a_union() {
    let found = print(json!({"type": ["string", "integer", "null"]}));
    assert_eq!(found, "Thing|null\nThing = Integer(Int64) | String(String)");
    let found = print(json!({"oneOf": [
        {"type": "string"},
        {"title": "Card", "properties": {"id": {"type": "string"}}},
        {"type": "array", "items": {"type": "string"}},
    ]}));
    assert_eq!(
        found,
        "Thing\nThing = String(String) | List([String]) | Card(ThingCard)\n\
         ThingCard = id?: String"
    );
}

#[test]
fn lists_of_different_elements_are_one_list() {
    let found = print(json!({"anyOf": [
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "items": {"type": "integer"}},
    ]}));
    assert_eq!(
        found,
        "[ThingItem]\nThingItem = Integer(Int64) | String(String)"
    );
}

fn shapes(choice: Value) -> Value {
    json!({
        "schema": choice,
        "components": {"schemas": {
            "Circle": {"type": "object", "required": ["kind"],
                "properties": {"kind": {"const": "circle"}, "radius": {"type": "number"}}},
            "Square": {"type": "object", "required": ["kind"],
                "properties": {"kind": {"enum": ["square", "box"]}, "side": {"type": "number"}}},
            "Dot": {"type": "object", "properties": {"kind": {"type": "string"}}},
        }},
    })
}

#[test]
fn constants_tell_alternatives_apart() {
    let choice = json!({"oneOf": [
        {"$ref": "#/components/schemas/Circle"}, {"$ref": "#/components/schemas/Square"},
    ]});
    let found = print_with(shapes(choice), Enums::AsString);
    assert_eq!(
        found,
        "Thing\nThing = Circle(Circle) | Square(Square) | Other by kind \
         [(\"circle\", 0), (\"square\", 1), (\"box\", 1)]\n\
         Circle = kind: String, radius?: Number\nSquare = kind: String, side?: Number"
    );
}

#[test]
fn a_constant_that_may_be_left_out_still_tells() {
    let found = print(json!({"anyOf": [
        {"properties": {"a": {"type": "string"}, "type": {"const": "one"}}},
        {"properties": {"b": {"type": "string"}, "type": {"const": "two"}}},
    ]}));
    assert!(
        found.contains("One(ThingOne) | Two(ThingTwo) | Other by type"),
        "{found}"
    );
}

#[test]
fn a_discriminator_tells_alternatives_apart() {
    let choice = json!({
        "oneOf": [{"$ref": "#/components/schemas/Circle"}, {"$ref": "#/components/schemas/Dot"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"round": "#/components/schemas/Circle"},
        },
    });
    let found = print_with(shapes(choice), Enums::AsString);
    assert!(
        found.contains("by kind [(\"round\", 0), (\"circle\", 0), (\"Dot\", 1)]"),
        "{found}"
    );
}

#[test]
fn required_members_tell_alternatives_apart() {
    let found = print(json!({"oneOf": [
        {"properties": {"a": {"type": "string"}}},
        {"properties": {"b": {"type": "string"}}, "required": ["b"]},
    ]}));
    assert!(
        found.starts_with("Thing\nThing = Variant2(ThingVariant2) | Variant1(ThingVariant1)"),
        "{found}"
    );
}

#[test]
fn alternatives_that_nothing_tells_apart_are_values() {
    let root = json!({"schema": {"oneOf": [
        {"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}},
    ]}});
    assert_eq!(
        reasons(root),
        ["/schema: nothing distinguishes the alternatives"]
    );
}

#[test]
fn branches_that_only_require_change_nothing() {
    let found = print(json!({
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
    }));
    assert_eq!(found, "Thing\nThing = a?: String, b?: String");
}

fn pets(parent: Value) -> Value {
    let extends = |own: Value| json!({"allOf": [{"$ref": "#/components/schemas/Pet"}, own]});
    json!({
        "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        "components": {"schemas": {
            "Pet": parent,
            "Cat": extends(json!({"properties": {"claws": {"type": "integer"}}})),
            "Dog": extends(json!({"properties": {"bark": {"type": "string"}}})),
            "Stone": {"properties": {"weight": {"type": "number"}}},
        }},
    })
}

fn pet(discriminator: Value) -> Value {
    let kind = json!({"type": "string"});
    json!({"type": "object", "required": ["kind"], "properties": {"kind": kind}, "discriminator": discriminator})
}

#[test]
fn schemas_that_extend_one_with_a_discriminator_are_its_alternatives() {
    let mapping = json!({"cat": "#/components/schemas/Cat"});
    let root = pets(pet(json!({"propertyName": "kind", "mapping": mapping})));
    assert_eq!(
        print_with(root, Enums::Open),
        "[Pet]\nPet = Cat(Cat) | Dog(Dog) | Other by kind [(\"cat\", 0), (\"Dog\", 1)]\n\
         Cat = kind: String, claws?: Int64, ..Value\nDog = kind: String, bark?: String, ..Value"
    );
}

#[test]
fn a_discriminator_that_finds_nobody_leaves_room_for_them() {
    let mut root = pets(pet(json!({"propertyName": "kind"})));
    let schemas = &mut root["components"]["schemas"];
    schemas["Cat"] = json!({});
    schemas["Dog"] = json!({});
    assert_eq!(
        print_with(root, Enums::Open),
        "[Pet]\nPet = kind: String, ..Value"
    );
}
