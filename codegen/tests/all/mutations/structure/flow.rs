//! Control that goes nowhere, round in circles or past what was meant, and values that are read when there are none yet.

use serde_json::{Value, json};

use crate::mutations::{Mistake, broken::Broken, error, specimen::Specimen, warning};

use super::{Kind, Object, join, split};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "step behind an end",
        told: &[warning("unreachable-step")],
        broken: |specimen| {
            let end = json!([{ "name": "stop", "type": "end" }]);
            between(specimen, &|step, next| {
                specimen
                    .with(&step.at, "onSuccess", end.clone())
                    .told_at(next.at.clone())
            })
        },
    },
    Mistake {
        name: "jump to where control goes anyway",
        told: &[warning("pointless-guard")],
        broken: |specimen| {
            between(specimen, &|step, next| {
                let jump = json!([{
                    "name": "on",
                    "type": "goto",
                    "stepId": next.text("stepId"),
                    "criteria": [{ "condition": "$url != 'http://nobody.test'" }],
                }]);
                specimen
                    .with(&step.at, "onSuccess", jump)
                    .told_at(format!("{}/onSuccess/0", step.at))
            })
        },
    },
    Mistake {
        name: "loop without an exit",
        told: &[warning("endless-loop")],
        broken: |specimen| {
            each_straight(specimen, &|steps| {
                let (first, last) = (steps.first()?, steps.last()?);
                let jump =
                    json!([{ "name": "on", "type": "goto", "stepId": first.text("stepId") }]);
                Some(
                    specimen
                        .with(&last.at, "onSuccess", jump)
                        .told_at(format!("{}/onSuccess/0", last.at)),
                )
            })
        },
    },
    Mistake {
        name: "failure tried again without a delay",
        told: &[warning("unpaced-loop")],
        broken: |specimen| {
            let mut all = Vec::new();
            for step in straight(specimen).into_iter().flatten() {
                if step.value.to_string().contains(&outputs_of(step)) {
                    continue;
                }
                let jump = json!([{ "name": "on", "type": "goto", "stepId": step.text("stepId") }]);
                all.push(
                    specimen
                        .with(&step.at, "onFailure", jump)
                        .told_at(format!("{}/onFailure/0", step.at)),
                );
            }
            all
        },
    },
    Mistake {
        name: "action behind one that always applies",
        told: &[warning("shadowed-action")],
        broken: shadowed,
    },
    Mistake {
        name: "retry numbers without a retry",
        told: &[warning("ignored-field"), error("unknown-field")],
        broken: |specimen| {
            let actions = specimen.of(Kind::FailureAction);
            let actions = actions.filter(|action| action.text("type") != Some("retry"));
            let fields = ["retryLimit", "retryAfter"];
            let fields = fields.map(|field| move |at: &str| specimen.with(at, field, 3));
            actions
                .filter(|action| !action.has("retryLimit") && !action.has("retryAfter"))
                .flat_map(|action| fields.map(|broken| broken(&action.at)))
                .collect()
        },
    },
    Mistake {
        name: "jump around what a step depends on",
        told: &[warning("dependency-skipped")],
        broken: around,
    },
    Mistake {
        name: "workflow that depends on itself",
        told: &[error("dependency-cycle")],
        broken: |specimen| {
            let workflows = specimen.of(Kind::Workflow);
            let fresh = workflows.filter(|workflow| !workflow.has("dependsOn"));
            fresh
                .filter_map(|workflow| {
                    let own = json!([workflow.text("workflowId")?]);
                    Some(
                        specimen
                            .with(&workflow.at, "dependsOn", own)
                            .told_at(format!("{}/dependsOn", workflow.at)),
                    )
                })
                .collect()
        },
    },
    Mistake {
        name: "workflow that calls itself",
        told: &[error("endless-recursion")],
        broken: |specimen| each_straight(specimen, &|steps| recursive(specimen, steps)),
    },
    Mistake {
        name: "own output read before the request",
        told: &[error("output-before-step")],
        broken: |specimen| {
            parameters(specimen, &|step| {
                // After an attempt that failed, or round a loop, there is one.
                let jumps = ["onSuccess", "onFailure"];
                if jumps.iter().any(|field| step.get(field).is_some()) {
                    return None;
                }
                let outputs = step.get("outputs")?.as_object()?;
                let id = step.get("stepId")?.as_str()?;
                Some(format!("$steps.{id}.outputs.{}", outputs.keys().next()?))
            })
        },
    },
    Mistake {
        name: "response read before the request",
        told: &[error("response-before-request")],
        broken: |specimen| parameters(specimen, &|_| Some("$response.body#/id".to_owned())),
    },
    Mistake {
        name: "literal as an output",
        told: &[error("literal-output")],
        broken: |specimen| {
            let mut all = Vec::new();
            for object in &specimen.objects {
                if !matches!(object.kind, Kind::Workflow | Kind::Step) {
                    continue;
                }
                let outputs = object.value.get("outputs").and_then(Value::as_object);
                let at = join(&object.at, "outputs");
                let names = outputs.into_iter().flat_map(|outputs| outputs.keys());
                all.extend(names.map(|name| specimen.replaced(&join(&at, name), "done")));
            }
            all
        },
    },
    Mistake {
        name: "literal as a context",
        told: &[error("invalid-expression")],
        broken: |specimen| {
            let given = specimen.of(Kind::Criterion);
            let given = given.filter(|found| found.has("context") && found.has("type"));
            let given = given.filter(|found| found.text("type") != Some("simple"));
            given
                .map(|found| specimen.replaced(&join(&found.at, "context"), "text"))
                .collect()
        },
    },
    Mistake {
        name: "condition that is always true",
        told: &[warning("constant-condition")],
        broken: |specimen| {
            specimen
                .of(Kind::Criterion)
                .filter(|found| !found.has("type"))
                // An input that only this condition reads would be unused as well.
                .filter(|found| !found.value.to_string().contains("$inputs."))
                .map(|found| specimen.replaced(&join(&found.at, "condition"), "'a' == 'a'"))
                .collect()
        },
    },
];

fn outputs_of(step: &Object) -> String {
    format!("$steps.{}.outputs.", step.text("stepId").unwrap_or("?"))
}

/// The steps of each workflow that only calls operations, from top to bottom.
fn straight<'t, 'a>(specimen: &'t Specimen<'a>) -> Vec<Vec<&'t Object<'a>>> {
    let jumps = [
        "onSuccess",
        "onFailure",
        "dependsOn",
        "successActions",
        "failureActions",
    ];
    let jumping = |object: &Object| jumps.iter().any(|field| object.has(field));
    let mut all = Vec::new();
    for workflow in specimen.of(Kind::Workflow).filter(|found| !jumping(found)) {
        let list = join(&workflow.at, "steps");
        let steps = specimen
            .of(Kind::Step)
            .filter(|step| split(&step.at).0 == list);
        let steps: Vec<&Object> = steps.collect();
        if steps.iter().all(|step| step.is_request() && !jumping(step)) {
            all.push(steps);
        }
    }
    all
}

fn each_straight(
    specimen: &Specimen,
    broken: &dyn Fn(&[&Object]) -> Option<Broken>,
) -> Vec<Broken> {
    let workflows = straight(specimen);
    workflows.iter().filter_map(|steps| broken(steps)).collect()
}

/// A mistake for every step of a straight workflow and the one behind it.
fn between(specimen: &Specimen, broken: &dyn Fn(&Object, &Object) -> Broken) -> Vec<Broken> {
    let mut all = Vec::new();
    for steps in straight(specimen) {
        for pair in steps.windows(2) {
            if let [step, next] = pair {
                all.push(broken(step, next));
            }
        }
    }
    all
}

/// The first of three steps may jump to the last, which comes to depend on the one between them.
fn around(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for steps in straight(specimen) {
        for three in steps.windows(3) {
            let [first, between, last] = three else {
                continue;
            };
            // What may not have run may have no outputs.
            if specimen.root.to_string().contains(&outputs_of(between)) {
                continue;
            }
            let jump = json!([{
                "name": "on",
                "type": "goto",
                "stepId": last.text("stepId"),
                "criteria": [{ "condition": "$url != 'http://nobody.test'" }],
            }]);
            let depends = format!("{}/dependsOn/0", last.at);
            all.push(specimen.broken(&depends, |root| {
                // Steps have dependencies since 1.1.
                root["arazzo"] = json!("1.1.0");
                root.pointer_mut(&first.at).unwrap()["onSuccess"] = jump;
                let last = root.pointer_mut(&last.at).unwrap();
                last["dependsOn"] = json!([between.text("stepId")]);
            }));
        }
    }
    all
}

/// An action that always ends the workflow, before every action of a step that is not a retry.
fn shadowed(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for action in specimen.objects.iter().filter(|object| object.is_action()) {
        let (list, index) = split(&action.at);
        let step = list.contains("/steps/");
        if index != "0" || !step || list.contains("components") {
            continue;
        }
        let broken = specimen.broken(&format!("{list}/1"), |root| {
            if let Some(Value::Array(items)) = root.pointer_mut(list) {
                items.insert(0, json!({ "name": "first of all", "type": "end" }));
            }
        });
        // Those behind it are shadowed as well.
        all.push(broken.copied().or_at(list));
    }
    all
}

/// A step at the end that calls its own workflow, with all of its inputs.
fn recursive(specimen: &Specimen, steps: &[&Object]) -> Option<Broken> {
    let (list, _) = split(&steps.first()?.at);
    let workflow = specimen.root.pointer(split(list).0)?;
    let inputs = workflow.pointer("/inputs/properties");
    if workflow.get("inputs").is_some() && inputs.is_none() {
        return None;
    }
    let inputs = inputs.and_then(Value::as_object).into_iter().flatten();
    let inputs: Vec<_> = inputs.collect();
    let plain = |(name, _): &(&String, &Value)| name.chars().all(char::is_alphanumeric);
    if !inputs.iter().all(plain) {
        return None;
    }
    let inputs = inputs.into_iter();
    let given: Vec<Value> = inputs
        .map(|(name, _)| json!({ "name": name, "value": format!("$inputs.{name}") }))
        .collect();
    let mut call = json!({ "stepId": "once-more", "workflowId": workflow.get("workflowId")? });
    if !given.is_empty() {
        call["parameters"] = json!(given);
    }
    Some(specimen.broken(&format!("{list}/{}", steps.len()), |root| {
        if let Some(Value::Array(items)) = root.pointer_mut(list) {
            items.push(call);
        }
    }))
}

/// Every parameter of a request with another value.
fn parameters(specimen: &Specimen, value: &dyn Fn(&Value) -> Option<String>) -> Vec<Broken> {
    let mut all = Vec::new();
    for parameter in specimen.of(Kind::Parameter) {
        let Some(step) = parameter.owner.filter(|_| parameter.requests()) else {
            continue;
        };
        let own = !parameter.at.contains("/onSuccess/") && !parameter.at.contains("/onFailure/");
        // What `requestBody.contentType` decides is ignored as a parameter.
        let ignored = parameter
            .text("name")
            .is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
        if let Some(value) = value(step).filter(|_| own && !ignored) {
            all.push(specimen.replaced(&join(&parameter.at, "value"), value));
        }
    }
    all
}
