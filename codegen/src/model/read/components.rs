//! The Components Object.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::faults,
};

use super::{
    Reader,
    action::{self, After},
    fields::{Object, Shape, field},
    is_name,
    parameter::{self, Use},
    reusable::reference_key,
};

/// Arazzo 1.1, section "Components Object".
const COMPONENTS: Shape = Shape {
    what: "`components`",
    identity: &[],
    fields: &[
        field("inputs"),
        field("parameters"),
        field("successActions"),
        field("failureActions"),
    ],
};

/// Reads the components into `reader`, for the lists that refer to them.
///
/// Mistakes in a component that nothing refers to are warnings: it has no effect.
pub(super) fn components(reader: &mut Reader<'_>, node: &Node) {
    let Some(object) = reader.object(node, &COMPONENTS) else {
        return;
    };
    for (key, schema) in entries(reader, &object, "inputs") {
        if schema.as_object().is_some() || schema.value().is_boolean() {
            reader.components.inputs.push((key, schema));
        } else {
            reader.wrong_type(&schema, "an input component must be a JSON Schema");
        }
    }
    each(reader, &object, "parameters", |reader, key, node| {
        let read = parameter::parameter(reader, node, Use::Shared)?;
        let list = &mut reader.components.parameters;
        list.push((key, read));
        Some(list.len() - 1)
    });
    each(reader, &object, "successActions", |reader, key, node| {
        let read = action::action(reader, node, After::Success)?;
        let list = &mut reader.components.success_actions;
        list.push((key, read));
        Some(list.len() - 1)
    });
    each(reader, &object, "failureActions", |reader, key, node| {
        let read = action::action(reader, node, After::Failure)?;
        let list = &mut reader.components.failure_actions;
        list.push((key, read));
        Some(list.len() - 1)
    });
}

/// Reads each component in field `name` with `read`, which says where it put it.
fn each(
    reader: &mut Reader<'_>,
    object: &Object,
    name: &'static str,
    mut read: impl FnMut(&mut Reader<'_>, String, &Node) -> Option<usize>,
) {
    for (key, node) in entries(reader, object, name) {
        reader.unused = !reader.used.contains(&format!("{name}.{key}"));
        let at = match reference_key(&node) {
            Some(_) => {
                chain(reader, &node);
                None
            }
            None => read(reader, key.clone(), &node),
        };
        match at {
            Some(at) => {
                reader.index.insert((name, key), at);
            }
            None => reader.components.broken.push(node),
        }
        reader.unused = false;
    }
}

/// The members of field `name`, with their keys checked.
fn entries(reader: &mut Reader<'_>, object: &Object, name: &str) -> Vec<(String, Node)> {
    let entries = reader.map(object, name);
    for (key, node) in &entries {
        if !is_name(key, true) && !reader.is_no_string(node) {
            reader.report(
                faults::invalid_name(node.key(), key, "the key of a component")
                    .help("use letters, digits, `-`, `_` and `.` only"),
            );
        }
    }
    entries
}

fn chain(reader: &mut Reader<'_>, node: &Node) {
    reader.report(
        Diagnostic::new(
            Code::ReferenceChain,
            node.key(),
            "a component cannot be a reference to another one",
        )
        .help("write the object in place"),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, sound, with_fields};

    fn with(components: Value, parameters: Value) -> Value {
        let mut document = with_fields(json!({ "parameters": parameters }));
        document["components"] = components;
        document
    }

    #[test]
    fn components_are_read_in_order() {
        let read = sound(with(
            json!({
                "inputs": { "a": { "type": "object" }, "b": true },
                "parameters": { "my.org.User": { "name": "u", "in": "query", "value": 1 } },
                "successActions": { "e": { "name": "e", "type": "end" } },
                "failureActions": { "r": { "name": "r", "type": "retry" } },
            }),
            json!([{ "reference": "$components.parameters.my.org.User" }]),
        ));
        let keys: Vec<_> = read
            .components
            .inputs
            .iter()
            .map(|(key, _)| key.as_str())
            .collect();
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(read.components.parameters[0].1.name.text, "u");
        assert_eq!(read.components.success_actions[0].0, "e");
        assert_eq!(read.components.failure_actions.len(), 1);
    }

    #[test]
    fn mistakes_are_errors_only_where_something_refers_to_it() {
        let components = json!({ "parameters": { "p": { "name": "p", "in": "query" } } });
        let at = "/components/parameters/p/name: parameter `p` has no `value`";
        assert_eq!(
            findings(with(components.clone(), json!([]))),
            [format!("warning missing-field {at}")]
        );
        assert_eq!(
            findings(with(
                components,
                json!([{ "reference": "$components.parameters.p" }])
            )),
            [format!("error missing-field {at}")]
        );
    }

    #[test]
    fn keys_are_names() {
        assert_eq!(
            findings(with(json!({ "inputs": { "a b": {} } }), json!([]))),
            [
                "error invalid-name /components/inputs/a b key: `a b` cannot be the key of a component"
            ]
        );
    }

    #[test]
    fn references_do_not_chain() {
        let components =
            json!({ "parameters": { "p": { "reference": "$components.parameters.q" } } });
        assert_eq!(
            findings(with(
                components,
                json!([{ "reference": "$components.parameters.p" }])
            )),
            [
                "error reference-chain /components/parameters/p key: a component cannot be a reference to another one"
            ]
        );
    }

    #[test]
    fn unknown_kinds_are_refused() {
        assert_eq!(
            findings(with(json!({ "parameter": {}, "schemas": {} }), json!([]))),
            [
                "error unknown-field /components/parameter key: `components` has no field `parameter`",
                "warning unknown-field /components/schemas key: `components` has no field `schemas`",
            ]
        );
    }
}
