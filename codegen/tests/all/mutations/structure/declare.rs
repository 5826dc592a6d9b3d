//! Declarations that nobody can use, that nobody uses, or that contradict themselves.

use serde_json::{Value, json};

use crate::mutations::support::warning;

use super::{Class, Kind, Object, Tree, join, split};

pub(crate) const CLASSES: &[Class] = &[
    Class {
        name: "output whose name has a space",
        told: &[warning("invalid-name")],
        mutations: |tree| {
            let mut all = Vec::new();
            for object in &tree.objects {
                if let Some((_, value)) = first_output(object) {
                    let outputs = join(&object.at, "outputs");
                    let mut mutation = tree.with(&outputs, "a name", value.clone());
                    mutation.at = vec![join(&outputs, "a name")];
                    mutation.copy = true;
                    all.push(mutation);
                }
            }
            all
        },
    },
    Class {
        name: "steps with one name in Rust",
        told: &[warning("identifier-collision")],
        mutations: |tree| {
            let mut all = Vec::new();
            for step in tree.of(Kind::Step).filter(|step| step.is_request()) {
                let Some(id) = step.text("stepId") else {
                    continue;
                };
                let (list, _) = split(&step.at);
                let Some(Value::Array(steps)) = tree.root.pointer(list) else {
                    continue;
                };
                let mut copied = step.value.clone();
                copied["stepId"] = json!(format!("{id}-"));
                for field in ["outputs", "onSuccess", "onFailure", "dependsOn"] {
                    if let Some(members) = copied.as_object_mut() {
                        members.shift_remove(field);
                    }
                }
                let text = step.value.to_string();
                if text.contains("$outputs.") || text.contains(&format!("$steps.{id}.")) {
                    continue;
                }
                let mut mutation = tree.broken(&format!("{list}/{}", steps.len()), |root| {
                    if let Some(Value::Array(steps)) = root.pointer_mut(list) {
                        steps.push(copied);
                    }
                });
                mutation.copy = true;
                all.push(mutation);
            }
            all
        },
    },
    Class {
        name: "input that nothing reads",
        told: &[warning("unused-input")],
        mutations: |tree| {
            // All of them may be read at once, and a payload that is missing may have read it.
            let text = tree.root.to_string();
            let open = text.contains(r#""$inputs""#)
                || text.contains("\"replacements\"") && !text.contains("\"payload\"");
            let properties = properties(tree).into_iter().filter(|_| !open);
            properties
                .map(|(at, _)| {
                    let mut mutation = tree.with(&at, "unread", json!({ "type": "string" }));
                    mutation.at = vec![join(&at, "unread")];
                    mutation
                })
                .collect()
        },
    },
    Class {
        name: "output that nothing reads",
        told: &[warning("unused-output")],
        mutations: |tree| {
            let mut all = Vec::new();
            // All outputs of a step may be read at once.
            let text = tree.root.to_string();
            let apart = |step: &&Object| {
                let all = step.text("stepId").map(|id| format!("$steps.{id}.outputs"));
                all.is_some_and(|all| {
                    !text.contains(&format!("{all}\"")) && !text.contains(&format!("{all}}}"))
                })
            };
            let requests = tree.of(Kind::Step).filter(|step| step.is_request());
            for step in requests.filter(apart) {
                let (list, _) = split(&step.at);
                let workflow = tree.root.pointer(split(list).0);
                let handed_out = workflow.is_some_and(|found| found.get("outputs").is_some());
                let handed_out = handed_out && !step.has("x-arazzo-codegen-allow");
                if handed_out && first_output(step).is_some() {
                    let outputs = join(&step.at, "outputs");
                    let mut mutation = tree.with(&outputs, "unread", "$statusCode");
                    mutation.at = vec![join(&outputs, "unread")];
                    all.push(mutation);
                }
            }
            all
        },
    },
    Class {
        name: "extension that changes the request",
        told: &[warning("unsupported-extension")],
        mutations: |tree| {
            let security = json!([{ "schemeName": "bearer" }]);
            let all = tree.of(Kind::Workflow).chain(tree.of(Kind::Step));
            let mut all: Vec<_> = all
                .map(|object| tree.with(&object.at, "x-security", security.clone()))
                .collect();
            let steps = tree.of(Kind::Step);
            all.extend(steps.map(|step| tree.with(&step.at, "x-operation", json!({}))));
            all
        },
    },
    Class {
        name: "component that nothing uses",
        told: &[warning("unused-component")],
        mutations: |tree| {
            let parameter = json!({ "name": "X-Unused", "in": "header", "value": "a" });
            let mut mutation = tree.broken("/components/parameters/unused", |root| {
                root["components"]["parameters"]["unused"] = parameter;
            });
            mutation.member = false;
            vec![mutation]
        },
    },
    Class {
        name: "default that does not fit",
        told: &[warning("invalid-default")],
        mutations: |tree| {
            let mut all = Vec::new();
            for (at, properties) in properties(tree) {
                for (name, schema) in properties.as_object().into_iter().flatten() {
                    let kind = schema.get("type").and_then(Value::as_str);
                    if let (Some("integer" | "boolean" | "string"), None) =
                        (kind, schema.get("default"))
                    {
                        let property = join(&at, name);
                        let mut mutation = tree.with(&property, "default", json!([[]]));
                        mutation.at = vec![join(&property, "default")];
                        all.push(mutation);
                    }
                }
            }
            all
        },
    },
    Class {
        name: "required input that is not declared",
        told: &[warning("undeclared-property")],
        mutations: |tree| {
            let mut all = Vec::new();
            for (at, _) in properties(tree) {
                let required = join(split(&at).0, "required");
                if let Some(Value::Array(names)) = tree.root.pointer(&required) {
                    all.push(
                        tree.broken(&join(&required, &names.len().to_string()), |root| {
                            if let Some(Value::Array(names)) = root.pointer_mut(&required) {
                                names.push(json!("nowhere"));
                            }
                        }),
                    );
                }
            }
            all
        },
    },
];

fn first_output<'t>(object: &'t Object) -> Option<(&'t String, &'t Value)> {
    let outputs = object.value.get("outputs").filter(|_| {
        let kinds = [Kind::Workflow, Kind::Step];
        kinds.contains(&object.kind)
    });
    outputs?.as_object()?.iter().next()
}

/// The properties of inputs that nothing but them declares, and the pointers to them.
fn properties<'t>(tree: &'t Tree<'t>) -> Vec<(String, &'t Value)> {
    let mut all = Vec::new();
    for workflow in tree.of(Kind::Workflow) {
        let inputs = workflow.value.get("inputs").and_then(Value::as_object);
        let plain = inputs.is_some_and(|inputs| {
            let words = ["type", "properties", "required", "additionalProperties"];
            inputs.keys().all(|key| words.contains(&key.as_str()))
        });
        let properties = inputs.and_then(|inputs| inputs.get("properties"));
        if let Some(properties) = properties.filter(|_| plain) {
            all.push((format!("{}/inputs/properties", workflow.at), properties));
        }
    }
    all
}
