use serde_json::{Value, json};

use super::*;
use crate::types::{
    Field,
    testing::{Local, at, document},
};

mod alternatives;

/// Lowers `/schema` of the document and prints the type, then the definitions, one a line.
fn print_with(root: Value, enums: Enums) -> String {
    let root = document(root);
    let mut lowering = Lowering::new(&Local, enums);
    let ty = lowering.lower(&at(&root, "/schema"), "Thing");
    let types = lowering.types();
    let mut lines = vec![name(types, &ty)];
    lines.extend(types.iter().map(|(_, definition)| line(types, definition)));
    lines.join("\n")
}

fn print(schema: Value) -> String {
    print_with(json!({"schema": schema}), Enums::Open)
}

fn reasons(root: Value) -> Vec<String> {
    let root = document(root);
    let mut lowering = Lowering::new(&Local, Enums::Open);
    lowering.lower(&at(&root, "/schema"), "Thing");
    let mut untyped = lowering.take_untyped();
    for (_, definition) in lowering.types().iter() {
        match &definition.kind {
            Kind::Struct { fields, .. } => {
                untyped.extend(fields.iter().flat_map(|field| field.untyped.clone()));
            }
            Kind::Enum { .. } => {}
            Kind::Union { variants, .. } => {
                untyped.extend(variants.iter().flat_map(|variant| variant.untyped.clone()));
            }
        }
        untyped.extend(definition.untyped.clone());
    }
    let told = untyped.iter();
    told.map(|Untyped { node, reason }| format!("{}: {reason}", node.pointer()))
        .collect()
}

fn name(types: &Types, ty: &Type) -> String {
    let inner = match &ty.shape {
        Shape::Named(id) => types.get(*id).name.clone(),
        Shape::List(of) => format!("[{}]", name(types, of)),
        Shape::Map(of) => format!("{{{}}}", name(types, of)),
        Shape::Tuple(of) => {
            let of: Vec<String> = of.iter().map(|ty| name(types, ty)).collect();
            format!("({})", of.join(", "))
        }
        other => format!("{other:?}"),
    };
    if ty.nullable {
        format!("{inner}|null")
    } else {
        inner
    }
}

fn line(types: &Types, definition: &Definition) -> String {
    let boxed = |boxed: bool, text: String| if boxed { format!("Box<{text}>") } else { text };
    let body = match &definition.kind {
        Kind::Struct { fields, additional } => {
            let field = |field: &Field| {
                let ty = boxed(field.boxed, name(types, &field.ty));
                format!(
                    "{}{}: {ty}",
                    field.ident,
                    if field.required { "" } else { "?" }
                )
            };
            let mut members: Vec<String> = fields.iter().map(field).collect();
            members.extend(additional.iter().map(|ty| format!("..{}", name(types, ty))));
            members.join(", ")
        }
        Kind::Enum { variants, other } => {
            let variants = variants
                .iter()
                .map(|(ident, text)| format!("{ident}={text}"));
            let variants: Vec<String> = variants.collect();
            format!("{} | {other}", variants.join(" | "))
        }
        Kind::Union {
            variants,
            tag,
            other,
        } => {
            let variants = variants
                .iter()
                .map(|one| format!("{}({})", one.ident, boxed(one.boxed, name(types, &one.ty))));
            let variants: Vec<String> = variants.collect();
            let tag = tag
                .as_ref()
                .map(|tag| format!(" by {} {:?}", tag.property, tag.mapping));
            match tag {
                Some(tag) => format!("{} | {other}{tag}", variants.join(" | ")),
                None => variants.join(" | "),
            }
        }
    };
    format!("{} = {body}", definition.name)
}

#[test]
fn formats_and_bounds_decide_numbers() {
    for (schema, expected) in [
        (json!({"type": "integer", "format": "int32"}), "Int32"),
        (json!({"type": "integer", "format": "int64"}), "Int64"),
        (json!({"type": "integer"}), "Int64"),
        (
            json!({"type": "integer", "format": "int32", "maximum": 4_294_967_295_u32}),
            "Int64",
        ),
        (
            json!({"type": "integer", "maximum": 18_446_744_073_709_551_615_u64}),
            "Number",
        ),
        (
            json!({"type": "integer", "maximum": 9_223_372_036_854_775_807_i64}),
            "Int64",
        ),
        (json!({"type": "integer", "format": "uint64"}), "Number"),
        (json!({"type": "integer", "format": "unix-time"}), "Int64"),
        (json!({"type": "number"}), "Float64"),
        (json!({"type": "number", "format": "float"}), "Float32"),
        (json!({"type": "number", "format": "double"}), "Float64"),
        (json!({"type": "number", "format": "decimal"}), "Number"),
        (json!({"type": ["integer", "number"]}), "Float64"),
        (json!({"enum": [1, 2]}), "Int64"),
        (json!({"const": 2.5}), "Float64"),
        (
            json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
            "Number",
        ),
    ] {
        assert_eq!(print(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn bounds_rounded_by_javascript_are_those_of_i64() {
    let schema: Value =
        serde_json::from_str(r#"{"type":"integer","maximum":9223372036854776000}"#).unwrap();
    assert_eq!(print(schema), "Int64");
}

#[test]
fn formats_decide_strings() {
    for (schema, expected) in [
        (json!({"type": "string", "format": "date-time"}), "String"),
        (json!({"type": "string", "format": "password"}), "Secret"),
        (json!({"type": "string", "format": "byte"}), "Bytes"),
        (json!({"type": "string", "format": "binary"}), "Bytes"),
        (
            json!({"type": "string", "contentEncoding": "base64"}),
            "Bytes",
        ),
        (json!({"type": "string", "format": "int64"}), "String"),
        (json!({"const": "a"}), "String"),
        (
            json!({"anyOf": [{"type": "string", "format": "uuid"}, {"type": "string"}]}),
            "String",
        ),
    ] {
        assert_eq!(print(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn null_is_a_flag_however_it_is_written() {
    for schema in [
        json!({"type": "string", "nullable": true}),
        json!({"type": ["string", "null"]}),
        json!({"oneOf": [{"type": "string"}, {"type": "null"}]}),
        json!({"anyOf": [{"const": null}, {"type": "string"}]}),
        json!({"type": "string", "enum": ["a", null]}),
        json!({"allOf": [{"type": "string"}], "nullable": true}),
    ] {
        assert_eq!(print(schema.clone()), "String|null", "{schema}");
    }
}

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
fn contradictions_are_values_with_a_reason() {
    let root = json!({"schema": {"allOf": [{"type": "string"}, {"type": "object"}]}});
    assert_eq!(
        reasons(root),
        ["/schema: the parts of the schema contradict each other"]
    );
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
    assert_eq!(print(json!({"prefixItems": pair})), "(Float64, String)");
    assert_eq!(
        print(json!({"prefixItems": pair, "items": false})),
        "(Float64, String)"
    );
    let same = json!([{"type": "string"}]);
    let open = json!({"prefixItems": same, "items": {"type": "string"}});
    assert_eq!(print(open), "[String]");
}

#[test]
fn strings_of_an_enum_are_an_open_enum() {
    let schema = json!({"type": "string", "enum": ["a-b", "a_b", "", "1", "other"]});
    assert_eq!(
        print(schema.clone()),
        "Thing\nThing = AB=a-b | AB2=a_b | Empty= | _1=1 | Other=other | Unrecognized"
    );
    assert_eq!(
        print_with(json!({"schema": schema}), Enums::AsString),
        "String"
    );
    assert_eq!(print(json!({"enum": ["only"]})), "String");
}

#[test]
fn known_values_beside_any_string_are_an_open_enum() {
    let found = print(json!({"anyOf": [{"type": "string"}, {"enum": ["small", "large"]}]}));
    assert_eq!(found, "Thing\nThing = Small=small | Large=large | Other");
}

#[test]
fn scalars_of_yaml_under_a_string_type_are_strings() {
    assert_eq!(
        print(json!({"type": "string", "enum": [1, true]})),
        "String"
    );
    let root = json!({"schema": {"type": "integer", "enum": ["0 (User)"]}});
    assert_eq!(
        reasons(root),
        ["/schema: the parts of the schema contradict each other"]
    );
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

#[test]
fn nonsense_is_a_value() {
    for schema in [
        json!(null),
        json!(3),
        json!("string"),
        json!([]),
        json!({"type": 7}),
        json!({"type": []}),
        json!({"type": "file"}),
        json!({"oneOf": {}}),
        json!({"oneOf": []}),
        json!({"enum": []}),
        json!(false),
        json!(true),
        json!({}),
    ] {
        assert_eq!(print(schema.clone()), "Value", "{schema}");
    }
    for (schema, expected) in [
        (json!({"properties": []}), "{Value}"),
        (json!({"items": 3}), "[Value]"),
        (
            json!({"type": "object", "properties": {"a": 3}, "required": "a"}),
            "Thing\nThing = a?: Value",
        ),
        (json!({"type": "null"}), "Value|null"),
    ] {
        assert_eq!(print(schema.clone()), expected, "{schema}");
    }
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
    let members = lowering.members(&at(&root, "/schema"), "").unwrap();
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
    let members = lowering.members(&at(&root, "/schema"), "").unwrap();
    let found: Vec<(&str, bool)> = members
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.required))
        .collect();
    assert_eq!(found, [("id", true), ("a", false), ("b", false)]);
}

#[test]
fn keywords_that_do_not_change_the_type_are_noted() {
    let root = document(json!({"schema": {"type": "string", "not": {"const": "x"}}}));
    let mut lowering = Lowering::new(&Local, Enums::Open);
    assert_eq!(
        lowering.lower(&at(&root, "/schema"), "").shape,
        Shape::String
    );
    assert_eq!(lowering.notes()[0].1, "`not` does not change the type");
    assert!(lowering.take_untyped().is_empty());
}

#[test]
fn only_what_is_mentioned_is_reachable() {
    let root = document(json!({
        "a": {"properties": {"b": {"properties": {"c": {"type": "string"}}}}},
        "d": {"properties": {"e": {"type": "string"}}},
    }));
    let mut lowering = Lowering::new(&Local, Enums::Open);
    let first = lowering.lower(&at(&root, "/a"), "A");
    lowering.lower(&at(&root, "/d"), "D");
    let types = lowering.finish();
    let names: Vec<&str> = types
        .reachable([&first])
        .into_iter()
        .map(|id| types.get(id).name.as_str())
        .collect();
    assert_eq!(names, ["A", "AB"]);
}
