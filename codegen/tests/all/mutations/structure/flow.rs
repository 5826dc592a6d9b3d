//! Control that goes nowhere, round in circles or past what was meant, and values that are read when there are none yet.

use serde_json::{Value, json};

use crate::mutations::support::{error, warning};

use super::{Class, Kind, Mutation, Object, Tree, join, split};

pub(crate) const CLASSES: &[Class] = &[
    Class {
        name: "step behind an end",
        told: &[warning("unreachable-step")],
        mutations: |tree| {
            let end = json!([{ "name": "stop", "type": "end" }]);
            between(tree, &|step, next| {
                let mut mutation = tree.with(&step.at, "onSuccess", end.clone());
                mutation.at = vec![next.at.clone()];
                mutation
            })
        },
    },
    Class {
        name: "jump to where control goes anyway",
        told: &[warning("pointless-guard")],
        mutations: |tree| {
            between(tree, &|step, next| {
                let jump = json!([{
                    "name": "on",
                    "type": "goto",
                    "stepId": next.text("stepId"),
                    "criteria": [{ "condition": "$url != 'http://nobody.test'" }],
                }]);
                let mut mutation = tree.with(&step.at, "onSuccess", jump);
                mutation.at = vec![format!("{}/onSuccess/0", step.at)];
                mutation
            })
        },
    },
    Class {
        name: "loop without an exit",
        told: &[warning("endless-loop")],
        mutations: |tree| {
            each_straight(tree, &|steps| {
                let (first, last) = (steps.first()?, steps.last()?);
                let jump =
                    json!([{ "name": "on", "type": "goto", "stepId": first.text("stepId") }]);
                let mut mutation = tree.with(&last.at, "onSuccess", jump);
                mutation.at = vec![format!("{}/onSuccess/0", last.at)];
                Some(mutation)
            })
        },
    },
    Class {
        name: "failure tried again without a delay",
        told: &[warning("unpaced-loop")],
        mutations: |tree| {
            let mut all = Vec::new();
            for step in straight(tree).into_iter().flatten() {
                if step.value.to_string().contains(&outputs_of(step)) {
                    continue;
                }
                let jump = json!([{ "name": "on", "type": "goto", "stepId": step.text("stepId") }]);
                let mut mutation = tree.with(&step.at, "onFailure", jump);
                mutation.at = vec![format!("{}/onFailure/0", step.at)];
                all.push(mutation);
            }
            all
        },
    },
    Class {
        name: "action behind one that always applies",
        told: &[warning("shadowed-action")],
        mutations: shadowed,
    },
    Class {
        name: "retry numbers without a retry",
        told: &[warning("ignored-field"), error("unknown-field")],
        mutations: |tree| {
            let actions = tree.of(Kind::FailureAction);
            let actions = actions.filter(|action| action.text("type") != Some("retry"));
            let fields = ["retryLimit", "retryAfter"];
            let fields = fields.map(|field| move |at: &str| tree.with(at, field, 3));
            actions
                .filter(|action| !action.has("retryLimit") && !action.has("retryAfter"))
                .flat_map(|action| fields.map(|mutation| mutation(&action.at)))
                .collect()
        },
    },
    Class {
        name: "jump around what a step depends on",
        told: &[warning("dependency-skipped")],
        mutations: around,
    },
    Class {
        name: "workflow that depends on itself",
        told: &[error("dependency-cycle")],
        mutations: |tree| {
            let workflows = tree.of(Kind::Workflow);
            let fresh = workflows.filter(|workflow| !workflow.has("dependsOn"));
            fresh
                .filter_map(|workflow| {
                    let own = json!([workflow.text("workflowId")?]);
                    let mut mutation = tree.with(&workflow.at, "dependsOn", own);
                    mutation.at = vec![format!("{}/dependsOn", workflow.at)];
                    Some(mutation)
                })
                .collect()
        },
    },
    Class {
        name: "workflow that calls itself",
        told: &[error("endless-recursion")],
        mutations: |tree| each_straight(tree, &|steps| recursive(tree, steps)),
    },
    Class {
        name: "own output read before the request",
        told: &[error("output-before-step")],
        mutations: |tree| {
            parameters(tree, &|step| {
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
    Class {
        name: "response read before the request",
        told: &[error("response-before-request")],
        mutations: |tree| parameters(tree, &|_| Some("$response.body#/id".to_owned())),
    },
    Class {
        name: "literal as an output",
        told: &[error("literal-output")],
        mutations: |tree| {
            let mut all = Vec::new();
            for object in &tree.objects {
                if !matches!(object.kind, Kind::Workflow | Kind::Step) {
                    continue;
                }
                let outputs = object.value.get("outputs").and_then(Value::as_object);
                let at = join(&object.at, "outputs");
                let names = outputs.into_iter().flat_map(|outputs| outputs.keys());
                all.extend(names.map(|name| tree.replaced(&join(&at, name), "done")));
            }
            all
        },
    },
    Class {
        name: "literal as a context",
        told: &[error("invalid-expression")],
        mutations: |tree| {
            let given = tree.of(Kind::Criterion);
            let given = given.filter(|found| found.has("context") && found.has("type"));
            let given = given.filter(|found| found.text("type") != Some("simple"));
            given
                .map(|found| tree.replaced(&join(&found.at, "context"), "text"))
                .collect()
        },
    },
    Class {
        name: "condition that is always true",
        told: &[warning("constant-condition")],
        mutations: |tree| {
            tree.of(Kind::Criterion)
                .filter(|found| !found.has("type"))
                // An input that only this condition reads would be unused as well.
                .filter(|found| !found.value.to_string().contains("$inputs."))
                .map(|found| tree.replaced(&join(&found.at, "condition"), "'a' == 'a'"))
                .collect()
        },
    },
];

fn outputs_of(step: &Object) -> String {
    format!("$steps.{}.outputs.", step.text("stepId").unwrap_or("?"))
}

/// The steps of each workflow that only calls operations, from top to bottom.
fn straight<'t, 'a>(tree: &'t Tree<'a>) -> Vec<Vec<&'t Object<'a>>> {
    let jumps = [
        "onSuccess",
        "onFailure",
        "dependsOn",
        "successActions",
        "failureActions",
    ];
    let jumping = |object: &Object| jumps.iter().any(|field| object.has(field));
    let mut all = Vec::new();
    for workflow in tree.of(Kind::Workflow).filter(|found| !jumping(found)) {
        let list = join(&workflow.at, "steps");
        let steps = tree.of(Kind::Step).filter(|step| split(&step.at).0 == list);
        let steps: Vec<&Object> = steps.collect();
        if steps.iter().all(|step| step.is_request() && !jumping(step)) {
            all.push(steps);
        }
    }
    all
}

fn each_straight(tree: &Tree, mutation: &dyn Fn(&[&Object]) -> Option<Mutation>) -> Vec<Mutation> {
    let workflows = straight(tree);
    workflows
        .iter()
        .filter_map(|steps| mutation(steps))
        .collect()
}

/// A mistake for every step of a straight workflow and the one behind it.
fn between(tree: &Tree, mutation: &dyn Fn(&Object, &Object) -> Mutation) -> Vec<Mutation> {
    let mut all = Vec::new();
    for steps in straight(tree) {
        for pair in steps.windows(2) {
            if let [step, next] = pair {
                all.push(mutation(step, next));
            }
        }
    }
    all
}

/// The first of three steps may jump to the last, which comes to depend on the one between them.
fn around(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for steps in straight(tree) {
        for three in steps.windows(3) {
            let [first, between, last] = three else {
                continue;
            };
            // What may not have run may have no outputs.
            if tree.root.to_string().contains(&outputs_of(between)) {
                continue;
            }
            let jump = json!([{
                "name": "on",
                "type": "goto",
                "stepId": last.text("stepId"),
                "criteria": [{ "condition": "$url != 'http://nobody.test'" }],
            }]);
            let mut mutation = tree.with(&first.at, "onSuccess", jump);
            // Steps have dependencies since 1.1.
            mutation.root["arazzo"] = json!("1.1.0");
            let depends = json!([between.text("stepId")]);
            mutation.root.pointer_mut(&last.at).unwrap()["dependsOn"] = depends;
            mutation.at = vec![format!("{}/dependsOn/0", last.at)];
            all.push(mutation);
        }
    }
    all
}

/// An action that always ends the workflow, before every action of a step that is not a retry.
fn shadowed(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for action in tree.objects.iter().filter(|object| object.is_action()) {
        let (list, index) = split(&action.at);
        let step = list.contains("/steps/");
        if index != "0" || !step || list.contains("components") {
            continue;
        }
        let mut mutation = tree.broken(&format!("{list}/1"), |root| {
            if let Some(Value::Array(items)) = root.pointer_mut(list) {
                items.insert(0, json!({ "name": "first of all", "type": "end" }));
            }
        });
        // Those behind it are shadowed as well.
        mutation.copy = true;
        mutation.at.push(list.to_owned());
        all.push(mutation);
    }
    all
}

/// A step at the end that calls its own workflow, with all of its inputs.
fn recursive(tree: &Tree, steps: &[&Object]) -> Option<Mutation> {
    let (list, _) = split(&steps.first()?.at);
    let workflow = tree.root.pointer(split(list).0)?;
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
    Some(tree.broken(&format!("{list}/{}", steps.len()), |root| {
        if let Some(Value::Array(items)) = root.pointer_mut(list) {
            items.push(call);
        }
    }))
}

/// Every parameter of a request with another value.
fn parameters(tree: &Tree, value: &dyn Fn(&Value) -> Option<String>) -> Vec<Mutation> {
    let mut all = Vec::new();
    for parameter in tree.of(Kind::Parameter) {
        let Some(step) = parameter.owner.filter(|_| parameter.requests()) else {
            continue;
        };
        let own = !parameter.at.contains("/onSuccess/") && !parameter.at.contains("/onFailure/");
        // What `requestBody.contentType` decides is ignored as a parameter.
        let ignored = parameter
            .text("name")
            .is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
        if let Some(value) = value(step).filter(|_| own && !ignored) {
            all.push(tree.replaced(&join(&parameter.at, "value"), value));
        }
    }
    all
}
