//! Mistakes made in the API descriptions of sound documents, and what they make of the documents.

use std::path::Path;

use serde_json::{Value, json};

use super::{
    Mistake, api,
    broken::{Broken, Place, Reach},
    specimen::Specimen,
    warning,
};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "security scheme that is not defined",
        told: &[warning("unknown-security-scheme")],
        broken: |specimen| Description::each(specimen, schemes),
    },
    Mistake {
        name: "member that only the server sets",
        told: &[warning("read-only-member")],
        broken: |specimen| Description::each(specimen, read_only),
    },
    Mistake {
        name: "word that an enum lacks",
        told: &[warning("literal-mismatch")],
        broken: |specimen| Description::each(specimen, enums),
    },
    Mistake {
        name: "style for objects of a value that is none",
        told: &[warning("nonstandard-style")],
        broken: |specimen| Description::each(specimen, styles),
    },
];

/// An API description of a document.
struct Description<'s> {
    specimen: &'s Specimen<'s>,
    path: &'s Path,
    api: &'s Value,
}

impl Description<'_> {
    fn each(specimen: &Specimen, broken: fn(&Description) -> Vec<Broken>) -> Vec<Broken> {
        let descriptions = specimen.descriptions();
        descriptions
            .flat_map(|(path, api)| {
                broken(&Description {
                    specimen,
                    path,
                    api,
                })
            })
            .collect()
    }

    /// The document with another description, to be reported at a value of the document.
    fn broken(&self, at: String, edit: impl FnOnce(&mut Value)) -> Broken {
        let mut root = self.api.clone();
        edit(&mut root);
        let place = Place::Values(vec![at], Reach::Value);
        Broken {
            file: self.path.to_owned(),
            ..self.specimen.rewritten(format!("{root:#}"), place)
        }
    }
}

/// The operations that steps of the document call by their ids, with their pointers and those of the steps.
fn called<'a>(description: &Description<'a>) -> Vec<(String, &'a Value, String)> {
    let mut all = Vec::new();
    let workflows = description.specimen.root["workflows"]
        .as_array()
        .into_iter()
        .flatten();
    for (workflow, found) in workflows.enumerate() {
        let steps = found["steps"].as_array().into_iter().flatten();
        for (step, found) in steps.enumerate() {
            let id = found.get("operationId").and_then(Value::as_str);
            let at = format!("/workflows/{workflow}/steps/{step}");
            let operation = id.and_then(|id| api::pointer(description.api, id));
            all.extend(operation.map(|(pointer, operation)| (pointer, operation, at)));
        }
    }
    all
}

/// Each scheme that a called operation asks for, taken away.
fn schemes(description: &Description) -> Vec<Broken> {
    let api = description.api;
    let defined = api.pointer("/components/securitySchemes");
    let names = defined.and_then(Value::as_object).into_iter().flatten();
    let called = called(description);
    let mut all = Vec::new();
    for (name, _) in names {
        let asks = |list: Option<&Value>| {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            list.into_iter().any(|asked| asked.get(name).is_some())
        };
        let by_root = asks(api.get("security"));
        let asking =
            called
                .iter()
                .find_map(|(pointer, operation, _)| match operation.get("security") {
                    Some(own) => asks(Some(own)).then(|| format!("{pointer}/security")),
                    None => by_root.then(|| "/security".to_owned()),
                });
        let Some(at) = asking else { continue };
        let place = Place::Values(vec![at.clone()], Reach::All);
        let broken = description.broken(at, |root| {
            let schemes = root.pointer_mut("/components/securitySchemes").unwrap();
            schemes.as_object_mut().unwrap().shift_remove(name);
        });
        all.push(Broken {
            told_in: description.path.to_owned(),
            place,
            ..broken
        });
    }
    all
}

/// Members of payloads, with the pointers of their schemas.
fn members(description: &Description) -> Vec<(String, Value, String)> {
    let (document, api) = (description.specimen.root, description.api);
    let mut all = Vec::new();
    for (pointer, operation, step) in called(description) {
        let body = document
            .pointer(&step)
            .and_then(|step| step.get("requestBody"));
        let payload = body.and_then(|body| body.get("payload")?.as_object());
        let replaced = body.is_some_and(|body| body.get("replacements").is_some());
        let schema = operation.pointer("/requestBody/content/application~1json/schema");
        let (Some(payload), Some(schema), false) = (payload, schema, replaced) else {
            continue;
        };
        let own = format!("{pointer}/requestBody/content/application~1json/schema");
        let reference = schema.get("$ref").and_then(Value::as_str);
        let schema = reference.map_or(own, |uri| uri.trim_start_matches('#').to_owned());
        for (name, value) in payload {
            let at = format!("{schema}/properties/{name}");
            let declared = api.pointer(&at).and_then(Value::as_object);
            // Beside a reference nothing counts before 3.1.
            if declared.is_some_and(|declared| !declared.contains_key("$ref")) {
                let place = format!("{step}/requestBody/payload/{name}");
                all.push((place, value.clone(), at));
            }
        }
    }
    all
}

fn read_only(description: &Description) -> Vec<Broken> {
    changed(description, |_| true, |_| ("readOnly", json!(true)))
}

fn enums(description: &Description) -> Vec<Broken> {
    let literal = |value: &Value| value.as_str().is_some_and(|text| !text.contains('$'));
    let others = |_: &Value| ("enum", json!(["something else entirely"]));
    changed(description, literal, others)
}

/// Each parameter of a query that gets a literal, declared with the style of objects.
fn styles(description: &Description) -> Vec<Broken> {
    let (document, api) = (description.specimen.root, description.api);
    let mut all = Vec::new();
    if api.get("openapi").is_none() {
        return all;
    }
    for (pointer, operation, step) in called(description) {
        let given = document.pointer(&format!("{step}/parameters"));
        let given = given.and_then(Value::as_array).into_iter().flatten();
        let given: Vec<_> = given.enumerate().collect();
        let declared = operation["parameters"].as_array().into_iter().flatten();
        for (index, declared) in declared.enumerate() {
            if declared["in"] != "query" || declared.get("schema").is_none() {
                continue;
            }
            let literal = given.iter().find(|(_, parameter)| {
                let text = parameter["value"].to_string();
                parameter["name"] == declared["name"]
                    && parameter["in"] == "query"
                    // Null is sent in no form.
                    && !parameter["value"].is_null()
                    && !text.contains(['$', '{'])
            });
            let Some((at, _)) = literal else { continue };
            let told_at = format!("{step}/parameters/{at}/value");
            all.push(description.broken(told_at, |root| {
                let changed = format!("{pointer}/parameters/{index}");
                let changed = root.pointer_mut(&changed).unwrap();
                changed["style"] = json!("deepObject");
                changed["explode"] = json!(true);
            }));
        }
    }
    all
}

/// The schema of each member that is `wanted`, with another keyword, to be told at the member.
fn changed(
    description: &Description,
    wanted: impl Fn(&Value) -> bool,
    keyword: impl Fn(&Value) -> (&'static str, Value),
) -> Vec<Broken> {
    let mut all = Vec::new();
    for (at, value, schema) in members(description) {
        let declared = description.api.pointer(&schema).unwrap();
        let (word, new) = keyword(&value);
        let text = declared.get("type") == Some(&json!("string"));
        if !wanted(&value) || declared.get(word).is_some() || word == "enum" && !text {
            continue;
        }
        all.push(description.broken(at, |root| {
            root.pointer_mut(&schema).unwrap()[word] = new;
        }));
    }
    all
}
