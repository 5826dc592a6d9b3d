//! Fields that have to be there and are not.

use serde_json::Value;

use crate::mutations::{Mistake, api, broken::Broken, error, specimen::Specimen, warning};

use super::{Kind, Object, remove, split};

/// Fields that objects cannot do without, whatever else they have.
const REQUIRED: &[(Kind, &[&str])] = &[
    (Kind::Root, &["info", "sourceDescriptions", "workflows"]),
    (Kind::Info, &["title", "version"]),
    (Kind::Source, &["name", "url"]),
    (Kind::Workflow, &["workflowId", "steps"]),
    (Kind::Step, &["stepId"]),
    (Kind::Parameter, &["name", "value"]),
    (Kind::Replacement, &["target", "value"]),
    (Kind::Criterion, &["condition"]),
    (Kind::SuccessAction, &["name", "type"]),
    (Kind::FailureAction, &["name", "type"]),
];

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "required field dropped",
        told: &[error("missing-field")],
        broken: required,
    },
    Mistake {
        name: "version dropped",
        told: &[error("missing-field")],
        broken: |specimen| vec![specimen.without("", "arazzo")],
    },
    Mistake {
        name: "`in` dropped",
        told: &[error("missing-field")],
        broken: |specimen| {
            let request = |object: &&Object<'_>| object.requests() && of_step(object);
            let dropped = specimen.of(Kind::Parameter).filter(request);
            let dropped = dropped.filter(|object| object.has("in"));
            dropped
                .map(|object| specimen.without(&object.at, "in"))
                .collect()
        },
    },
    Mistake {
        name: "context dropped",
        told: &[error("missing-field")],
        broken: |specimen| {
            let used = |object: &&Object<'_>| {
                object.has("context") && object.has("type") && object.text("type") != Some("simple")
            };
            let dropped = specimen.of(Kind::Criterion).filter(used);
            dropped
                .map(|object| specimen.without(&object.at, "context"))
                .collect()
        },
    },
    Mistake {
        name: "target of a step dropped",
        told: &[error("missing-target")],
        broken: |specimen| {
            let fields = ["operationId", "operationPath", "workflowId", "channelPath"];
            let mut all = Vec::new();
            for step in specimen.of(Kind::Step) {
                let given = fields.iter().filter(|field| step.has(field));
                all.extend(given.map(|field| specimen.without(&step.at, field)));
            }
            all
        },
    },
    Mistake {
        name: "target of a goto dropped",
        told: &[error("missing-target")],
        broken: |specimen| {
            let goto = |object: &&Object<'_>| object.text("type") == Some("goto");
            let mut all = Vec::new();
            for action in specimen
                .objects
                .iter()
                .filter(|object| object.is_action())
                .filter(goto)
            {
                let given = ["stepId", "workflowId"];
                let given = given.iter().filter(|field| action.has(field));
                all.extend(given.map(|field| specimen.without(&action.at, field)));
            }
            all
        },
    },
    Mistake {
        name: "path parameter dropped",
        told: &[error("missing-path-parameter")],
        broken: path_parameters,
    },
    Mistake {
        name: "required body dropped",
        told: &[warning("missing-body")],
        broken: bodies,
    },
];

fn required(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for (kind, fields) in REQUIRED {
        for object in specimen.of(*kind) {
            let given = fields.iter().filter(|field| object.has(field));
            all.extend(given.map(|field| specimen.without(&object.at, field)));
        }
    }
    all
}

/// Whether a parameter stands in the list of a step rather than of an action.
fn of_step(object: &Object) -> bool {
    !object.at.contains("/onSuccess/") && !object.at.contains("/onFailure/")
}

/// Bodies that nothing else of their document reads.
fn bodies(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for body in specimen.of(Kind::RequestBody) {
        let id = body.owner.and_then(|step| step.get("operationId"));
        let found = id.and_then(Value::as_str);
        let found = found.and_then(|id| api::operation(&specimen.apis, id));
        let required = found.is_some_and(|(operation, api)| {
            let declared = operation.get("requestBody");
            let declared = declared.map(|declared| api::followed(declared, api));
            declared.and_then(|declared| declared.get("required")) == Some(&Value::Bool(true))
        });
        let text = body.value.to_string();
        if required && !text.contains('$') && !specimen.root.to_string().contains("$request.body") {
            let (step, _) = split(&body.at);
            all.push(specimen.without(step, "requestBody"));
        }
    }
    all
}

fn path_parameters(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for parameter in specimen.of(Kind::Parameter) {
        if parameter.text("in") != Some("path") || !parameter.requests() || !of_step(parameter) {
            continue;
        }
        let (list, index) = split(&parameter.at);
        let (step, _) = split(list);
        let (workflow, _) = split(split(step).0);
        let shared = format!("{workflow}/parameters");
        if specimen.root.pointer(&shared).is_none() {
            all.push(specimen.broken(step, |root| remove(root, list, index)));
        }
    }
    all
}
