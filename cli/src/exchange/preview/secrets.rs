//! The secrets among the inputs of a workflow, by their schema.

use serde_json::Value;

use super::super::mask::Mask;
use super::known::{Inputs, Placeholders};
use super::previewed::Previewed;
use crate::step::Call;

/// How deep a value is looked into; one that is deeper is hidden as a whole.
const DEPTH: u32 = 64;

/// Hides the passwords among the inputs of a workflow, those of the workflows that it calls, and those that answers hold.
pub(crate) fn hide(workflows: &[Previewed], key: &str, inputs: &Value, mask: &Mask) {
    of_calls(workflows, key, inputs.clone(), mask, &mut Vec::new());
}

fn of_calls<'k>(
    workflows: &[Previewed],
    key: &'k str,
    inputs: Value,
    mask: &Mask,
    callers: &mut Vec<&'k str>,
) {
    let Some(workflow) = workflows.iter().find(|it| it.key == key) else {
        return;
    };
    if callers.contains(&key) {
        return;
    }
    let inputs = workflow.filled(inputs);
    let definitions = workflow.inputs.get("$defs").unwrap_or(&Value::Null);
    below(&workflow.inputs, definitions, &inputs, mask, DEPTH);
    callers.push(key);
    for step in workflow.steps {
        mask.hide_answers(workflow.id, step.id, step.request.secrets);
        let own = match step.call {
            Call::Workflow(key) => Some((key, step.inputs)),
            Call::Operation { .. } => None,
        };
        let called = step.called.iter().map(|called| (called.key, called.inputs));
        for (key, given) in own.into_iter().chain(called) {
            let mut placeholders = Placeholders::default();
            let mut evaluation = Inputs {
                inputs: &inputs,
                placeholders: &mut placeholders,
            };
            let given = evaluation.object(given);
            of_calls(workflows, key, given, mask, callers);
        }
    }
    callers.pop();
}

/// Hides what the schema says is a password, or holds one.
fn below(schema: &Value, definitions: &Value, value: &Value, mask: &Mask, depth: u32) {
    let is_secret = schema["format"] == "password" || schema["writeOnly"] == true;
    let (false, Some(depth)) = (is_secret, depth.checked_sub(1)) else {
        return mask.hide_json(value);
    };
    let next = |schema: &Value, value: &Value| below(schema, definitions, value, mask, depth);
    let name = schema["$ref"]
        .as_str()
        .and_then(|it| it.strip_prefix("#/$defs/"));
    if let Some(definition) = name.and_then(|name| definitions.get(name)) {
        next(definition, value);
    }
    for schema in schema["anyOf"].as_array().into_iter().flatten() {
        next(schema, value);
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match schema["properties"].get(name) {
                    Some(property) => next(property, member),
                    None => next(&schema["additionalProperties"], member),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                match schema["prefixItems"].get(index) {
                    Some(own) => next(own, item),
                    None => next(&schema["items"], item),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn passwords_are_hidden_wherever_they_lie() {
        let user = json!({"properties": {
            "name": {"type": "string"},
            "password": {"type": "string", "format": "password"},
            "friend": {"anyOf": [{"$ref": "#/$defs/User"}, {"type": "null"}]},
        }});
        let schema = json!({"properties": {
            "users": {"items": {"$ref": "#/$defs/User"}},
            "more": {"additionalProperties": {"format": "password"}},
            "pair": {"prefixItems": [{"type": "string"}, {"format": "password"}]},
            "any": {"writeOnly": true},
        }});
        let value = json!({
            "users": [{"name": "name-1", "password": "secret-1", "friend": {"password": "secret-2"}}],
            "more": {"a": "secret-3"},
            "pair": ["name-2", "secret-4"],
            "any": {"x": ["secret-5", 123_456]},
        });
        let mask = Mask::new();
        below(&schema, &json!({"User": user}), &value, &mask, DEPTH);
        let shown = mask.text(&value.to_string());
        assert!(
            shown.contains("name-1") && shown.contains("name-2"),
            "{shown}"
        );
        assert!(
            !shown.contains("secret") && !shown.contains("123456"),
            "{shown}"
        );
    }
}
