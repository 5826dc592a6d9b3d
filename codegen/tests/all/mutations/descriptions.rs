//! Mistakes made in the API descriptions of sound documents, and what they make of the documents.

use serde_json::{Value, json};

use super::{
    api,
    support::{Specimen, Table, Told, warning},
};

/// A description with a mistake, and where it has to be told.
struct Mutation {
    root: Value,
    /// Whether that is in the description rather than in the document.
    in_api: bool,
    /// The pointer, or where `begins` what it begins with.
    at: String,
    begins: bool,
}

/// A kind of mistake.
struct Class {
    name: &'static str,
    told: &'static [Told],
    /// The ways to make it in one description of a document.
    mutations: fn(&Value, &Value) -> Vec<Mutation>,
}

const CLASSES: &[Class] = &[
    Class {
        name: "security scheme that is not defined",
        told: &[warning("unknown-security-scheme")],
        mutations: schemes,
    },
    Class {
        name: "member that only the server sets",
        told: &[warning("read-only-member")],
        mutations: read_only,
    },
    Class {
        name: "word that an enum lacks",
        told: &[warning("literal-mismatch")],
        mutations: enums,
    },
    Class {
        name: "style for objects of a value that is none",
        told: &[warning("nonstandard-style")],
        mutations: styles,
    },
];

/// The operations that steps of the document call by their ids, with their pointers and those of the steps.
fn called<'a>(document: &Value, api: &'a Value) -> Vec<(String, &'a Value, String)> {
    let mut all = Vec::new();
    let workflows = document["workflows"].as_array().into_iter().flatten();
    for (workflow, found) in workflows.enumerate() {
        let steps = found["steps"].as_array().into_iter().flatten();
        for (step, found) in steps.enumerate() {
            let id = found.get("operationId").and_then(Value::as_str);
            let at = format!("/workflows/{workflow}/steps/{step}");
            let operation = id.and_then(|id| api::pointer(api, id));
            all.extend(operation.map(|(pointer, operation)| (pointer, operation, at)));
        }
    }
    all
}

/// Each scheme that a called operation asks for, taken away.
fn schemes(document: &Value, api: &Value) -> Vec<Mutation> {
    let defined = api.pointer("/components/securitySchemes");
    let names = defined.and_then(Value::as_object).into_iter().flatten();
    let called = called(document, api);
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
        let mut root = api.clone();
        let schemes = root.pointer_mut("/components/securitySchemes").unwrap();
        schemes.as_object_mut().unwrap().shift_remove(name);
        all.push(Mutation {
            root,
            in_api: true,
            at,
            begins: true,
        });
    }
    all
}

/// Members of payloads, with the pointers of their schemas.
fn members(document: &Value, api: &Value) -> Vec<(String, Value, String)> {
    let mut all = Vec::new();
    for (pointer, operation, step) in called(document, api) {
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

fn read_only(document: &Value, api: &Value) -> Vec<Mutation> {
    changed(document, api, |_| true, |_| ("readOnly", json!(true)))
}

fn enums(document: &Value, api: &Value) -> Vec<Mutation> {
    let literal = |value: &Value| value.as_str().is_some_and(|text| !text.contains('$'));
    let others = |_: &Value| ("enum", json!(["something else entirely"]));
    changed(document, api, literal, others)
}

/// Each parameter of a query that gets a literal, declared with the style of objects.
fn styles(document: &Value, api: &Value) -> Vec<Mutation> {
    let mut all = Vec::new();
    if api.get("openapi").is_none() {
        return all;
    }
    for (pointer, operation, step) in called(document, api) {
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
            let mut root = api.clone();
            let changed = format!("{pointer}/parameters/{index}");
            let changed = root.pointer_mut(&changed).unwrap();
            changed["style"] = json!("deepObject");
            changed["explode"] = json!(true);
            all.push(Mutation {
                root,
                in_api: false,
                at: format!("{step}/parameters/{at}/value"),
                begins: false,
            });
        }
    }
    all
}

/// The schema of each member that is `wanted`, with another keyword, to be told at the member.
fn changed(
    document: &Value,
    api: &Value,
    wanted: impl Fn(&Value) -> bool,
    keyword: impl Fn(&Value) -> (&'static str, Value),
) -> Vec<Mutation> {
    let mut all = Vec::new();
    for (at, value, schema) in members(document, api) {
        let declared = api.pointer(&schema).unwrap();
        let (word, new) = keyword(&value);
        let text = declared.get("type") == Some(&json!("string"));
        if !wanted(&value) || declared.get(word).is_some() || word == "enum" && !text {
            continue;
        }
        let mut root = api.clone();
        root.pointer_mut(&schema).unwrap()[word] = new;
        all.push(Mutation {
            root,
            in_api: false,
            at,
            begins: false,
        });
    }
    all
}

fn right(found: &Value, mutation: &Mutation, specimen: &Specimen) -> bool {
    let document = found["document"].as_str().unwrap();
    let pointer = found["pointer"].as_str().unwrap();
    let entry = specimen.name.file_name().unwrap().to_str().unwrap();
    document.ends_with(entry) != mutation.in_api
        && match mutation.begins {
            true => pointer.starts_with(&mutation.at),
            false => pointer == mutation.at,
        }
}

#[test]
fn mistakes_in_descriptions_are_told() {
    let table = Table::of(|specimen, table| {
        let document = specimen.open();
        for (path, api) in specimen.descriptions() {
            for class in CLASSES {
                for mutation in (class.mutations)(&document.root, &api) {
                    let report = specimen.check_with(path, &format!("{:#}", mutation.root));
                    let place = format!("{} {}", specimen.name.display(), mutation.at);
                    let right = |found: &Value| right(found, &mutation, specimen);
                    table.judge(class.name, class.told, &report, right, |_| false, &place);
                }
            }
        }
    });
    let names: Vec<_> = CLASSES.iter().map(|class| class.name).collect();
    let not_alone = [(
        "103-security-alternatives",
        "the parameter that the scheme declared is declared by nothing else",
    )];
    table.finish(&names, |_| false, &not_alone);
}
