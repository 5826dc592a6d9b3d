//! The objects of an Arazzo document, and mistakes made with the tree that they are.

pub(crate) mod change;
pub(crate) mod dangling;
pub(crate) mod declare;
pub(crate) mod drop;
pub(crate) mod exchange;
pub(crate) mod flow;

use serde_json::Value;

/// What an object of an Arazzo document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Root,
    Info,
    Source,
    Workflow,
    Step,
    Parameter,
    RequestBody,
    Replacement,
    Criterion,
    SuccessAction,
    FailureAction,
}

/// An object of a document, without references to components.
pub(crate) struct Object<'a> {
    pub(crate) kind: Kind,
    pub(crate) at: String,
    pub(crate) value: &'a Value,
    /// The step it is part of.
    pub(crate) owner: Option<&'a Value>,
}

impl Object<'_> {
    pub(crate) fn has(&self, field: &str) -> bool {
        self.value.get(field).is_some()
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.value.get(field)?.as_str()
    }

    /// Whether it is part of a step that calls an operation of an OpenAPI document.
    pub(crate) fn requests(&self) -> bool {
        self.owner.is_some_and(|step| {
            step.get("operationId").is_some() || step.get("operationPath").is_some()
        })
    }

    /// Whether it is a step that calls an operation of an OpenAPI document.
    pub(crate) fn is_request(&self) -> bool {
        self.has("operationId") || self.has("operationPath")
    }

    pub(crate) fn is_action(&self) -> bool {
        matches!(self.kind, Kind::SuccessAction | Kind::FailureAction)
    }
}

/// The lists and objects that objects of each kind have.
const PARTS: &[(Kind, &str, Kind)] = &[
    (Kind::Root, "info", Kind::Info),
    (Kind::Root, "sourceDescriptions", Kind::Source),
    (Kind::Root, "workflows", Kind::Workflow),
    (Kind::Workflow, "parameters", Kind::Parameter),
    (Kind::Workflow, "successActions", Kind::SuccessAction),
    (Kind::Workflow, "failureActions", Kind::FailureAction),
    (Kind::Workflow, "steps", Kind::Step),
    (Kind::Step, "parameters", Kind::Parameter),
    (Kind::Step, "requestBody", Kind::RequestBody),
    (Kind::Step, "successCriteria", Kind::Criterion),
    (Kind::Step, "onSuccess", Kind::SuccessAction),
    (Kind::Step, "onFailure", Kind::FailureAction),
    (Kind::RequestBody, "replacements", Kind::Replacement),
    (Kind::SuccessAction, "criteria", Kind::Criterion),
    (Kind::FailureAction, "criteria", Kind::Criterion),
    (Kind::SuccessAction, "parameters", Kind::Parameter),
    (Kind::FailureAction, "parameters", Kind::Parameter),
];

/// Takes a member or an element away.
pub(crate) fn remove(root: &mut Value, at: &str, token: &str) {
    match root.pointer_mut(at).unwrap() {
        Value::Object(members) => {
            let name = token.replace("~1", "/").replace("~0", "~");
            members.shift_remove(&name).unwrap();
        }
        Value::Array(items) => {
            items.remove(token.parse().unwrap());
        }
        other => panic!("{other} has no {token}"),
    }
}

/// The pointer of a list or object, and the last token of `at`.
pub(crate) fn split(at: &str) -> (&str, &str) {
    at.rsplit_once('/').unwrap()
}

pub(crate) fn join(at: &str, token: &str) -> String {
    format!("{at}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// The object at `at` and those that it is made of.
pub(crate) fn collect<'a>(
    kind: Kind,
    at: String,
    value: &'a Value,
    owner: Option<&'a Value>,
    found: &mut Vec<Object<'a>>,
) {
    if value.get("reference").is_some() {
        return;
    }
    let inner = if kind == Kind::Step {
        Some(value)
    } else {
        owner
    };
    for (_, field, part) in PARTS.iter().filter(|(whole, ..)| *whole == kind) {
        let place = join(&at, field);
        match value.get(field) {
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    collect(*part, format!("{place}/{index}"), item, inner, found);
                }
            }
            Some(object @ Value::Object(_)) => collect(*part, place, object, inner, found),
            _ => {}
        }
    }
    found.push(Object {
        kind,
        at,
        value,
        owner,
    });
}

/// Every string below `at` that stands for a value and meets `wanted`.
pub(crate) fn readers(root: &Value, at: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(value) = root.pointer(at) {
        strings(value, at.to_owned(), wanted, &mut found);
    }
    found
}

fn strings(value: &Value, at: String, wanted: &dyn Fn(&str) -> bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) if wanted(text) => found.push(at),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                strings(item, format!("{at}/{index}"), wanted, found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let prose = key == "description" || key == "summary" || key.starts_with("x-");
                if !prose {
                    strings(member, join(&at, key), wanted, found);
                }
            }
        }
        _ => {}
    }
}

/// Whether `text` has `name` and the name ends there.
pub(crate) fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        let next = text.split_at(start + name.len()).1.chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || "_-.".contains(next))
    })
}
