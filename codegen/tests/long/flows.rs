//! Workflows, steps, actions and documents that lead to the next, and many of each.

use serde_json::{Value, json};

use super::{Files, Kind, document, flow, plain_api, source, step, steps};

/// Workflows each of which is made from the number of the next; the last one has none.
fn workflows(length: usize, workflow: impl Fn(usize, Option<usize>) -> Value) -> Files {
    let all = (0..length).map(|index| {
        let next = Some(index + 1).filter(|next| *next < length);
        let mut made = workflow(index, next);
        made["workflowId"] = json!(format!("w{index}"));
        made
    });
    vec![flow(all.collect()), plain_api()]
}

/// A workflow with one step, whose output it hands on.
fn last() -> Value {
    json!({
        "steps": [{"stepId": "s", "operationId": "op", "outputs": {"x": "$response.body#/id"}}],
        "outputs": {"x": "$steps.s.outputs.x"},
    })
}

fn calls(length: usize) -> Files {
    workflows(length, |_, next| match next {
        Some(next) => {
            let mut made = last();
            made["steps"] = json!([{"stepId": "s", "workflowId": format!("w{next}"), "outputs": {"x": "$outputs.x"}}]);
            made
        }
        None => last(),
    })
}

fn calls_with_inputs(length: usize) -> Files {
    workflows(length, |_, next| {
        let mut made = last();
        made["inputs"] = json!({"type": "object", "properties": {"q": {"type": "string"}}});
        if let Some(next) = next {
            let parameters = json!([{"name": "q", "value": "$inputs.q"}]);
            made["steps"] = json!([{"stepId": "s", "workflowId": format!("w{next}"), "parameters": parameters, "outputs": {"x": "$outputs.x"}}]);
        }
        made
    })
}

fn waits(length: usize) -> Files {
    workflows(length, |_, next| {
        let mut made = last();
        if let Some(next) = next {
            made["dependsOn"] = json!([format!("w{next}")]);
            made["outputs"] = json!({"x": format!("$workflows.w{next}.outputs.x")});
        }
        made
    })
}

/// Calls in a chain whose last workflow waits for another.
fn calls_of_what_waits(length: usize) -> Files {
    workflows(length, |index, next| {
        let mut made = last();
        match next {
            Some(next) if index > 0 => {
                made["steps"][0]["operationId"].take();
                made["steps"] = json!([{"stepId": "s", "workflowId": format!("w{next}"), "outputs": {"x": "$outputs.x"}}]);
                if next + 1 == length {
                    made["dependsOn"] = json!(["w0"]);
                }
            }
            _ => {}
        }
        made
    })
}

fn circle(length: usize) -> Files {
    workflows(length, |_, next| {
        let mut made = last();
        let next = next.unwrap_or_default();
        made["steps"][0]["onFailure"] =
            json!([{"name": "a", "type": "goto", "workflowId": format!("w{next}")}]);
        made
    })
}

fn actions(length: usize, list: &str, kind: &str) -> Files {
    workflows(length, |_, next| {
        let mut made = last();
        if let Some(next) = next {
            let mut action = json!({"name": "a", "type": kind, "workflowId": format!("w{next}")});
            if kind == "retry" {
                action["retryAfter"] = json!(1);
            }
            made["steps"][0][list] = json!([action]);
        }
        made
    })
}

fn documents(length: usize) -> Files {
    let mut files = vec![plain_api()];
    for index in 0..length {
        let mut sources = vec![source()];
        let mut steps = vec![json!({"stepId": "s", "operationId": "$sourceDescriptions.api.op"})];
        let next = index + 1;
        if next < length {
            sources.push(json!({"name": "next", "url": format!("{next}.json"), "type": "arazzo"}));
            steps.push(json!({"stepId": "t", "workflowId": "$sourceDescriptions.next.w"}));
        }
        let workflow = json!({"workflowId": "w", "steps": steps});
        files.push(document(index, json!(sources), vec![workflow]));
    }
    files
}

/// Steps each of which is made from its number and the number of steps.
fn chain(length: usize, add: impl Fn(usize, &mut Value)) -> Files {
    let all = (0..length).map(|index| {
        let mut made = step(&format!("s{index}"));
        made["outputs"] = json!({"x": "$response.body#/id"});
        add(index, &mut made);
        made
    });
    steps(all.collect())
}

fn id(index: usize) -> String {
    format!("s{index}")
}

fn reads(of: usize) -> Value {
    json!({"payload": {"x": format!("$steps.s{of}.outputs.x")}})
}

/// Each step reads the next one's output; the last one leads back to the first.
fn reads_of_later_steps(length: usize) -> Files {
    let last = length.saturating_sub(1);
    chain(length, |index, made| {
        if index == last {
            made["onSuccess"] = json!([{"name": "a", "type": "goto", "stepId": "s0",
                "criteria": [{"condition": "$response.body#/id == 'x'"}]}]);
        } else {
            made["outputs"] = json!({"x": format!("$steps.s{}.outputs.x", index + 1)});
        }
    })
}

/// Each step goes on `by` steps, or as many back.
fn jumps(length: usize, list: &str, by: isize) -> Files {
    chain(length, |index, made| {
        let target = index.checked_add_signed(by).filter(|to| *to < length);
        if let Some(target) = target {
            made[list] = json!([{"name": "a", "type": "goto", "stepId": id(target),
                "criteria": [{"condition": "$statusCode == 404"}]}]);
        }
    })
}

fn helpers(length: usize) -> Files {
    chain(length, |index, made| {
        if index + 1 < length {
            made["onFailure"] =
                json!([{"name": "a", "type": "retry", "stepId": id(index + 1), "retryAfter": 1}]);
        }
    })
}

fn dependencies(length: usize, on: impl Fn(usize) -> Vec<usize>) -> Files {
    chain(length, |index, made| {
        let on: Vec<String> = on(index)
            .into_iter()
            .filter(|on| *on < length)
            .map(id)
            .collect();
        if !on.is_empty() {
            made["dependsOn"] = json!(on);
        }
    })
}

/// One step with a list of things.
fn one(length: usize, list: &'static str, item: impl Fn(usize) -> Value) -> Files {
    let all: Vec<Value> = (0..length).map(item).collect();
    let mut made = step("s");
    made[list] = json!(all);
    steps(vec![made, step("t")])
}

/// One step with an object of things.
fn outputs(length: usize) -> Files {
    let all = (0..length).map(|index| (format!("x{index}"), json!("$response.body#/id")));
    let mut made = step("s");
    made["outputs"] = Value::Object(all.collect());
    let of_workflow = (0..length).map(|index| {
        let read = format!("$steps.s.outputs.x{index}");
        (format!("x{index}"), json!(read))
    });
    let outputs = Value::Object(of_workflow.collect());
    let workflow = json!({"workflowId": "w", "steps": [made], "outputs": outputs});
    vec![flow(vec![workflow]), plain_api()]
}

fn action(index: usize) -> Value {
    let criteria = json!([{"condition": format!("$statusCode == {}", index % 500 + 100)}]);
    json!({"name": format!("a{index}"), "type": "goto", "stepId": "t", "criteria": criteria})
}

fn criterion(index: usize) -> Value {
    json!({"condition": format!("$response.body#/id != 'x{index}'")})
}

fn inputs(length: usize) -> Files {
    let properties = (0..length).map(|index| (format!("q{index}"), json!({"type": "string"})));
    let properties = Value::Object(properties.collect());
    let payload =
        (0..length).map(|index| (format!("q{index}"), json!(format!("$inputs.q{index}"))));
    let payload = Value::Object(payload.collect());
    let mut made = step("s");
    made["requestBody"] = json!({"payload": payload});
    let workflow = json!({"workflowId": "w", "inputs": {"type": "object", "properties": properties}, "steps": [made]});
    vec![flow(vec![workflow]), plain_api()]
}

fn components(length: usize) -> Files {
    let (name, mut document) = flow(vec![
        json!({"workflowId": "w", "steps": [step("s"), step("t")]}),
    ]);
    let of = |index: usize| (format!("a{index}"), action(index));
    let references: Vec<Value> = (0..length)
        .map(|index| json!({"reference": format!("$components.failureActions.a{index}")}))
        .collect();
    document["components"] =
        json!({"failureActions": Value::Object((0..length).map(of).collect())});
    document["workflows"][0]["steps"][0]["onFailure"] = json!(references);
    vec![(name, document), plain_api()]
}

fn unknown(field: &'static str) -> impl Fn(usize) -> Files {
    move |length| {
        chain(length, move |index, made| match field {
            "operationId" => made[field] = json!(format!("nothing{index}")),
            "dependsOn" => made[field] = json!([format!("nothing{index}")]),
            "outputs" => made[field] = json!({"x": format!("$steps.nothing{index}.outputs.x")}),
            "goto" => {
                made["onSuccess"] =
                    json!([{"name": "a", "type": "goto", "stepId": format!("nothing{index}")}]);
            }
            _ => made[field] = json!(index),
        })
    }
}

fn sources(length: usize) -> Files {
    let mut all = vec![source()];
    for index in 1..length {
        all.push(json!({"name": format!("api{index}"), "url": "api.json", "type": "openapi"}));
    }
    let steps: Vec<Value> = (1..length)
        .map(|index| json!({"stepId": id(index), "operationId": format!("$sourceDescriptions.api{index}.op")}))
        .collect();
    let workflow = json!({"workflowId": "w", "steps": steps});
    vec![document(0, json!(all), vec![workflow]), plain_api()]
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("calls", calls),
        Kind::new("calls with inputs", calls_with_inputs),
        Kind::new("calls of what waits", calls_of_what_waits),
        Kind::new("waits", waits),
        Kind::new("circle", circle),
        Kind::new("goto workflows", |length| {
            actions(length, "onSuccess", "goto")
        }),
        Kind::new("goto workflows after failure", |length| {
            actions(length, "onFailure", "goto")
        }),
        Kind::new("retry workflows", |length| {
            actions(length, "onFailure", "retry")
        }),
        Kind::new("documents", documents),
        Kind::new("workflows", |length| workflows(length, |_, _| last())),
        Kind::new("steps", |length| chain(length, |_, _| {})),
        Kind::new("reads", |length| {
            chain(length, |index, made| {
                if let Some(before) = index.checked_sub(1) {
                    made["requestBody"] = reads(before);
                    made["outputs"] = json!({"x": format!("$steps.s{before}.outputs.x")});
                }
            })
        }),
        Kind::new("reads of requests", |length| {
            chain(length, |index, made| {
                if let Some(before) = index.checked_sub(1) {
                    made["requestBody"] = reads(before);
                }
                made["outputs"] = json!({"x": "$request.body#/x"});
            })
        }),
        Kind::new("reads of later steps", reads_of_later_steps),
        Kind::new("jumps on", |length| jumps(length, "onSuccess", 2)),
        Kind::new("jumps back", |length| jumps(length, "onFailure", -2)),
        Kind::new("loops", |length| jumps(length, "onSuccess", 0)),
        Kind::new("helpers", helpers),
        Kind::new("depends on the one before", |length| {
            dependencies(length, |index| index.checked_sub(1).into_iter().collect())
        }),
        Kind::new("depends on the next", |length| {
            dependencies(length, |index| vec![index + 1])
        }),
        Kind::new("depends on each other", |length| {
            dependencies(length, move |index| vec![(index + 1) % length])
        }),
        Kind::new("depends on many", |length| {
            dependencies(length, move |index| {
                if index + 1 == length {
                    (0..index).collect()
                } else {
                    Vec::new()
                }
            })
        }),
        Kind::new("actions", |length| one(length, "onFailure", action)),
        Kind::new("criteria", |length| {
            one(length, "successCriteria", criterion)
        }),
        Kind::new("headers", |length| {
            one(
                length,
                "parameters",
                |index| json!({"name": format!("X-{index}"), "in": "header", "value": "a"}),
            )
        }),
        Kind::new("outputs", outputs),
        Kind::new("inputs", inputs),
        Kind::new("components", components),
        Kind::new("sources", sources),
        Kind::new("unknown operations", unknown("operationId")),
        Kind::new("unknown dependencies", unknown("dependsOn")),
        Kind::new("unknown steps", unknown("outputs")),
        Kind::new("unknown targets", unknown("goto")),
        Kind::new("unknown fields", unknown("nothing")),
    ]
}
