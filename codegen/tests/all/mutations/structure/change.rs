//! Things given twice, values of another type, and fields that do not go together.

use serde_json::{Value, json};

use crate::mutations::{Mistake, broken::Broken, error, specimen::Specimen, warning};

use super::{Kind, Object, join, split};

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

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "workflow given twice",
        told: &[error("duplicate-workflow")],
        broken: |specimen| twice(specimen, &[Kind::Workflow]),
    },
    Mistake {
        name: "step given twice",
        told: &[error("duplicate-step")],
        broken: |specimen| twice(specimen, &[Kind::Step]),
    },
    Mistake {
        name: "source given twice",
        told: &[error("duplicate-source")],
        broken: |specimen| twice(specimen, &[Kind::Source]),
    },
    Mistake {
        name: "parameter given twice",
        told: &[error("duplicate-parameter")],
        broken: |specimen| twice(specimen, &[Kind::Parameter]),
    },
    Mistake {
        name: "action given twice",
        told: &[error("duplicate-action")],
        broken: |specimen| twice(specimen, &[Kind::SuccessAction, Kind::FailureAction]),
    },
    Mistake {
        name: "list that is a text",
        told: &[error("wrong-type")],
        broken: |specimen| retyped(specimen, Form::List, &json!("text")),
    },
    Mistake {
        name: "object that is a list",
        told: &[error("wrong-type")],
        broken: |specimen| retyped(specimen, Form::Map, &json!([])),
    },
    Mistake {
        name: "text that is a number",
        told: &[error("wrong-type")],
        broken: |specimen| retyped(specimen, Form::Text, &json!(7)),
    },
    Mistake {
        name: "text that is a list",
        told: &[error("wrong-type")],
        broken: |specimen| retyped(specimen, Form::Text, &json!(["text"])),
    },
    Mistake {
        name: "number that is a text",
        // Only a retry has a use for it.
        told: &[error("wrong-type"), warning("ignored-field")],
        broken: |specimen| retyped(specimen, Form::Number, &json!("many")),
    },
    Mistake {
        name: "object in a list that is a text",
        told: &[error("wrong-type")],
        broken: |specimen| {
            let items = specimen.objects.iter().filter(|object| in_list(object));
            items
                .map(|item| specimen.replaced(&item.at, "text"))
                .collect()
        },
    },
    Mistake {
        name: "list that has to hold something emptied",
        told: &[error("empty-list")],
        broken: |specimen| {
            let lists = [
                "sourceDescriptions",
                "workflows",
                "steps",
                "successCriteria",
            ];
            each_field(specimen, &lists, &|at| specimen.replaced(at, json!([])))
        },
    },
    Mistake {
        name: "two targets on a step",
        told: &[error("conflicting-fields")],
        broken: |specimen| {
            let requests = specimen
                .of(Kind::Step)
                .filter(|step| !step.has("workflowId"));
            requests
                .map(|step| specimen.with(&step.at, "workflowId", "w"))
                .collect()
        },
    },
    Mistake {
        name: "two targets on an action",
        told: &[error("conflicting-fields")],
        broken: |specimen| {
            let mut all = Vec::new();
            for action in specimen.objects.iter().filter(|object| object.is_action()) {
                if action.has("stepId") != action.has("workflowId") {
                    let other = if action.has("stepId") {
                        "workflowId"
                    } else {
                        "stepId"
                    };
                    all.push(specimen.with(&action.at, other, "w"));
                }
            }
            all
        },
    },
    Mistake {
        name: "type of a criterion unknown",
        told: &[error("invalid-value")],
        broken: |specimen| {
            let criteria = specimen.of(Kind::Criterion);
            criteria
                .map(|criterion| specimen.with(&criterion.at, "type", "glob"))
                .collect()
        },
    },
    Mistake {
        name: "retry after a success",
        told: &[warning("success-retry")],
        broken: |specimen| {
            let actions = specimen.of(Kind::SuccessAction);
            let ends = actions.filter(|action| action.text("type") == Some("end"));
            ends.map(|action| specimen.with(&action.at, "type", "retry"))
                .collect()
        },
    },
    Mistake {
        name: "retry numbers below zero",
        told: &[error("invalid-value")],
        broken: |specimen| {
            let retry = |action: &&Object<'_>| action.text("type") == Some("retry");
            let actions = specimen.of(Kind::FailureAction).filter(retry);
            let limits = actions.flat_map(|action| {
                ["retryLimit", "retryAfter"].map(|field| specimen.with(&action.at, field, -1))
            });
            limits.collect()
        },
    },
    Mistake {
        name: "dependency on no workflow",
        told: &[error("unknown-workflow")],
        broken: |specimen| {
            let fresh = specimen
                .of(Kind::Workflow)
                .filter(|workflow| !workflow.has("dependsOn"));
            let mistake = |workflow: &Object<'_>| {
                let field = specimen.with(&workflow.at, "dependsOn", json!(["nobody"]));
                field.told_at(format!("{}/dependsOn/0", workflow.at))
            };
            fresh.map(mistake).collect()
        },
    },
    Mistake {
        name: "field of 1.1 in a document of 1.0",
        told: &[error("field-needs-1-1")],
        broken: |specimen| {
            let version = specimen.root.get("arazzo").and_then(Value::as_str);
            if version.is_none_or(|version| !version.starts_with("1.0")) {
                return Vec::new();
            }
            let steps = specimen.of(Kind::Step);
            steps
                .map(|step| specimen.with(&step.at, "timeout", 5000))
                .collect()
        },
    },
    Mistake {
        name: "field that nothing has",
        told: &[warning("unknown-field")],
        broken: |specimen| {
            let objects = specimen.objects.iter();
            objects
                .map(|object| specimen.with(&object.at, "surprise", "text"))
                .collect()
        },
    },
];

fn in_list(object: &Object) -> bool {
    let token = object.at.rsplit('/').next();
    token.is_some_and(|token| token.parse::<usize>().is_ok())
}

/// Every object of these kinds with a copy of it next to it, to be reported at the copy.
fn twice(specimen: &Specimen, kinds: &[Kind]) -> Vec<Broken> {
    let mut all = Vec::new();
    for object in &specimen.objects {
        if !kinds.contains(&object.kind) || !in_list(object) {
            continue;
        }
        let (list, index) = split(&object.at);
        let next = index.parse::<usize>().map_or(0, |index| index + 1);
        let broken = specimen
            .broken(&format!("{list}/{next}"), |root| {
                if let Some(Value::Array(items)) = root.pointer_mut(list) {
                    items.insert(next, object.value.clone());
                }
            })
            .copied();
        all.push(broken);
    }
    all
}

/// Every field of this form with another value.
fn retyped(specimen: &Specimen, form: Form, value: &Value) -> Vec<Broken> {
    let mut all = Vec::new();
    for (kind, fields, _) in FIELDS.iter().filter(|(_, _, found)| *found == form) {
        for object in specimen.of(*kind) {
            let given = fields.iter().filter(|field| match object.value.get(field) {
                // An Expression Type Object may stand for a type.
                Some(value) => form != Form::Text || value.is_string(),
                None => false,
            });
            all.extend(
                given.map(|field| specimen.replaced(&join(&object.at, field), value.clone())),
            );
        }
    }
    all
}

fn each_field(
    specimen: &Specimen,
    fields: &[&str],
    broken: &dyn Fn(&str) -> Broken,
) -> Vec<Broken> {
    let mut all = Vec::new();
    for object in &specimen.objects {
        let given = fields.iter().filter(|field| object.has(field));
        all.extend(given.map(|field| broken(&join(&object.at, field))));
    }
    all
}
