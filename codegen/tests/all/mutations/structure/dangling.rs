//! Declarations that are taken away while something still names them.

use serde_json::Value;

use crate::mutations::{
    Mistake,
    broken::{Broken, Place, Reach},
    error,
    specimen::Specimen,
    warning,
};

use super::{Kind, join, mentions, readers, remove, split};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "input still read dropped",
        // A shorter name may be left, which is then walked into; a name with spaces that nothing declares is no name.
        told: &[
            error("undeclared-input"),
            warning("dotted-walk"),
            error("invalid-expression"),
            error("invalid-condition"),
        ],
        broken: inputs,
    },
    Mistake {
        name: "step output still read dropped",
        told: &[
            error("unknown-output"),
            warning("dotted-walk"),
            error("invalid-expression"),
        ],
        broken: step_outputs,
    },
    Mistake {
        name: "step still named dropped",
        told: &[error("unknown-step"), error("invalid-expression")],
        broken: steps,
    },
    Mistake {
        name: "workflow still called dropped",
        told: &[error("unknown-workflow")],
        broken: workflows,
    },
    Mistake {
        name: "source still named dropped",
        told: &[error("unknown-source")],
        broken: sources,
    },
    Mistake {
        name: "component still referred to dropped",
        told: &[error("unknown-component")],
        broken: components,
    },
    Mistake {
        name: "first step moved behind its reader",
        told: &[error("output-before-step")],
        broken: reordered,
    },
];

/// The tree without what stands at `at`.
fn without(specimen: &Specimen, at: &str) -> Value {
    let mut root = specimen.root.clone();
    let (whole, token) = split(at);
    remove(&mut root, whole, token);
    root
}

/// What is left when something is taken away that is missed at `at`.
fn dangling(specimen: &Specimen, root: &Value, at: Vec<String>) -> Option<Broken> {
    let place = Place::Values(at.clone(), Reach::Value);
    (!at.is_empty()).then(|| specimen.rewritten(format!("{root:#}"), place))
}

fn inputs(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for workflow in specimen.of(Kind::Workflow) {
        let Some(schema) = workflow.value.get("inputs").and_then(Value::as_object) else {
            continue;
        };
        let open = ["additionalProperties", "patternProperties", "allOf", "$ref"];
        if open.iter().any(|field| schema.contains_key(*field)) {
            continue;
        }
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            continue;
        };
        let inputs = join(&workflow.at, "inputs");
        let longer = |name: &str, other: &String| other != name && other.starts_with(name);
        let names = properties.keys();
        // What looks like one name may be a longer one.
        for name in names.filter(|name| !properties.keys().any(|other| longer(name, other))) {
            let read = |text: &str| mentions(text, &format!("$inputs.{name}"));
            let at = join(&join(&inputs, "properties"), name);
            let mut root = without(specimen, &at);
            if let Some(Value::Array(required)) = root.pointer_mut(&join(&inputs, "required")) {
                required.retain(|required| required != name);
            }
            all.extend(dangling(
                specimen,
                &root,
                readers(&root, &workflow.at, &read),
            ));
        }
    }
    all
}

fn step_outputs(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for step in specimen
        .of(Kind::Step)
        .filter(|step| !step.has("workflowId"))
    {
        let outputs = step.value.get("outputs").and_then(Value::as_object);
        let (Some(id), Some(outputs)) = (step.text("stepId"), outputs) else {
            continue;
        };
        let (workflow, _) = split(split(&step.at).0);
        for name in outputs.keys() {
            let read = |text: &str| mentions(text, &format!("$steps.{id}.outputs.{name}"));
            let at = join(&join(&step.at, "outputs"), name);
            let root = without(specimen, &at);
            all.extend(dangling(specimen, &root, readers(&root, workflow, &read)));
        }
    }
    all
}

fn steps(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for step in specimen.of(Kind::Step) {
        let Some(id) = step.text("stepId") else {
            continue;
        };
        let (list, _) = split(&step.at);
        if specimen.root.pointer(&format!("{list}/1")).is_none() {
            continue;
        }
        let read = |text: &str| text.contains(&format!("$steps.{id}."));
        let root = without(specimen, &step.at);
        let mut at = readers(&root, split(list).0, &read);
        if at.is_empty() {
            continue;
        }
        // It is missed where it is named first, be it without an output.
        let name = |text: &str| text.strip_prefix("$steps.").unwrap_or(text) == id;
        let named = readers(&root, split(list).0, &name);
        let by_id = |at: &String| at.ends_with("/stepId") || at.contains("/dependsOn/");
        at.extend(named.into_iter().filter(by_id));
        all.extend(dangling(specimen, &root, at));
    }
    all
}

/// Each object of `kind` dropped, where others are left; `missed` finds where its name is still read.
fn dropped(
    specimen: &Specimen,
    kind: Kind,
    name: &str,
    missed: &dyn Fn(&Value, &str) -> Vec<String>,
) -> Vec<Broken> {
    let mut all = Vec::new();
    for object in specimen.of(kind) {
        let (list, _) = split(&object.at);
        let others = specimen.root.pointer(&format!("{list}/1"));
        if let (Some(name), Some(_)) = (object.text(name), others) {
            let root = without(specimen, &object.at);
            all.extend(dangling(specimen, &root, missed(&root, name)));
        }
    }
    all
}

fn sources(specimen: &Specimen) -> Vec<Broken> {
    dropped(specimen, Kind::Source, "name", &|root, name| {
        let named = format!("$sourceDescriptions.{name}.");
        readers(root, "/workflows", &|text| text.contains(&named))
    })
}

fn workflows(specimen: &Specimen) -> Vec<Broken> {
    let called = |at: &String| {
        at.ends_with("/workflowId") && at.matches('/').count() > 3 || at.contains("/dependsOn/")
    };
    dropped(specimen, Kind::Workflow, "workflowId", &|root, name| {
        let mut named = readers(root, "/workflows", &|text| text == name);
        named.retain(called);
        named
    })
}

fn components(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for field in ["parameters", "successActions", "failureActions"] {
        let at = format!("/components/{field}");
        let named = specimen.root.pointer(&at).and_then(Value::as_object);
        for name in named.into_iter().flat_map(|named| named.keys()) {
            let read = |text: &str| text == format!("$components.{field}.{name}");
            let root = without(specimen, &join(&at, name));
            all.extend(dangling(
                specimen,
                &root,
                readers(&root, "/workflows", &read),
            ));
        }
    }
    all
}

/// In workflows without jumps, each step that a later one reads from, moved behind the first that does.
fn reordered(specimen: &Specimen) -> Vec<Broken> {
    let jumps = [
        "onSuccess",
        "onFailure",
        "dependsOn",
        "successActions",
        "failureActions",
    ];
    let mut all = Vec::new();
    for workflow in specimen.of(Kind::Workflow) {
        let Some(Value::Array(steps)) = workflow.value.get("steps") else {
            continue;
        };
        let jumping = |object: &Value| jumps.iter().any(|field| object.get(field).is_some());
        if jumping(workflow.value) || steps.iter().any(jumping) {
            continue;
        }
        let list = join(&workflow.at, "steps");
        for (index, step) in steps.iter().enumerate() {
            let Some(id) = step.get("stepId").and_then(Value::as_str) else {
                continue;
            };
            let read = |text: &str| text.contains(&format!("$steps.{id}.outputs."));
            let reads =
                |at: &usize| !readers(specimen.root, &format!("{list}/{at}"), &read).is_empty();
            let Some(reader) = (index + 1..steps.len()).find(reads) else {
                continue;
            };
            let mut root = specimen.root.clone();
            if let Some(Value::Array(items)) = root.pointer_mut(&list) {
                let moved = items.remove(index);
                items.insert(reader, moved);
            }
            let at = readers(&root, &format!("{list}/{}", reader - 1), &read);
            all.extend(dangling(specimen, &root, at));
        }
    }
    all
}
