//! Chains of workflows, steps and documents, far longer than anybody writes, on the 2 MiB of stack that a test has.

use arazzo_codegen::{Generator, load::Memory, report::Report};
use serde_json::{Value, json};

use super::long;

/// As many links overflowed such a stack.
const LINKS: usize = 150;

fn api() -> String {
    let response = json!({"description": "d", "content": {"application/json": {"schema": {
        "type": "object", "properties": {"id": {"type": "string"}}
    }}}});
    let operation = json!({"operationId": "op", "responses": {"200": response}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/p": {"post": operation}},
    })
    .to_string()
}

fn flow(sources: Value, workflows: Value) -> String {
    json!({
        "arazzo": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": sources,
        "workflows": workflows,
    })
    .to_string()
}

fn compiled(memory: Memory) -> Report {
    let memory = memory.file("api.json", api());
    let (source, report) = Generator::new().files(memory).document("0.json").generate();
    assert!(
        !source.is_empty() && !report.has_errors(),
        "{}",
        report.human(false)
    );
    report
}

/// Compiles workflows each of which is made from the number of the next; the last one has none.
fn workflows(workflow: impl Fn(Option<usize>) -> Value) {
    let all: Vec<Value> = (0..LINKS)
        .map(|index| {
            let next = Some(index + 1).filter(|next| *next < LINKS);
            let mut made = workflow(next);
            made["workflowId"] = json!(format!("w{index}"));
            made
        })
        .collect();
    let sources = json!([{"name": "api", "url": "api.json", "type": "openapi"}]);
    compiled(Memory::new().file("0.json", flow(sources, json!(all))));
}

fn last() -> Value {
    json!({
        "steps": [{"stepId": "s", "operationId": "op", "outputs": {"x": "$response.body#/id"}}],
        "outputs": {"x": "$steps.s.outputs.x"},
    })
}

#[test]
fn workflows_that_call_each_other_need_no_stack() {
    workflows(|next| match next {
        Some(next) => json!({
            "steps": [{"stepId": "s", "workflowId": format!("w{next}"), "outputs": {"x": "$outputs.x"}}],
            "outputs": {"x": "$steps.s.outputs.x"},
        }),
        None => last(),
    });
}

#[test]
fn workflows_that_wait_for_each_other_need_no_stack() {
    workflows(|next| {
        let mut made = last();
        if let Some(next) = next {
            made["dependsOn"] = json!([format!("w{next}")]);
            made["outputs"] = json!({"x": format!("$workflows.w{next}.outputs.x")});
        }
        made
    });
}

#[test]
fn actions_that_lead_on_need_no_stack() {
    let goto = json!({"name": "a", "type": "goto"});
    let retry = json!({"name": "a", "type": "retry", "retryAfter": 1});
    for (list, action) in [
        ("onSuccess", &goto),
        ("onFailure", &goto),
        ("onFailure", &retry),
    ] {
        workflows(|next| {
            let mut made = last();
            if let Some(next) = next {
                let mut action = action.clone();
                action["workflowId"] = json!(format!("w{next}"));
                made["steps"][0][list] = json!([action]);
            }
            made
        });
    }
}

#[test]
fn documents_that_name_each_other_need_no_stack() {
    let mut memory = Memory::new();
    for index in 0..LINKS {
        let mut sources = vec![json!({"name": "api", "url": "api.json", "type": "openapi"})];
        let mut steps = vec![json!({"stepId": "s", "operationId": "$sourceDescriptions.api.op"})];
        let next = index + 1;
        if next < LINKS {
            sources.push(json!({"name": "next", "url": format!("{next}.json"), "type": "arazzo"}));
            steps.push(json!({"stepId": "t", "workflowId": "$sourceDescriptions.next.w"}));
        }
        let workflow = json!({"workflowId": "w", "steps": steps});
        memory = memory.file(
            format!("{index}.json"),
            flow(json!(sources), json!([workflow])),
        );
    }
    compiled(memory);
}

#[test]
fn payloads_and_inputs_as_deep_as_documents_may_be_need_no_stack() {
    let mut payload = json!("$inputs.q");
    for level in 0..100 {
        payload = match level % 2 {
            0 => json!([payload]),
            _ => json!({"a": payload}),
        };
    }
    let mut schema = json!({"type": "string"});
    for _ in 0..50 {
        schema = json!({"type": "object", "properties": {"q": schema}});
    }
    let workflow = json!({
        "workflowId": "w",
        "inputs": schema,
        "steps": [{"stepId": "s", "operationId": "op", "requestBody": {"payload": payload}}],
    });
    let sources = json!([{"name": "api", "url": "api.json", "type": "openapi"}]);
    compiled(Memory::new().file("0.json", flow(sources, json!([workflow]))));
}

/// Each is refused with a diagnostic, or read.
#[test]
fn chains_of_any_length_end() {
    const BEYOND: [&str; 12] = [
        "calls",
        "calls of what waits",
        "waits",
        "circle",
        "goto workflows",
        "retry workflows",
        "reads of later steps",
        "jumps on",
        "jumps back",
        "helpers",
        "depends on the next",
        "depends on each other",
    ];
    const READ: [&str; 8] = [
        "references",
        "items",
        "properties",
        "allOf",
        "parameter references",
        "response references",
        "path item references",
        "pointers through references",
    ];
    for kind in long::kinds() {
        if !BEYOND.contains(&kind.name) && !READ.contains(&kind.name) {
            continue;
        }
        let beyond = BEYOND.contains(&kind.name);
        let generator = Generator::new().files(kind.files(if beyond { 10_000 } else { 1_000 }));
        let (_, report) = generator.document("0.json").plans();
        if beyond {
            let told = report.human(false);
            assert!(told.contains("limit-exceeded"), "{}: {told}", kind.name);
        }
    }
}

/// What the compiler could not follow is refused, up to the last that it can.
#[test]
fn calls_go_as_deep_as_the_compiler_follows() {
    let kinds = long::kinds();
    let calls = kinds.iter().find(|kind| kind.name == "calls").unwrap();
    let told = |length| {
        let generator = Generator::new().files(calls.files(length));
        generator.document("0.json").plans().1.human(false)
    };
    assert!(!told(240).contains("limit-exceeded"));
    assert!(told(260).contains("more than 250 workflows that each call the next"));
}

/// Texts that nest are refused before they are too deep for anything that reads them.
#[test]
fn texts_of_any_depth_end() {
    let nested = |name: &str| {
        let words = [
            "parenthes",
            "negation",
            "group",
            "filter",
            "predicate",
            "function",
            "text of",
            "xml text",
            "pointer",
            "dots",
            "brackets",
            "braces",
            "classes",
            "repetitions",
            "deep",
        ];
        words.iter().any(|word| name.contains(word))
    };
    for kind in long::kinds().into_iter().filter(|kind| nested(kind.name)) {
        let generator = Generator::new().files(kind.files(1_000));
        generator.document("0.json").check();
    }
}

/// As long as it may be. A debug build has room for that as well, which takes a minute.
#[test]
fn the_longest_chain_is_planned() {
    for kind in long::kinds() {
        if kind.name == "waits" {
            let generator = Generator::new().files(kind.files(5_000));
            let (plans, report) = generator.document("0.json").plans();
            assert_eq!(plans.len(), 1, "{}", report.human(false));
        }
    }
}

/// Each call would be another look at everything.
#[test]
fn a_secret_is_not_followed_through_calls_without_end() {
    let handed_on = |links: usize| {
        let workflow = |index: usize| {
            let mut input = json!({"type": "string"});
            if index == 0 {
                input["format"] = json!("password");
            }
            let step = match index + 1 < links {
                true => json!({
                    "stepId": "s",
                    "workflowId": format!("w{}", index + 1),
                    "parameters": [{"name": "p", "value": "$inputs.p"}],
                }),
                false => json!({"stepId": "s", "operationId": "op"}),
            };
            json!({
                "workflowId": format!("w{index}"),
                "inputs": {"type": "object", "required": ["p"], "properties": {"p": input}},
                "steps": [step],
            })
        };
        let sources = json!([{"name": "api", "url": "api.json", "type": "openapi"}]);
        let all: Vec<Value> = (0..links).map(workflow).collect();
        let files = Memory::new().file("0.json", flow(sources, json!(all)));
        let generator = Generator::new().files(files.file("api.json", api()));
        generator.document("0.json").check().human(false)
    };
    assert!(!handed_on(10).contains("limit-exceeded"));
    let told = handed_on(200);
    assert!(
        told.contains("a secret comes to `p` by too many calls"),
        "{told}"
    );
}
