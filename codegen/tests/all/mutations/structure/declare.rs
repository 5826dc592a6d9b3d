//! Declarations that nobody can use, that nobody uses, or that contradict themselves.

use serde_json::{Value, json};

use crate::mutations::{Mistake, specimen::Specimen, warning};

use super::{Kind, Object, join, split};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "output whose name has a space",
        told: &[warning("invalid-name")],
        broken: |specimen| {
            let mut all = Vec::new();
            for object in &specimen.objects {
                if let Some((_, value)) = first_output(object) {
                    let outputs = join(&object.at, "outputs");
                    all.push(
                        specimen
                            .with(&outputs, "a name", value.clone())
                            .told_at(join(&outputs, "a name"))
                            .copied(),
                    );
                }
            }
            all
        },
    },
    Mistake {
        name: "steps with one name in Rust",
        told: &[warning("identifier-collision")],
        broken: |specimen| {
            let mut all = Vec::new();
            for step in specimen.of(Kind::Step).filter(|step| step.is_request()) {
                let Some(id) = step.text("stepId") else {
                    continue;
                };
                let (list, _) = split(&step.at);
                let Some(Value::Array(steps)) = specimen.root.pointer(list) else {
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
                let broken = specimen
                    .broken(&format!("{list}/{}", steps.len()), |root| {
                        if let Some(Value::Array(steps)) = root.pointer_mut(list) {
                            steps.push(copied);
                        }
                    })
                    .copied();
                all.push(broken);
            }
            all
        },
    },
    Mistake {
        name: "input that nothing reads",
        told: &[warning("unused-input")],
        broken: |specimen| {
            // All of them may be read at once, and a payload that is missing may have read it.
            let text = specimen.root.to_string();
            let open = text.contains(r#""$inputs""#)
                || text.contains("\"replacements\"") && !text.contains("\"payload\"");
            let properties = properties(specimen).into_iter().filter(|_| !open);
            properties
                .map(|(at, _)| {
                    specimen
                        .with(&at, "unread", json!({ "type": "string" }))
                        .told_at(join(&at, "unread"))
                })
                .collect()
        },
    },
    Mistake {
        name: "output that nothing reads",
        told: &[warning("unused-output")],
        broken: |specimen| {
            let mut all = Vec::new();
            // All outputs of a step may be read at once.
            let text = specimen.root.to_string();
            let apart = |step: &&Object| {
                let all = step.text("stepId").map(|id| format!("$steps.{id}.outputs"));
                all.is_some_and(|all| {
                    !text.contains(&format!("{all}\"")) && !text.contains(&format!("{all}}}"))
                })
            };
            let requests = specimen.of(Kind::Step).filter(|step| step.is_request());
            for step in requests.filter(apart) {
                let (list, _) = split(&step.at);
                let workflow = specimen.root.pointer(split(list).0);
                let handed_out = workflow.is_some_and(|found| found.get("outputs").is_some());
                let handed_out = handed_out && !step.has("x-arazzo-codegen-allow");
                if handed_out && first_output(step).is_some() {
                    let outputs = join(&step.at, "outputs");
                    all.push(
                        specimen
                            .with(&outputs, "unread", "$statusCode")
                            .told_at(join(&outputs, "unread")),
                    );
                }
            }
            all
        },
    },
    Mistake {
        name: "extension that changes the request",
        told: &[warning("unsupported-extension")],
        broken: |specimen| {
            let security = json!([{ "schemeName": "bearer" }]);
            let all = specimen.of(Kind::Workflow).chain(specimen.of(Kind::Step));
            let mut all: Vec<_> = all
                .map(|object| specimen.with(&object.at, "x-security", security.clone()))
                .collect();
            let steps = specimen.of(Kind::Step);
            all.extend(steps.map(|step| specimen.with(&step.at, "x-operation", json!({}))));
            all
        },
    },
    Mistake {
        name: "component that nothing uses",
        told: &[warning("unused-component")],
        broken: |specimen| {
            let parameter = json!({ "name": "X-Unused", "in": "header", "value": "a" });
            let broken = specimen
                .broken("/components/parameters/unused", |root| {
                    root["components"]["parameters"]["unused"] = parameter;
                })
                .exactly();
            vec![broken]
        },
    },
    Mistake {
        name: "default that does not fit",
        told: &[warning("invalid-default")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (at, properties) in properties(specimen) {
                for (name, schema) in properties.as_object().into_iter().flatten() {
                    let kind = schema.get("type").and_then(Value::as_str);
                    if let (Some("integer" | "boolean" | "string"), None) =
                        (kind, schema.get("default"))
                    {
                        let property = join(&at, name);
                        all.push(
                            specimen
                                .with(&property, "default", json!([[]]))
                                .told_at(join(&property, "default")),
                        );
                    }
                }
            }
            all
        },
    },
    Mistake {
        name: "required input that is not declared",
        told: &[warning("undeclared-property")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (at, _) in properties(specimen) {
                let required = join(split(&at).0, "required");
                if let Some(Value::Array(names)) = specimen.root.pointer(&required) {
                    all.push(
                        specimen.broken(&join(&required, &names.len().to_string()), |root| {
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
fn properties<'t>(specimen: &'t Specimen<'t>) -> Vec<(String, &'t Value)> {
    let mut all = Vec::new();
    for workflow in specimen.of(Kind::Workflow) {
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
