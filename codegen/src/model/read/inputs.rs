//! The `inputs` of a workflow: the JSON Schema of an object, and what stands where it should.

mod words;

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Severity},
    load::Node,
    model::faults,
    nearest::is_typo,
};

use super::{Reader, fields::whole, reusable::component_key};

use words::{BESIDE, DATA, KEYWORDS, PROPERTIES, TELLING, TYPES, type_called};

/// Whether `inputs` may describe an object, which is what inputs are.
pub(super) fn describes_object(reader: &mut Reader<'_>, schema: &Node) -> bool {
    if schema.as_object().is_none() {
        reader.report(no_schema(schema));
        return false;
    }
    if let Some(found) = by_expression(schema).or_else(|| in_component(reader, schema)) {
        reader.report(found);
        return false;
    }
    if let Some(member) = schema.get("reference")
        && schema.get("$ref").is_none()
        && schema.get("properties").is_none()
    {
        reader.report(by_reference(&member, "`inputs`"));
        return false;
    }
    if let Some(found) = wrapped(schema).or_else(|| of_other_types(schema)) {
        reader.report(found);
        return false;
    }
    if let Some(found) = without_properties(schema) {
        reader.tolerate(found);
        return true;
    }
    let Some(kind) = schema.get("type") else {
        return true;
    };
    let object = Value::from("object");
    let other = match kind.value() {
        Value::String(_) => *kind.value() != object,
        Value::Array(kinds) => !kinds.contains(&object),
        _ => false,
    };
    if other {
        reader.report(
            faults::invalid_value(kind.place(), "`inputs` must describe an object")
                .help("write `type: object` and one entry an input under `properties`"),
        );
    }
    !other
}

/// Whether inputs have other members in the place of a schema's keywords, which are reported as that: `inputs: {schema: …}`.
pub fn other_inputs(schema: &Node) -> bool {
    wrapped(schema).or_else(|| of_other_types(schema)).is_some()
}

/// Names in a list, or a component by an expression, where a schema should be.
fn no_schema(inputs: &Node) -> Diagnostic {
    let kind = super::fields::kind(inputs);
    let message = format!("`inputs` must be a JSON Schema, written as an object, not {kind}");
    let form = match inputs.value() {
        Value::Array(_) => {
            let items = inputs.items();
            let names = items.iter().filter_map(|item| {
                if let Some(name) = item.as_str().or_else(|| item.str_at("name")) {
                    let kind = item.str_at("type").and_then(type_called);
                    return Some(format!("{name}: {{type: {}}}", kind.unwrap_or("string")));
                }
                // `- genre: string`
                let members = item.members();
                let [(name, kind)] = members.as_slice() else {
                    return None;
                };
                let kind = kind.as_str().or_else(|| kind.str_at("type"));
                let kind = kind.and_then(type_called).unwrap_or("…");
                Some(format!("{name}: {{type: {kind}}}"))
            });
            form(&names.collect::<Vec<_>>().join(", "))
        }
        Value::String(text) if text.starts_with("#/") => format!("inputs: {{$ref: '{text}'}}"),
        Value::String(text) => match component_key(text, "inputs") {
            Some(key) => format!("inputs: {{$ref: '#/components/inputs/{key}'}}"),
            None => form("NAME: {type: string}"),
        },
        _ => form("NAME: {type: string}"),
    };
    let place = match inputs.value() {
        Value::Array(_) => whole(inputs),
        _ => inputs.place(),
    };
    faults::wrong_type(place, message).help(format!("write `{form}`"))
}

/// The standard form of inputs, with these `properties`.
fn form(properties: &str) -> String {
    let properties = match properties {
        "" => "NAME: {type: string}",
        some => some,
    };
    format!("inputs: {{type: object, properties: {{{properties}}}}}")
}

/// What is wrong with the component that `schema` refers to: there is no reading it as meant from here.
fn in_component(reader: &Reader<'_>, schema: &Node) -> Option<Diagnostic> {
    let key = schema
        .str_at("$ref")?
        .strip_prefix("#/components/inputs/")?;
    let inputs = reader.root.get("components")?.get("inputs")?;
    let component = inputs.get(key)?;
    let found = by_expression(&component).or_else(|| wrapped(&component));
    found.or_else(|| {
        let mut found = without_properties(&component)?;
        found.severity = Severity::Error;
        Some(found.label("declares nothing here"))
    })
}

/// Schemas nest no deeper.
const MAX_DEPTH: usize = 64;

/// `$ref: $components.inputs.x`, or `reference` with that, at `schema` or in a schema inside of it.
fn by_expression(schema: &Node) -> Option<Diagnostic> {
    let mut open = vec![(schema.clone(), 0)];
    while let Some((at, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            continue;
        }
        for (key, member) in at.members() {
            let text = member.as_str().unwrap_or_default();
            if key == "$ref" && text.starts_with("$components.") {
                let key = component_key(text, "inputs").unwrap_or("NAME");
                let meant = format!("#/components/inputs/{key}");
                let message = "`$ref` leads to a schema by its place, not by an expression";
                let found = faults::invalid_value(member.place(), message)
                    .help(format!("write `$ref: '{meant}'`"));
                return Some(found.suggest(meant));
            }
            if key == "reference" && text.starts_with("$components.") && at.get("$ref").is_none() {
                let what = match depth {
                    0 => "`inputs`",
                    _ => "what describes an input",
                };
                return Some(by_reference(&member, what));
            }
            if !DATA.contains(&key.as_str()) && !key.starts_with("x-") {
                open.push((member, depth + 1));
            }
        }
        open.extend(at.items().into_iter().map(|item| (item, depth + 1)));
    }
    None
}

/// `inputs: {reference: $components.inputs.x}`: inputs refer as schemas do (Arazzo 1.1, section "Reusable Object").
fn by_reference(member: &Node, what: &str) -> Diagnostic {
    let key = member
        .as_str()
        .and_then(|text| component_key(text, "inputs"));
    let form = format!("$ref: '#/components/inputs/{}'", key.unwrap_or("NAME"));
    let owner = format!("{what} is a JSON Schema, which");
    faults::unknown_field(member.key(), &owner, "reference").help(format!("write `{form}`"))
}

/// Inputs that stand where their schema should, with what describes them: `inputs: {genre: string}`.
pub fn bare_inputs(schema: &Node) -> Vec<(String, Node)> {
    let members = schema.members();
    let keyword = |key: &String| KEYWORDS.contains(&key.as_str());
    if members.iter().any(|(key, _)| keyword(key)) || wrapper(schema).is_some() {
        return Vec::new();
    }
    let is_input = |(key, value): &(String, Node)| {
        let beside = key.starts_with("x-") || BESIDE.contains(&key.as_str());
        !beside && is_description(key, value)
    };
    let found: Vec<(String, Node)> = members.into_iter().filter(is_input).collect();
    match found.as_slice() {
        // `ype: object` alone is no input, but the `type` that is missing.
        [(only, _)] if schema.get("type").is_none() && is_typo(only, "type") => Vec::new(),
        _ => found,
    }
}

/// Inputs in the place of their schema with types that are none of JSON Schema: `inputs: {genre: str}`.
fn of_other_types(schema: &Node) -> Option<Diagnostic> {
    let members = schema.members();
    let keyword = |key: &String| KEYWORDS.contains(&key.as_str());
    if members.iter().any(|(key, _)| keyword(key)) {
        return None;
    }
    let is_input = |(key, value): &&(String, Node)| {
        let beside = key.starts_with("x-") || BESIDE.contains(&key.as_str());
        !beside
            && value
                .as_str()
                .is_some_and(|kind| type_called(kind).is_some())
    };
    let inputs: Vec<_> = members.iter().filter(is_input).collect();
    let other =
        |(_, value): &&&(String, Node)| value.as_str().is_some_and(|kind| !TYPES.contains(&kind));
    let (first, member) = inputs.iter().find(other)?;
    // `ype: list` alone is the `type` that is missing.
    if inputs.len() == 1 && schema.get("type").is_none() && is_typo(first, "type") {
        return None;
    }
    let kind = member.as_str().and_then(type_called)?;
    let more = if inputs.len() > 1 { ", …" } else { "" };
    let form = form(&format!("{first}: {{type: {kind}}}{more}"));
    Some(
        faults::inputs_without_keyword(member.key(), first)
            .help(format!("inputs are declared under `properties`: `{form}`")),
    )
}

/// Whether `value` describes an input called `key`: by the name of its type, or as a schema.
fn is_description(key: &str, value: &Node) -> bool {
    if let Some(kind) = value.as_str().or_else(|| value.str_at("type")) {
        return TYPES.contains(&kind);
    }
    if let Some(kinds) = value.get("type").map(|kinds| kinds.items()) {
        let known = |kind: &Node| {
            let kind = kind.as_str();
            kind.is_some_and(|kind| kind == "null" || TYPES.contains(&kind))
        };
        return !kinds.is_empty() && kinds.iter().all(known);
    }
    let members = value.members();
    let telling = |(key, _): &(String, Node)| TELLING.contains(&key.as_str());
    // Of a misspelt keyword, which may hold inputs of such names, that is reported.
    let typo = KEYWORDS.iter().any(|keyword| is_typo(key, keyword));
    !typo && !members.is_empty() && members.iter().all(telling)
}

/// What is read as inputs without the `properties` around them, and how to write it.
fn without_properties(schema: &Node) -> Option<Diagnostic> {
    let all = bare_inputs(schema);
    let (first, member) = all.first()?;
    let kind = member.as_str().or_else(|| member.str_at("type"));
    let kind = kind.map_or_else(|| "…".to_owned(), |kind| format!("{{type: {kind}}}"));
    let more = if all.len() > 1 { ", …" } else { "" };
    let form = form(&format!("{first}: {kind}{more}"));
    Some(
        faults::inputs_without_keyword(member.key(), first)
            .into_warning()
            .label("read as an input")
            .help(format!("inputs are declared under `properties`: `{form}`")),
    )
}

/// A member that holds all of the inputs though no keyword: their properties under another name, or the whole schema.
fn wrapper(schema: &Node) -> Option<(String, Node)> {
    let described = |key: &str| schema.get(key).is_some();
    if ["properties", "$ref", "allOf"].into_iter().any(described) {
        return None;
    }
    schema.members().into_iter().find(|(key, value)| {
        let is_schema = value.get("properties").is_some() || value.get("$ref").is_some();
        let lists_inputs =
            || !value.members().is_empty() && bare_inputs(value).len() == value.members().len();
        match key.as_str() {
            "schema" => is_schema || lists_inputs(),
            key => {
                PROPERTIES.contains(&key)
                    && (is_schema || lists_inputs() || value.value().is_array())
            }
        }
    })
}

fn wrapped(schema: &Node) -> Option<Diagnostic> {
    let (key, value) = wrapper(schema)?;
    let found = faults::inputs_without_keyword(value.key(), &key);
    let first = |node: &Node| {
        let first = node.members().into_iter().next().map(|(name, _)| name);
        let item = node.items().into_iter().next();
        let item = item.and_then(|item| Some(item.as_str().or(item.str_at("name"))?.to_owned()));
        first.or(item).unwrap_or_else(|| "NAME".to_owned())
    };
    Some(match (value.get("properties"), value.get("$ref")) {
        (Some(properties), _) => found.help(format!(
            "write what it holds into `inputs` itself: `{}`",
            form(&format!("{}: …", first(&properties)))
        )),
        (None, Some(_)) => {
            found.help("write what it holds into `inputs` itself: `inputs: {$ref: …}`")
        }
        (None, None) => {
            let form = form(&format!("{}: …", first(&value)));
            let found = found.help(format!("inputs are declared under `properties`: `{form}`"));
            match value.value() {
                Value::Object(_) => found.suggest("properties"),
                _ => found,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, node, with_workflow};
    use crate::{diagnostic::Diagnostics, model::arazzo::read};

    fn with(inputs: Value) -> Value {
        let step = json!({ "stepId": "s", "operationId": "op" });
        with_workflow(json!({ "workflowId": "w", "inputs": inputs, "steps": [step] }))
    }

    const AT: &str = "/workflows/0/inputs";

    #[test]
    fn inputs_without_their_schema_are_read_with_the_right_form() {
        for inputs in [
            json!({ "genre": "string" }),
            json!({ "genre": { "type": "string" } }),
            json!({ "type": "object", "genre": { "type": "string" } }),
            json!({ "genre": { "description": "one of them" } }),
            json!({ "genre": { "type": ["string", "null"] } }),
            json!({ "genre": { "minLength": 1 } }),
            json!({ "genre": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } }),
            json!({ "genre": "string", "required": ["genre"], "additionalProperties": false }),
        ] {
            assert_eq!(
                findings(with(inputs)),
                [format!(
                    "warning unknown-keyword {AT}/genre key: `inputs` is a JSON Schema, and `genre` is not one of its keywords"
                )]
            );
        }
        let misspelt = json!({ "propertes": { "title": {}, "description": {} } });
        assert!(findings(with(misspelt)).is_empty());
        let schema = json!({ "type": "object", "x-note": "string", "description": "string" });
        assert!(findings(with(schema)).is_empty());
    }

    #[test]
    fn keywords_of_all_drafts_are_no_inputs() {
        for (keyword, value) in [
            ("unevaluatedItems", json!({ "type": "string" })),
            ("definitions", json!({ "title": { "type": "string" } })),
            ("dependentRequired", json!({ "title": ["description"] })),
            ("additionalItems", json!({ "type": "string" })),
            ("disallow", json!("string")),
        ] {
            let mut inputs = json!({ "type": "object", "additionalProperties": true });
            inputs[keyword] = value;
            assert_eq!(findings(with(inputs)), Vec::<String>::new(), "{keyword}");
        }
    }

    #[test]
    fn a_component_without_properties_is_one_mistake() {
        let mut document = with(json!({ "$ref": "#/components/inputs/x" }));
        document["components"] = json!({ "inputs": { "x": { "genre": "string" } } });
        assert_eq!(
            findings(document),
            [
                "error unknown-keyword /components/inputs/x/genre key: `inputs` is a JSON Schema, and `genre` is not one of its keywords"
            ]
        );
    }

    #[test]
    fn what_is_no_schema_of_inputs_is_told_once_with_its_form() {
        let genre = "inputs: {type: object, properties: {genre: ";
        let component = "$ref: '#/components/inputs/x'";
        for (inputs, code, form) in [
            (
                json!(["genre"]),
                "wrong-type",
                format!("{genre}{{type: string}}}}}}"),
            ),
            (
                json!([{ "name": "genre", "type": "integer" }]),
                "wrong-type",
                format!("{genre}{{type: integer}}}}}}"),
            ),
            (
                json!([{ "genre": "int" }]),
                "wrong-type",
                format!("{genre}{{type: integer}}}}}}"),
            ),
            (
                json!({ "genre": "str" }),
                "unknown-keyword",
                format!("{genre}{{type: string}}}}}}"),
            ),
            (
                json!("#/components/inputs/x"),
                "wrong-type",
                format!("inputs: {{{component}}}"),
            ),
            (
                json!("$components.inputs.x"),
                "wrong-type",
                format!("inputs: {{{component}}}"),
            ),
            (
                json!({ "$ref": "$components.inputs.x" }),
                "invalid-value",
                component.to_owned(),
            ),
            (
                json!({ "reference": "$components.inputs.x" }),
                "unknown-field",
                component.to_owned(),
            ),
            (
                json!({ "properties": { "a": { "reference": "$components.inputs.x" } } }),
                "unknown-field",
                component.to_owned(),
            ),
            (
                json!({ "property": { "genre": { "type": "string" } }, "type": "object" }),
                "unknown-keyword",
                format!("{genre}…}}}}"),
            ),
            (
                json!({ "parameters": [{ "name": "genre" }] }),
                "unknown-keyword",
                format!("{genre}…}}}}"),
            ),
            (
                json!({ "schema": { "type": "object", "properties": { "genre": {} } } }),
                "unknown-keyword",
                format!("{genre}…}}}}"),
            ),
        ] {
            let mut found = Diagnostics::new(false);
            read(&node(with(inputs.clone())), &mut found);
            let found: Vec<_> = found.into_iter().collect();
            let [found] = found.as_slice() else {
                panic!("{inputs}: {found:?}");
            };
            assert_eq!(found.code.as_str(), code, "{inputs}");
            let help = found.help.clone().unwrap_or_default();
            assert!(help.contains(&form), "{inputs}: {help}");
        }
    }
}
