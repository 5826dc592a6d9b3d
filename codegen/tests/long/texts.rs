//! Texts with a grammar of their own: expressions, conditions, templates, JSONPath, XPath, regular expressions, pointers.

use serde_json::{Value, json};

use super::{Files, Kind, api, flow, object, plain_api, response, step, steps};

fn condition(text: String) -> Files {
    let mut made = step("s");
    made["successCriteria"] = json!([{"condition": text}]);
    steps(vec![made])
}

fn criterion(kind: &str, text: String) -> Files {
    let mut made = step("s");
    made["successCriteria"] =
        json!([{"context": "$response.body", "condition": text, "type": kind}]);
    steps(vec![made])
}

fn around(open: &str, inside: &str, close: &str, length: usize) -> String {
    format!("{}{inside}{}", open.repeat(length), close.repeat(length))
}

fn joined(part: &str, by: &str, length: usize) -> String {
    vec![part; length].join(by)
}

fn payload(media_type: &str, text: String) -> Files {
    let mut made = step("s");
    made["requestBody"] = json!({"contentType": media_type, "payload": text});
    let inputs = object(json!({"q": {"type": "string"}}));
    let workflow = json!({"workflowId": "w", "inputs": inputs, "steps": [made]});
    vec![flow(vec![workflow]), any_body()]
}

/// An API whose operation takes anything and answers what it likes, or a schema that holds itself.
fn any_body() -> (String, Value) {
    let node = json!({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/N"}, "id": {"type": "string"}}});
    let operation = json!({
        "operationId": "op",
        "requestBody": {"content": {"application/json": {}, "application/xml": {}, "text/plain": {}}},
        "responses": {"200": response(&json!({"$ref": "#/components/schemas/N"}))},
    });
    api(
        json!({"/p": {"post": operation}}),
        json!({"schemas": {"N": node}}),
    )
}

fn output(text: String) -> Files {
    let mut made = step("s");
    made["outputs"] = json!({"x": text});
    let mut second = step("t");
    second["requestBody"] = json!({"payload": {"x": "$steps.s.outputs.x"}});
    let inputs = json!({"$ref": "api.json#/components/schemas/N"});
    let workflow = json!({"workflowId": "w", "inputs": inputs, "steps": [made, second], "outputs": {"x": "$steps.s.outputs.x"}});
    vec![flow(vec![workflow]), any_body()]
}

fn replacements(length: usize, target: impl Fn(usize) -> String) -> Files {
    let all: Vec<Value> = (0..length)
        .map(|index| json!({"target": target(index), "value": "x"}))
        .collect();
    let mut made = step("s");
    made["requestBody"] =
        json!({"contentType": "application/json", "payload": {"a": {}}, "replacements": all});
    let workflow = json!({"workflowId": "w", "steps": [made]});
    vec![flow(vec![workflow]), any_body()]
}

fn described(length: usize) -> Files {
    let text = joined(
        "A *word* of `code`, a [link](#x) and more.\n\n- item",
        "\n",
        length,
    );
    let mut made = step("s");
    made["description"] = json!(text);
    let (name, mut document) = flow(vec![
        json!({"workflowId": "w", "description": text, "steps": [made]}),
    ]);
    document["info"]["description"] = json!(text);
    vec![(name, document), plain_api()]
}

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::new("parentheses", |n| {
            condition(around("(", "$statusCode == 200", ")", n))
        }),
        Kind::new("negations", |n| {
            condition(format!("{}($statusCode == 200)", "!".repeat(n)))
        }),
        Kind::new("conjunctions", |n| {
            condition(joined("$statusCode != 404", " && ", n))
        }),
        Kind::new("disjunctions", |n| {
            condition(joined(
                "$statusCode == 200 && $statusCode != 404",
                " || ",
                n,
            ))
        }),
        Kind::new("condition in pointer", |n| {
            condition(format!("$response.body#{} == 'x'", "/a".repeat(n)))
        }),
        Kind::new("regex groups", |n| {
            criterion("regex", around("(", "a", ")", n))
        }),
        Kind::new("regex alternatives", |n| {
            criterion("regex", joined("a", "|", n))
        }),
        Kind::new("regex classes", |n| {
            criterion("regex", around("[a", "b", "]", n))
        }),
        Kind::new("regex repetitions", |n| {
            criterion("regex", around("(?:", "a", "){2}", n))
        }),
        Kind::new("jsonpath segments", |n| {
            criterion("jsonpath", format!("$[?@{} == 1]", ".a".repeat(n)))
        }),
        Kind::new("jsonpath filters", |n| {
            criterion("jsonpath", format!("${}", around("[?@", ".a", "]", n)))
        }),
        Kind::new("jsonpath parentheses", |n| {
            criterion(
                "jsonpath",
                format!("$[?{}]", around("(", "@.a == 1", ")", n)),
            )
        }),
        Kind::new("jsonpath negations", |n| {
            criterion(
                "jsonpath",
                format!("$[?{}]", around("!(", "@.a == 1", ")", n)),
            )
        }),
        Kind::new("jsonpath disjunctions", |n| {
            criterion("jsonpath", format!("$[?{}]", joined("@.a == 1", " || ", n)))
        }),
        Kind::new("jsonpath names", |n| {
            criterion("jsonpath", format!("$[{}]", joined("'a'", ",", n)))
        }),
        Kind::new("xpath parentheses", |n| {
            criterion("xpath", around("(", "//a = 1", ")", n))
        }),
        Kind::new("xpath predicates", |n| {
            criterion("xpath", around("//a[", "b", "]", n))
        }),
        Kind::new("xpath paths", |n| criterion("xpath", joined("/a", "", n))),
        Kind::new("xpath negations", |n| {
            criterion("xpath", format!("{}1 = 1", "-".repeat(n)))
        }),
        Kind::new("xpath functions", |n| {
            criterion("xpath", around("not(", "//a", ")", n))
        }),
        Kind::new("xpath operators", |n| {
            criterion("xpath", joined("//a = 1", " and ", n))
        }),
        Kind::new("pointer", |n| {
            output(format!("$response.body#{}", "/a".repeat(n)))
        }),
        Kind::new("pointer beyond the schema", |n| {
            output(format!("$response.body#/id{}", "/a".repeat(n)))
        }),
        Kind::new("pointer into inputs", |n| {
            output(format!("$inputs.a#{}", "/a".repeat(n)))
        }),
        Kind::new("dots", |n| output(format!("$inputs{}", ".a".repeat(n)))),
        Kind::new("brackets", |n| {
            output(format!("$inputs.a{}", "[0]".repeat(n)))
        }),
        Kind::new("embedded", |n| {
            output(joined("{$response.body#/id}", "-", n))
        }),
        Kind::new("braces", |n| {
            output(around("{", "$response.body#/id", "}", n))
        }),
        Kind::new("json text of lists", |n| {
            payload("application/json", around("[", "\"{$inputs.a}\"", "]", n))
        }),
        Kind::new("json text of objects", |n| {
            payload(
                "application/json",
                around("{\"a\": ", "\"{$inputs.a}\"", "}", n),
            )
        }),
        Kind::new("json text with values", |n| {
            payload(
                "application/json",
                format!("[{}]", joined("\"{$inputs.a.id}\"", ", ", n)),
            )
        }),
        Kind::new("xml text", |n| {
            payload(
                "application/xml",
                around("<a>", "{$inputs.a.id}", "</a>", n),
            )
        }),
        Kind::new("xml text with values", |n| {
            payload(
                "application/xml",
                format!(
                    "<a>{}</a>",
                    joined("<b c=\"{$inputs.q}\">{$inputs.q}</b>", "", n)
                ),
            )
        }),
        Kind::new("text with values", |n| {
            payload("text/plain", joined("{$inputs.q}", " ", n))
        }),
        Kind::new("replacements", |n| {
            replacements(n, |index| format!("/a/b{index}"))
        }),
        Kind::new("replacements of one", |n| {
            replacements(n, |_| "/a/b".to_owned())
        }),
        Kind::new("deep replacement", |n| replacements(1, |_| "/a".repeat(n))),
        Kind::new("descriptions", described),
    ]
}
