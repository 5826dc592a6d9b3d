//! Objects and arrays.

use super::*;

#[test]
fn members_follow_required_and_null() {
    let found = print(json!({
        "type": "object", "required": ["id"],
        "properties": {
            "id": {"type": "integer"},
            "note": {"type": ["string", "null"]},
            "gone": false,
        },
    }));
    assert_eq!(found, "Thing\nThing = id: Int64, note?: String|null");
}

#[test]
fn member_names_become_distinct_identifiers() {
    let found = print(json!({"properties": {
        "type": {"type": "string"}, "a-b": {"type": "string"}, "a_b": {"type": "string"},
        "": {"type": "string"}, "+1": {"type": "integer"}, "-1": {"type": "integer"},
        "self": {"type": "string"},
    }}));
    assert_eq!(
        found,
        "Thing\nThing = r#type?: String, a_b?: String, a_b_2?: String, empty?: String, \
         plus_1?: Int64, minus_1?: Int64, self_?: String"
    );
}

#[test]
fn inline_objects_are_named_by_their_way() {
    let found = print(json!({"properties": {
        "owner": {"properties": {"id": {"type": "string"}}},
        "tags": {"type": "array", "items": {"properties": {"id": {"type": "string"}}}},
    }}));
    assert_eq!(
        found,
        "Thing\nThing = owner?: ThingOwner, tags?: [ThingTagsItem]\nThingOwner = id?: String\n\
         ThingTagsItem = id?: String"
    );
}

#[test]
fn all_of_is_one_struct() {
    let found = print(json!({
        "allOf": [
            {"properties": {"id": {"type": "integer"}}, "required": ["id"]},
            {"properties": {"name": {"type": "string"}, "id": {"format": "int32"}}},
        ],
        "required": ["name"],
    }));
    assert_eq!(found, "Thing\nThing = id: Int32, name: String");
}

#[test]
fn maps_come_from_additional_and_pattern_properties() {
    for (schema, expected) in [
        (
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            "{Int64}",
        ),
        (
            json!({"type": "object", "additionalProperties": true}),
            "{Value}",
        ),
        (json!({"type": "object"}), "{Value}"),
        (
            json!({"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": false}),
            "{String}",
        ),
        (
            json!({"patternProperties": {"^x": {"type": "string"}}}),
            "{Value}",
        ),
    ] {
        assert_eq!(print(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn a_struct_keeps_undeclared_members_only_where_the_schema_speaks_of_them() {
    let with = |additional: Value| {
        print(json!({"properties": {"a": {"type": "string"}}, "additionalProperties": additional}))
    };
    assert_eq!(with(json!(false)), "Thing\nThing = a?: String");
    assert_eq!(with(json!(true)), "Thing\nThing = a?: String, ..Value");
    assert_eq!(
        with(json!({"type": "integer"})),
        "Thing\nThing = a?: String, ..Int64"
    );
}

#[test]
fn prefix_items_are_a_tuple_unless_more_may_follow() {
    let pair = json!([{"type": "number"}, {"type": "string"}]);
    assert_eq!(print(json!({"prefixItems": pair})), "(Number, String)");
    assert_eq!(
        print(json!({"prefixItems": pair, "items": false})),
        "(Number, String)"
    );
    let same = json!([{"type": "string"}]);
    let open = json!({"prefixItems": same, "items": {"type": "string"}});
    assert_eq!(print(open), "[String]");
}

#[test]
fn colliding_definitions_are_numbered_and_emitted_names_avoided() {
    let found = print(json!({"properties": {
        "a": {"$ref": "#/schema/properties/b/$defs/String"},
        "b": {"$defs": {"String": {"properties": {"x": {"type": "string"}}}}, "type": "string"},
    }}));
    assert!(found.contains("String2 = x?: String"), "{found}");
}

#[test]
fn members_keep_flags_and_words() {
    let root = document(json!({"schema": {"properties": {"id": {
        "type": "string", "readOnly": true, "deprecated": true, "default": "a",
        "description": " The key. ",
    }, "pin": {"type": "string", "writeOnly": true}}}}));
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let members = lowering
        .members(&at(&root, "/schema"), "", &BTreeSet::new())
        .unwrap();
    let id = &members.fields[0];
    assert!(id.read_only && id.deprecated && !id.write_only);
    assert_eq!(id.default, Some(json!("a")));
    assert_eq!(id.documentation.as_deref(), Some("The key."));
    assert!(members.fields[1].write_only);
    assert!(lowering.types().is_empty());
}

#[test]
fn members_of_alternatives_are_merged() {
    let root = document(json!({"schema": {"oneOf": [
        {"properties": {"id": {"type": "string"}, "a": {"type": "string"}}, "required": ["id", "a"]},
        {"properties": {"id": {"type": "string"}, "b": {"type": "string"}}, "required": ["id"]},
    ]}}));
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let members = lowering
        .members(&at(&root, "/schema"), "", &BTreeSet::new())
        .unwrap();
    let found: Vec<(&str, bool)> = members
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.required))
        .collect();
    assert_eq!(found, [("id", true), ("a", false), ("b", false)]);
}

#[test]
fn members_without_measure_are_a_value() {
    let members: serde_json::Map<String, Value> = (0..3000)
        .map(|index| (format!("m{index}"), json!({"type": "string"})))
        .collect();
    let root = json!({"schema": {"type": "object", "properties": members}});
    let told = ["/schema: the object has more than 2000 members"];
    assert_eq!(reasons(root), told);
}

#[test]
fn types_beyond_the_limit_of_outputs_are_values_with_a_reason() {
    let member = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let members: serde_json::Map<String, Value> = (10..80)
        .map(|index| (format!("m{index}"), member.clone()))
        .collect();
    let root = document(json!({"schema": {"type": "object", "properties": members}}));
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let place = Conjunction::of(&at(&root, "/schema"), &Local);
    lowering.lower_kept(&[place], "Thing");
    let types = lowering.types();
    assert_eq!(types.len(), 64);
    let thing = types.iter().next().map(|(_, definition)| definition);
    let field = |name| thing.and_then(|thing| thing.field(name)).unwrap();
    assert_eq!(field("m72").untyped, []);
    let untyped = &field("m73").untyped;
    assert_eq!(
        untyped[0].reason,
        "the workflow's outputs need more than 64 types"
    );
}
