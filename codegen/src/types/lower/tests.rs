use serde_json::{Value, json};

use super::*;
use crate::types::{
    Definition, Field, Kind,
    testing::{Local, at, document},
};

mod alternatives;
mod objects;
mod references;
mod scalars;

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
fn contradictions_are_values_with_a_reason() {
    let root = json!({"schema": {"allOf": [{"type": "string"}, {"type": "object"}]}});
    assert_eq!(
        reasons(root),
        ["/schema: the parts of the schema contradict each other"]
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
