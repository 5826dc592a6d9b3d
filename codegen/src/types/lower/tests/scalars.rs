//! Numbers, strings and listed values.

use super::*;

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
        (json!({"type": "number"}), "Number"),
        (json!({"type": "number", "format": "float"}), "Number"),
        (json!({"type": "number", "format": "double"}), "Number"),
        (json!({"type": "number", "format": "decimal"}), "Number"),
        (json!({"type": ["integer", "number"]}), "Number"),
        (json!({"enum": [1, 2]}), "Int64"),
        (json!({"const": 2.5}), "Number"),
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
