//! Things given twice, values of another type, and fields that do not go together.

use serde_json::{Value, json};

use crate::mutations::support::{error, warning};

use super::{Class, Kind, Mutation, Object, Tree, join, split};

/// What a field holds.
const FIELDS: &[(Kind, &[&str], Form)] = &[
    (Kind::Root, &["sourceDescriptions", "workflows"], Form::List),
    (Kind::Root, &["info", "components"], Form::Map),
    (Kind::Source, &["name", "url", "type"], Form::Text),
    (Kind::Workflow, &["workflowId"], Form::Text),
    (Kind::Workflow, &["inputs", "outputs"], Form::Map),
    (Kind::Workflow, LISTS, Form::List),
    (
        Kind::Step,
        &["stepId", "operationId", "operationPath", "workflowId"],
        Form::Text,
    ),
    (Kind::Step, &["requestBody", "outputs"], Form::Map),
    (Kind::Step, LISTS, Form::List),
    (Kind::Parameter, &["name", "in"], Form::Text),
    (Kind::RequestBody, &["contentType"], Form::Text),
    (Kind::RequestBody, &["replacements"], Form::List),
    (
        Kind::Criterion,
        &["condition", "context", "type"],
        Form::Text,
    ),
    (Kind::SuccessAction, ACTION, Form::Text),
    (Kind::FailureAction, ACTION, Form::Text),
    (Kind::SuccessAction, LISTS, Form::List),
    (Kind::FailureAction, LISTS, Form::List),
    (
        Kind::FailureAction,
        &["retryLimit", "retryAfter"],
        Form::Number,
    ),
];

const ACTION: &[&str] = &["name", "type", "stepId", "workflowId"];

const LISTS: &[&str] = &[
    "steps",
    "dependsOn",
    "parameters",
    "successCriteria",
    "criteria",
    "onSuccess",
    "onFailure",
    "successActions",
    "failureActions",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    List,
    Map,
    Number,
}

pub(crate) const CLASSES: &[Class] = &[
    Class {
        name: "workflow given twice",
        told: &[error("duplicate-workflow")],
        mutations: |tree| twice(tree, &[Kind::Workflow]),
    },
    Class {
        name: "step given twice",
        told: &[error("duplicate-step")],
        mutations: |tree| twice(tree, &[Kind::Step]),
    },
    Class {
        name: "source given twice",
        told: &[error("duplicate-source")],
        mutations: |tree| twice(tree, &[Kind::Source]),
    },
    Class {
        name: "parameter given twice",
        told: &[error("duplicate-parameter")],
        mutations: |tree| twice(tree, &[Kind::Parameter]),
    },
    Class {
        name: "action given twice",
        told: &[error("duplicate-action")],
        mutations: |tree| twice(tree, &[Kind::SuccessAction, Kind::FailureAction]),
    },
    Class {
        name: "list that is a text",
        told: &[error("wrong-type")],
        mutations: |tree| retyped(tree, Form::List, &json!("text")),
    },
    Class {
        name: "object that is a list",
        told: &[error("wrong-type")],
        mutations: |tree| retyped(tree, Form::Map, &json!([])),
    },
    Class {
        name: "text that is a number",
        told: &[error("wrong-type")],
        mutations: |tree| retyped(tree, Form::Text, &json!(7)),
    },
    Class {
        name: "text that is a list",
        told: &[error("wrong-type")],
        mutations: |tree| retyped(tree, Form::Text, &json!(["text"])),
    },
    Class {
        name: "number that is a text",
        // Only a retry has a use for it.
        told: &[error("wrong-type"), warning("ignored-field")],
        mutations: |tree| retyped(tree, Form::Number, &json!("many")),
    },
    Class {
        name: "object in a list that is a text",
        told: &[error("wrong-type")],
        mutations: |tree| {
            let items = tree.objects.iter().filter(|object| in_list(object));
            items.map(|item| tree.replaced(&item.at, "text")).collect()
        },
    },
    Class {
        name: "list that has to hold something emptied",
        told: &[error("empty-list")],
        mutations: |tree| {
            let lists = [
                "sourceDescriptions",
                "workflows",
                "steps",
                "successCriteria",
            ];
            each_field(tree, &lists, &|at| tree.replaced(at, json!([])))
        },
    },
    Class {
        name: "two targets on a step",
        told: &[error("conflicting-fields")],
        mutations: |tree| {
            let requests = tree.of(Kind::Step).filter(|step| !step.has("workflowId"));
            requests
                .map(|step| tree.with(&step.at, "workflowId", "w"))
                .collect()
        },
    },
    Class {
        name: "two targets on an action",
        told: &[error("conflicting-fields")],
        mutations: |tree| {
            let mut all = Vec::new();
            for action in tree.objects.iter().filter(|object| object.is_action()) {
                if action.has("stepId") != action.has("workflowId") {
                    let other = if action.has("stepId") {
                        "workflowId"
                    } else {
                        "stepId"
                    };
                    all.push(tree.with(&action.at, other, "w"));
                }
            }
            all
        },
    },
    Class {
        name: "type of a criterion unknown",
        told: &[error("invalid-value")],
        mutations: |tree| {
            let criteria = tree.of(Kind::Criterion);
            criteria
                .map(|criterion| tree.with(&criterion.at, "type", "glob"))
                .collect()
        },
    },
    Class {
        name: "retry after a success",
        told: &[warning("success-retry")],
        mutations: |tree| {
            let actions = tree.of(Kind::SuccessAction);
            let ends = actions.filter(|action| action.text("type") == Some("end"));
            ends.map(|action| tree.with(&action.at, "type", "retry"))
                .collect()
        },
    },
    Class {
        name: "retry numbers below zero",
        told: &[error("invalid-value")],
        mutations: |tree| {
            let retry = |action: &&Object<'_>| action.text("type") == Some("retry");
            let actions = tree.of(Kind::FailureAction).filter(retry);
            let limits = actions.flat_map(|action| {
                ["retryLimit", "retryAfter"].map(|field| tree.with(&action.at, field, -1))
            });
            limits.collect()
        },
    },
    Class {
        name: "dependency on no workflow",
        told: &[error("unknown-workflow")],
        mutations: |tree| {
            let fresh = tree
                .of(Kind::Workflow)
                .filter(|workflow| !workflow.has("dependsOn"));
            let mutation = |workflow: &Object<'_>| {
                let mut mutation = tree.with(&workflow.at, "dependsOn", json!(["nobody"]));
                mutation.at = vec![format!("{}/dependsOn/0", workflow.at)];
                mutation
            };
            fresh.map(mutation).collect()
        },
    },
    Class {
        name: "field of 1.1 in a document of 1.0",
        told: &[error("field-needs-1-1")],
        mutations: |tree| {
            let version = tree.root.get("arazzo").and_then(Value::as_str);
            if version.is_none_or(|version| !version.starts_with("1.0")) {
                return Vec::new();
            }
            let steps = tree.of(Kind::Step);
            steps
                .map(|step| tree.with(&step.at, "timeout", 5000))
                .collect()
        },
    },
    Class {
        name: "field that nothing has",
        told: &[warning("unknown-field")],
        mutations: |tree| {
            let objects = tree.objects.iter();
            objects
                .map(|object| tree.with(&object.at, "surprise", "text"))
                .collect()
        },
    },
];

fn in_list(object: &Object) -> bool {
    let token = object.at.rsplit('/').next();
    token.is_some_and(|token| token.parse::<usize>().is_ok())
}

/// Every object of these kinds with a copy of it next to it, to be reported at the copy.
fn twice(tree: &Tree, kinds: &[Kind]) -> Vec<Mutation> {
    let mut all = Vec::new();
    for object in &tree.objects {
        if !kinds.contains(&object.kind) || !in_list(object) {
            continue;
        }
        let (list, index) = split(&object.at);
        let next = index.parse::<usize>().map_or(0, |index| index + 1);
        let mut mutation = tree.broken(&format!("{list}/{next}"), |root| {
            if let Some(Value::Array(items)) = root.pointer_mut(list) {
                items.insert(next, object.value.clone());
            }
        });
        mutation.copy = true;
        all.push(mutation);
    }
    all
}

/// Every field of this form with another value.
fn retyped(tree: &Tree, form: Form, value: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    for (kind, fields, _) in FIELDS.iter().filter(|(_, _, found)| *found == form) {
        for object in tree.of(*kind) {
            let given = fields.iter().filter(|field| match object.value.get(field) {
                // An Expression Type Object may stand for a type.
                Some(value) => form != Form::Text || value.is_string(),
                None => false,
            });
            all.extend(given.map(|field| tree.replaced(&join(&object.at, field), value.clone())));
        }
    }
    all
}

fn each_field(tree: &Tree, fields: &[&str], mutation: &dyn Fn(&str) -> Mutation) -> Vec<Mutation> {
    let mut all = Vec::new();
    for object in &tree.objects {
        let given = fields.iter().filter(|field| object.has(field));
        all.extend(given.map(|field| mutation(&join(&object.at, field))));
    }
    all
}
