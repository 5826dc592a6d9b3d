//! Declarations that are taken away while something still names them.

use serde_json::Value;

use crate::mutations::support::{error, warning};

use super::{Class, Kind, Mutation, Tree, join, mentions, readers, remove, split};

pub(crate) const CLASSES: &[Class] = &[
    Class {
        name: "input still read dropped",
        // A shorter name may be left, which is then walked into; a name with spaces that nothing declares is no name.
        told: &[
            error("undeclared-input"),
            warning("dotted-walk"),
            error("invalid-expression"),
            error("invalid-condition"),
        ],
        mutations: inputs,
    },
    Class {
        name: "step output still read dropped",
        told: &[
            error("unknown-output"),
            warning("dotted-walk"),
            error("invalid-expression"),
        ],
        mutations: step_outputs,
    },
    Class {
        name: "step still named dropped",
        told: &[error("unknown-step"), error("invalid-expression")],
        mutations: steps,
    },
    Class {
        name: "workflow still called dropped",
        told: &[error("unknown-workflow")],
        mutations: workflows,
    },
    Class {
        name: "source still named dropped",
        told: &[error("unknown-source")],
        mutations: |tree| {
            let named = |name: &str| format!("$sourceDescriptions.{name}.");
            dropped(tree, Kind::Source, "name", &|text, name| {
                text.contains(&named(name))
            })
        },
    },
    Class {
        name: "component still referred to dropped",
        told: &[error("unknown-component")],
        mutations: components,
    },
    Class {
        name: "first step moved behind its reader",
        told: &[error("output-before-step")],
        mutations: reordered,
    },
];

/// Takes away what stands at `at`; those of `readers` that are left are where it is missed.
fn dangling(tree: &Tree, at: &str, wanted: &dyn Fn(&str) -> bool, below: &str) -> Option<Mutation> {
    let mut root = tree.root.clone();
    let (whole, token) = split(at);
    remove(&mut root, whole, token);
    let at = readers(&root, below, wanted);
    (!at.is_empty()).then_some(Mutation {
        root,
        at,
        member: false,
        copy: false,
    })
}

fn inputs(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for workflow in tree.of(Kind::Workflow) {
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
            let mutation = dangling(tree, &at, &read, &workflow.at);
            all.extend(mutation.map(|mut mutation| {
                if let Some(Value::Array(required)) =
                    mutation.root.pointer_mut(&join(&inputs, "required"))
                {
                    required.retain(|required| required != name);
                }
                mutation
            }));
        }
    }
    all
}

fn step_outputs(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for step in tree.of(Kind::Step).filter(|step| !step.has("workflowId")) {
        let outputs = step.value.get("outputs").and_then(Value::as_object);
        let (Some(id), Some(outputs)) = (step.text("stepId"), outputs) else {
            continue;
        };
        let (workflow, _) = split(split(&step.at).0);
        for name in outputs.keys() {
            let read = |text: &str| mentions(text, &format!("$steps.{id}.outputs.{name}"));
            let at = join(&join(&step.at, "outputs"), name);
            all.extend(dangling(tree, &at, &read, workflow));
        }
    }
    all
}

fn steps(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for step in tree.of(Kind::Step) {
        let Some(id) = step.text("stepId") else {
            continue;
        };
        let (list, _) = split(&step.at);
        if tree.root.pointer(&format!("{list}/1")).is_none() {
            continue;
        }
        let read = |text: &str| text.contains(&format!("$steps.{id}."));
        let mutation = dangling(tree, &step.at, &read, split(list).0);
        all.extend(mutation.map(|mut mutation| {
            // It is missed where it is named first, be it without an output.
            let name = |text: &str| text.strip_prefix("$steps.").unwrap_or(text) == id;
            let named = readers(&mutation.root, split(list).0, &name);
            let by_id = |at: &String| at.ends_with("/stepId") || at.contains("/dependsOn/");
            mutation.at.extend(named.into_iter().filter(by_id));
            mutation
        }));
    }
    all
}

/// Each object of `kind`, where others are left, whose name a string elsewhere in the document has.
fn dropped(
    tree: &Tree,
    kind: Kind,
    name: &str,
    wanted: &dyn Fn(&str, &str) -> bool,
) -> Vec<Mutation> {
    let mut all = Vec::new();
    for object in tree.of(kind) {
        let (list, _) = split(&object.at);
        let (Some(name), Some(_)) = (object.text(name), tree.root.pointer(&format!("{list}/1")))
        else {
            continue;
        };
        all.extend(dangling(
            tree,
            &object.at,
            &|text| wanted(text, name),
            "/workflows",
        ));
    }
    all
}

fn workflows(tree: &Tree) -> Vec<Mutation> {
    let called = |at: &String| {
        at.ends_with("/workflowId") && at.matches('/').count() > 3 || at.contains("/dependsOn/")
    };
    let mut all = dropped(tree, Kind::Workflow, "workflowId", &|text, name| {
        text == name
    });
    for mutation in &mut all {
        mutation.at.retain(called);
    }
    all.retain(|mutation| !mutation.at.is_empty());
    all
}

fn components(tree: &Tree) -> Vec<Mutation> {
    let mut all = Vec::new();
    for field in ["parameters", "successActions", "failureActions"] {
        let at = format!("/components/{field}");
        let named = tree.root.pointer(&at).and_then(Value::as_object);
        for name in named.into_iter().flat_map(|named| named.keys()) {
            let read = |text: &str| text == format!("$components.{field}.{name}");
            all.extend(dangling(tree, &join(&at, name), &read, "/workflows"));
        }
    }
    all
}

/// In workflows without jumps, each step that a later one reads from, moved behind the first that does.
fn reordered(tree: &Tree) -> Vec<Mutation> {
    let jumps = [
        "onSuccess",
        "onFailure",
        "dependsOn",
        "successActions",
        "failureActions",
    ];
    let mut all = Vec::new();
    for workflow in tree.of(Kind::Workflow) {
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
            let reads = |at: &usize| !readers(tree.root, &format!("{list}/{at}"), &read).is_empty();
            let Some(reader) = (index + 1..steps.len()).find(reads) else {
                continue;
            };
            let mut root = tree.root.clone();
            if let Some(Value::Array(items)) = root.pointer_mut(&list) {
                let moved = items.remove(index);
                items.insert(reader, moved);
            }
            let at = readers(&root, &format!("{list}/{}", reader - 1), &read);
            all.push(Mutation {
                root,
                at,
                member: false,
                copy: false,
            });
        }
    }
    all
}
