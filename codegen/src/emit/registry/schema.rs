//! JSON Schema (2020-12) of what a workflow takes and results in, as text for the list of workflows.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{InputField, OutputField, Workflow},
    types::{Definition, Field, Kind, Shape, Type, TypeId, Types, Variant},
};

use super::super::docs;

/// The schema of an input, as a literal.
pub(super) fn input(workflow: &Workflow, input: &InputField) -> TokenStream {
    let mut schema = of(&workflow.types, &input.ty);
    schema.describe(input.documentation.as_deref());
    if let Some(default) = &input.default {
        schema.put("default", default.json.to_string());
    }
    schema.literal()
}

/// The schema of an output, as a literal.
pub(super) fn output(workflow: &Workflow, output: &OutputField) -> TokenStream {
    of(&workflow.types, &output.ty).literal()
}

/// The types that those schemas refer to: name and schema.
pub(super) fn types(workflow: &Workflow) -> Vec<TokenStream> {
    let inputs = workflow.inputs.iter().map(|field| &field.ty);
    let roots = inputs.chain(workflow.outputs.iter().map(|field| &field.ty));
    let types = &workflow.types;
    let definitions = types.reachable(roots).into_iter().map(|id| types.get(id));
    let referred = definitions.filter(|it| !matches!(it.kind, Kind::Enum { .. }));
    let pair = |definition: &Definition| {
        let (name, schema) = (&definition.name, defined(types, definition).literal());
        quote!((#name, #schema))
    };
    referred.map(pair).collect()
}

fn of(types: &Types, ty: &Type) -> Schema {
    let schema = match &ty.shape {
        Shape::Bool => Schema::of_type("boolean"),
        Shape::Int32 => Schema::of_type("integer").with("format", text("int32")),
        Shape::Int64 => Schema::of_type("integer").with("format", text("int64")),
        Shape::Number => Schema::of_type("number"),
        Shape::String => Schema::of_type("string"),
        Shape::Secret => Schema::of_type("string").with("format", text("password")),
        // Holds a secret somewhere.
        Shape::SecretValue => Schema::default().with("writeOnly", "true".to_owned()),
        Shape::Bytes => Schema::of_type("string").with("contentEncoding", text("base64")),
        Shape::List(of) => Schema::of_type("array").with("items", self::of(types, of).json()),
        Shape::Map(of) => {
            let members = self::of(types, of).json();
            Schema::of_type("object").with("additionalProperties", members)
        }
        Shape::Tuple(of) => {
            let items = of.iter().map(|it| self::of(types, it));
            let count = of.len().to_string();
            Schema::of_type("array")
                .with("prefixItems", list(items))
                .with("minItems", count.clone())
                .with("maxItems", count)
        }
        Shape::Named(id) => named(types, *id),
        Shape::Own(own) => own
            .kinds
            .word()
            .map_or_else(Schema::default, Schema::of_type),
        Shape::Value => Schema::default(),
    };
    if ty.nullable {
        schema.or_null()
    } else {
        schema
    }
}

fn named(types: &Types, id: TypeId) -> Schema {
    let definition = types.get(id);
    match &definition.kind {
        Kind::Enum { .. } => defined(types, definition),
        _ => Schema::default().with("$ref", text(&format!("#/$defs/{}", definition.name))),
    }
}

fn defined(types: &Types, definition: &Definition) -> Schema {
    match &definition.kind {
        Kind::Enum { variants, .. } => {
            // What is no listed value is kept and sent.
            let known = array(variants.iter().map(|(_, value)| text(value)));
            let known = Schema::default().with("enum", known);
            Schema::default().with("anyOf", list([known, Schema::of_type("string")]))
        }
        Kind::Union { variants, .. } => {
            let of = |variant: &Variant| self::of(types, &variant.ty);
            Schema::default().with("anyOf", list(variants.iter().map(of)))
        }
        Kind::Struct { fields, additional } => structure(types, fields, additional.as_ref()),
    }
}

fn structure(types: &Types, fields: &[Field], additional: Option<&Type>) -> Schema {
    let property = |field: &Field| {
        let mut schema = of(types, &field.ty);
        schema.describe(field.documentation.as_deref());
        (field.name.clone(), schema.json())
    };
    let properties = Schema(fields.iter().map(property).collect());
    let required = fields.iter().filter(|field| field.required);
    let required = array(required.map(|field| text(&field.name)));
    let mut schema = Schema::of_type("object").with("properties", properties.json());
    if required != "[]" {
        schema.put("required", required);
    }
    let additional = additional.map(|additional| of(types, additional));
    // Members of any sort are allowed for anyway.
    if let Some(additional) = additional.filter(|it| !it.0.is_empty()) {
        schema.put("additionalProperties", additional.json());
    }
    schema
}

/// A JSON object under construction: names, and values that are JSON already. Its order is that in which it was put
/// together, whatever the features of `serde_json` in a build.
#[derive(Debug, Default)]
struct Schema(Vec<(String, String)>);

impl Schema {
    fn of_type(name: &str) -> Self {
        Self::default().with("type", text(name))
    }

    fn put(&mut self, name: &str, json: String) {
        self.0.push((name.to_owned(), json));
    }

    fn with(mut self, name: &str, json: String) -> Self {
        self.put(name, json);
        self
    }

    fn describe(&mut self, documentation: Option<&str>) {
        let line = docs::plain(documentation.unwrap_or_default());
        // What stands beside a reference holds as well.
        if !line.is_empty() {
            self.put("description", text(&line));
        }
    }

    /// The same, or null.
    fn or_null(mut self) -> Self {
        match self.0.first_mut() {
            // It takes anything.
            None => self,
            Some((name, value)) if name == "type" => {
                *value = array([std::mem::take(value), text("null")]);
                self
            }
            Some(_) => Self::default().with("anyOf", list([self, Self::of_type("null")])),
        }
    }

    fn json(&self) -> String {
        let member = |(name, value): &(String, String)| format!("{}:{value}", text(name));
        let members: Vec<String> = self.0.iter().map(member).collect();
        format!("{{{}}}", members.join(","))
    }

    fn literal(&self) -> TokenStream {
        raw(&self.json())
    }
}

fn list(schemas: impl IntoIterator<Item = Schema>) -> String {
    array(schemas.into_iter().map(|schema| schema.json()))
}

fn array(values: impl IntoIterator<Item = String>) -> String {
    let values: Vec<String> = values.into_iter().collect();
    format!("[{}]", values.join(","))
}

/// A JSON string. Characters that would let source text look like something else than it is are escaped.
fn text(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if docs::is_deceptive(c) || c.is_control() {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// JSON as a raw string literal, which a reader can read.
fn raw(json: &str) -> TokenStream {
    let mut hashes = "#".to_owned();
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    match syn::parse_str::<syn::LitStr>(&format!("r{hashes}\"{json}\"{hashes}")) {
        Ok(literal) => quote!(#literal),
        Err(_) => quote!(#json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(schema: &Schema) -> serde_json::Value {
        let literal: syn::LitStr = syn::parse2(schema.literal()).unwrap();
        serde_json::from_str(&literal.value()).unwrap()
    }

    #[test]
    fn text_of_documents_stays_in_its_literal() {
        let hostile = "a\"#\"##\\ \u{202e}b\u{0} `c`";
        let mut schema = Schema::of_type("string").with("enum", array([text(hostile)]));
        schema.describe(Some(hostile));
        let (found, source) = (read(&schema), schema.literal().to_string());
        assert_eq!(found["enum"][0], hostile);
        assert_eq!(found["description"], "a\"#\"##\\  b  `c`");
        assert!(!source.contains(['\u{202e}', '\u{0}', '\n']), "{source}");
        assert!(source.starts_with("r###\""), "{source}");
    }

    #[test]
    fn null_is_one_of_the_types() {
        for (schema, wanted) in [
            (Schema::of_type("string"), r#"{"type":["string","null"]}"#),
            (Schema::default(), "{}"),
            (
                Schema::default().with("$ref", text("#/$defs/A")),
                r##"{"anyOf":[{"$ref":"#/$defs/A"},{"type":"null"}]}"##,
            ),
        ] {
            assert_eq!(schema.or_null().json(), wanted);
        }
    }
}
