//! Requests that are not what the API description asks for.

use serde_json::{Map, Value, json};

use crate::mutations::{Mistake, api, broken::Broken, error, specimen::Specimen, warning};

use super::{Kind, Object, join, remove, split};

pub(crate) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "required parameter dropped",
        told: &[warning("missing-required-parameter")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (parameter, declared) in parameters(specimen) {
                let (list, index) = split(&parameter.at);
                let (step, _) = split(list);
                if declared.get("required") == Some(&json!(true)) && !is_path(parameter) {
                    all.push(specimen.broken(step, |root| remove(root, list, index)));
                }
            }
            all
        },
    },
    Mistake {
        name: "query or header parameter misspelt",
        told: &[warning("undeclared-parameter")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (parameter, _) in parameters(specimen) {
                let place = parameter.text("in");
                let open = ["path", "querystring"].map(Some).contains(&place);
                if let Some(name) = parameter.text("name").filter(|_| !open) {
                    let at = join(&parameter.at, "name");
                    all.push(specimen.replaced(&at, format!("{name}qq")));
                }
            }
            all
        },
    },
    Mistake {
        name: "parameter in the wrong place",
        told: &[error("misplaced-parameter"), warning("misplaced-parameter")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (parameter, _) in parameters(specimen) {
                // Of two with one name the other may be meant.
                let name = parameter.value.get("name");
                let list = parameter
                    .owner
                    .and_then(|step| step.get("parameters")?.as_array());
                let same = |other: &&Value| other.get("name") == name;
                let alone = list.is_some_and(|list| list.iter().filter(same).count() == 1);
                // OpenAPI leaves this header to security schemes.
                let ignored = parameter.text("name") == Some("Authorization");
                if !alone || ignored || parameter.text("in") == Some("querystring") {
                    continue;
                }
                let elsewhere = if parameter.text("in") == Some("query") {
                    "cookie"
                } else {
                    "query"
                };
                all.push(specimen.replaced(&join(&parameter.at, "in"), elsewhere));
            }
            all
        },
    },
    Mistake {
        name: "word of an enum misspelt",
        told: &[warning("literal-mismatch")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (at, value, schema) in literals(specimen) {
                if let (Some(text), Some(_)) = (value.as_str(), schema.get("enum")) {
                    all.push(specimen.replaced(&at, format!("{text}qq")));
                }
            }
            all
        },
    },
    Mistake {
        name: "literal of another type",
        told: &[warning("literal-mismatch")],
        broken: |specimen| {
            let mut all = Vec::new();
            for (at, _, schema) in literals(specimen) {
                let other = match schema.get("type").and_then(Value::as_str) {
                    Some("integer" | "number" | "boolean") => json!("a word"),
                    Some("string") => json!({ "a": "word" }),
                    _ => continue,
                };
                all.push(specimen.replaced(&at, other));
            }
            all
        },
    },
    Mistake {
        name: "input of another type",
        told: &[warning("type-mismatch")],
        broken: inputs,
    },
    Mistake {
        name: "required body property dropped",
        told: &[warning("missing-body-property")],
        broken: |specimen| {
            let mut all = Vec::new();
            for body in bodies(specimen) {
                let required = body.schema.get("required").and_then(Value::as_array);
                let required = required.into_iter().flatten().filter_map(Value::as_str);
                let given = required.filter(|name| body.payload.contains_key(*name));
                all.extend(given.map(|name| specimen.without(&body.at, name)));
            }
            all
        },
    },
    Mistake {
        name: "body property misspelt",
        told: &[warning("unknown-body-property")],
        broken: |specimen| {
            let mut all = Vec::new();
            for body in bodies(specimen) {
                let names = body.payload.keys();
                // Anything can be called `n`: a shorter name is no typo.
                let names = names.filter(|name| name.len() > 4);
                let names = names.filter(|name| api::declares(body.schema, name, body.api));
                all.extend(names.map(|name| {
                    let wrong = format!("{name}qq");
                    specimen
                        .broken(&join(&body.at, &wrong), |root| {
                            let payload = root.pointer_mut(&body.at).unwrap();
                            let payload = payload.as_object_mut().unwrap();
                            let renamed = payload.iter().map(|(key, value)| match key == name {
                                true => (wrong.clone(), value.clone()),
                                false => (key.clone(), value.clone()),
                            });
                            *payload = renamed.collect();
                        })
                        .exactly()
                }));
            }
            all
        },
    },
    Mistake {
        name: "filter at the root of an object",
        told: &[warning("root-filter")],
        broken: root_filters,
    },
    Mistake {
        name: "user and password in a header",
        told: &[warning("unencoded-credentials")],
        broken: |specimen| headers(specimen, "Authorization", "Basic user:{VALUE}"),
    },
    Mistake {
        name: "value put into the text of a header",
        // Few APIs declare the header.
        told: &[warning("raw-template"), warning("undeclared-parameter")],
        broken: |specimen| headers(specimen, "Cookie", "session={VALUE}"),
    },
    Mistake {
        name: "body of a GET",
        told: &[warning("body-with-method")],
        broken: |specimen| {
            let mut all = Vec::new();
            for step in specimen
                .of(Kind::Step)
                .filter(|step| !step.has("requestBody"))
            {
                let id = step.text("operationId");
                let found = id.and_then(|id| api::operation(&specimen.apis, id));
                if found.is_some_and(|(operation, api)| api::method(operation, api) == Some("get"))
                {
                    let body = json!({ "contentType": "application/json", "payload": {} });
                    all.push(
                        specimen
                            .with(&step.at, "requestBody", body)
                            .told_at(join(&step.at, "requestBody")),
                    );
                }
            }
            all
        },
    },
];

/// Criteria that look for a member of the response's object where its members are looked into.
fn root_filters(specimen: &Specimen) -> Vec<Broken> {
    let mut all = Vec::new();
    for step in specimen.of(Kind::Step) {
        let id = step.text("operationId");
        let found = id.and_then(|id| api::operation(&specimen.apis, id));
        let criteria = step.value.get("successCriteria").and_then(Value::as_array);
        let (Some((operation, api)), Some(criteria)) = (found, criteria) else {
            continue;
        };
        let schemas = api::responses(operation, api)
            .filter_map(|response| response.get("content")?.as_object());
        let schemas: Vec<_> = schemas
            .map(|content| content.get("application/json")?.get("schema"))
            .collect();
        let Some(Some(first)) = schemas.first() else {
            continue;
        };
        let properties = api::followed(first, api).get("properties");
        let properties = properties.and_then(Value::as_object).into_iter().flatten();
        let name = properties.map(|(name, _)| name).find(|name| {
            let declared =
                |schema: &&Value| api::declares(schema, name, api) && is_text(schema, name, api);
            schemas
                .iter()
                .all(|schema| schema.as_ref().is_some_and(declared))
        });
        let Some(name) = name else { continue };
        let list = join(&step.at, "successCriteria");
        let at = format!("{list}/{}/condition", criteria.len());
        let broken = specimen
            .broken(&at, |root| {
                let criterion = json!({
                    "context": "$response.body",
                    "type": "jsonpath",
                    "condition": format!("$[?@['{name}'] == 'some text']"),
                });
                let criteria = root.pointer_mut(&list).unwrap();
                criteria.as_array_mut().unwrap().push(criterion);
            })
            .exactly();
        all.push(broken);
    }
    all
}

/// Whether a property may be any text.
fn is_text(schema: &Value, name: &str, api: &Value) -> bool {
    let declared = api::followed(schema, api).get("properties");
    let declared = declared.and_then(|properties| properties.get(name));
    declared.is_some_and(|declared| *declared == json!({ "type": "string" }))
}

/// A header with a value in its text, in every request that has no header of the name.
fn headers(specimen: &Specimen, name: &str, text: &str) -> Vec<Broken> {
    let mut all = Vec::new();
    let source = specimen
        .of(Kind::Source)
        .find_map(|source| source.text("name"));
    let Some(source) = source.filter(|name| name.chars().all(char::is_alphanumeric)) else {
        return all;
    };
    let value = format!("{{$sourceDescriptions.{source}.url}}");
    let value = text.replace("{VALUE}", &value);
    for step in specimen.of(Kind::Step).filter(|step| step.is_request()) {
        let list = join(&step.at, "parameters");
        let given = specimen.root.pointer(&list).and_then(Value::as_array);
        let given = given.map_or(0, Vec::len);
        let written = step.value.to_string().to_ascii_lowercase();
        if written.contains(&name.to_ascii_lowercase()) {
            continue;
        }
        let broken = specimen
            .broken(&format!("{list}/{given}/value"), |root| {
                let parameter = json!({ "name": name, "in": "header", "value": value.clone() });
                let step = root.pointer_mut(&step.at).unwrap();
                match step.get_mut("parameters") {
                    Some(Value::Array(parameters)) => parameters.push(parameter),
                    _ => step["parameters"] = json!([parameter]),
                }
            })
            .exactly();
        all.push(broken);
    }
    all
}

fn is_path(parameter: &Object) -> bool {
    parameter.text("in") == Some("path")
}

/// The parameters of steps, in workflows without shared ones, that the operation declares, with the declaration.
fn parameters<'t>(specimen: &'t Specimen<'t>) -> Vec<(&'t Object<'t>, &'t Value)> {
    let mut all = Vec::new();
    for parameter in specimen.of(Kind::Parameter) {
        let (list, _) = split(&parameter.at);
        let (step, field) = split(list);
        let shared = specimen.root.pointer(split(step).0);
        let shared = shared.is_some_and(|_| {
            let workflow = split(split(step).0).0;
            specimen
                .root
                .pointer(&format!("{workflow}/parameters"))
                .is_some()
        });
        let id = parameter.owner.and_then(|step| step.get("operationId"));
        let found = id.and_then(Value::as_str);
        let found = found.and_then(|id| api::operation(&specimen.apis, id));
        let (Some((operation, api)), Some(name), Some(place)) =
            (found, parameter.text("name"), parameter.text("in"))
        else {
            continue;
        };
        let own = field == "parameters" && !list.contains("/on") && !shared;
        let declared = api::parameter(operation, api, name, place).filter(|_| own);
        all.extend(declared.map(|declared| (parameter, declared)));
    }
    all
}

/// A payload that is an object, and the schema that its operation declares for it.
struct Body<'t> {
    at: String,
    payload: &'t Map<String, Value>,
    schema: &'t Value,
    api: &'t Value,
}

/// Payloads that nothing is replaced in, for one JSON media type.
fn bodies<'t>(specimen: &'t Specimen<'t>) -> Vec<Body<'t>> {
    let mut all = Vec::new();
    for body in specimen.of(Kind::RequestBody) {
        let id = body.owner.and_then(|step| step.get("operationId"));
        let found = id.and_then(Value::as_str);
        let Some((operation, api)) = found.and_then(|id| api::operation(&specimen.apis, id)) else {
            continue;
        };
        let payload = body.value.get("payload").and_then(Value::as_object);
        let schema = operation.get("requestBody").and_then(|declared| {
            let content = api::followed(declared, api).get("content")?.as_object()?;
            let schema = content.get("application/json")?.get("schema")?;
            (content.len() == 1).then(|| api::followed(schema, api))
        });
        if let (Some(payload), Some(schema), false) = (payload, schema, body.has("replacements")) {
            all.push(Body {
                at: join(&body.at, "payload"),
                payload,
                schema,
                api,
            });
        }
    }
    all
}

/// Literal values of parameters and of members of payloads, with the schemas of their places.
fn literals<'t>(specimen: &'t Specimen<'t>) -> Vec<(String, &'t Value, &'t Value)> {
    let mut all = Vec::new();
    for (parameter, declared) in parameters(specimen) {
        let value = parameter.value.get("value");
        if let (Some(value), Some(schema)) = (value, declared.get("schema")) {
            all.push((join(&parameter.at, "value"), value, schema));
        }
    }
    for body in bodies(specimen) {
        for (name, value) in body.payload {
            let declared = body.schema.get("properties").and_then(|all| all.get(name));
            let declared = declared.map(|schema| api::followed(schema, body.api));
            all.extend(declared.map(|schema| (join(&body.at, name), value, schema)));
        }
    }
    all.retain(|(_, value, schema)| {
        !value.to_string().contains('$') && schema.get("$ref").is_none()
    });
    all
}

/// Inputs handed on as parameters that have a simple type, declared as objects.
fn inputs(specimen: &Specimen) -> Vec<Broken> {
    let simple = ["string", "integer", "number", "boolean"];
    let mut all = Vec::new();
    for (parameter, declared) in parameters(specimen) {
        let input = parameter.text("value");
        let input = input.and_then(|value| value.strip_prefix("$inputs."));
        let kind = declared.pointer("/schema/type").and_then(Value::as_str);
        let workflow = parameter.at.split("/steps/").next().unwrap_or_default();
        let (Some(input), Some(kind)) = (input, kind) else {
            continue;
        };
        let at = join(&format!("{workflow}/inputs/properties"), input);
        let once = specimen
            .root
            .to_string()
            .matches(&format!("$inputs.{input}"))
            .count()
            == 1;
        if !simple.contains(&kind) || specimen.root.pointer(&at).is_none() || !once {
            continue;
        }
        let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
        all.push(
            specimen
                .replaced(&at, object)
                .told_at(join(&parameter.at, "value")),
        );
    }
    all
}
