use serde_json::{Value, json};

use super::super::testing::{node, with_fields};
use crate::{diagnostic::Diagnostics, load::Document, load::Node, model::arazzo::read};

/// The one help there is about a step with these fields.
fn help(fields: Value) -> String {
    only(&node(with_fields(fields)))
}

/// The same of a step with these fields, written as YAML.
fn yaml(fields: &str) -> String {
    let text = format!(
        "arazzo: 1.0.1\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{{name: api, url: a.yaml}}]\nworkflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: op\n    {fields}\n"
    );
    only(&Node::root(Document::parse("w.yaml", &text).unwrap()))
}

fn only(root: &Node) -> String {
    let mut found = Diagnostics::new(false);
    read(root, &mut found);
    let found: Vec<_> = found.into_iter().collect();
    let [found] = found.as_slice() else {
        panic!("{}: {found:?}", root.value());
    };
    found.help.clone().unwrap_or_default()
}

#[test]
fn tests_of_other_languages_are_shown_as_conditions() {
    for (criterion, condition) in [
        ("{statusCode: 200}", "$statusCode == 200"),
        ("{status: 200}", "$statusCode == 200"),
        ("{status: active}", "$response.body#/status == 'active'"),
        ("{$statusCode: 200}", "$statusCode == 200"),
        (
            "{statusCode: [200, 201]}",
            "$statusCode == 200 || $statusCode == 201",
        ),
        ("{inputs.a: 1}", "$inputs.a == 1"),
        ("{context: $statusCode, value: 200}", "$statusCode == 200"),
        (
            "{context: $response.body#/a, equals: b}",
            "$response.body#/a == 'b'",
        ),
        ("{status: 200, type: simple}", "$statusCode == 200"),
        ("200", "$statusCode == 200"),
        ("[$statusCode == 200]", "$statusCode == 200"),
        ("{condition: 200}", "$statusCode == 200"),
        ("{condition: {$statusCode: 200}}", "$statusCode == 200"),
        ("{condition: [$statusCode == 200]}", "$statusCode == 200"),
    ] {
        let help = yaml(&format!("successCriteria: [{criterion}]"));
        let form = format!("condition: {condition}`");
        assert!(help.contains(&form), "{criterion}: {help}");
    }
    assert_eq!(
        yaml("successCriteria: {statusCode: 200}"),
        "each is an entry of a list: `- condition: $statusCode == 200`"
    );
    assert_eq!(
        yaml("successCriteria: [{expression: $statusCode == 200}]"),
        "did you mean `condition`?"
    );
    assert_eq!(
        help(json!({ "successCriteria": [{ "statusCode": 200 }] })),
        r#"write `{"condition": "$statusCode == 200"}`"#
    );
    assert_eq!(
        yaml("successCriteria: [{condition: [$statusCode == 200, $inputs.a == 1]}]"),
        "write a criterion for each: all of them have to hold"
    );
}

#[test]
fn a_test_says_no_less_and_nothing_else_as_a_condition() {
    let id = "$response.body#/0/id";
    for (criterion, condition) in [
        (
            r#"{context: $statusCode, operator: "!=", value: 200}"#,
            "$statusCode != 200",
        ),
        (
            r#"{context: $statusCode, operator: ">", value: 200}"#,
            "$statusCode > 200",
        ),
        (
            "{context: $statusCode, operator: matches, value: 200}",
            "$statusCode … 200",
        ),
        (
            "{left: $statusCode, op: gte, right: 200}",
            "$statusCode >= 200",
        ),
        (
            "{context: $response.body#/0/id, equals: x, negate: true}",
            "$response.body#/0/id != 'x'",
        ),
        ("{statusCode: 200, negate: false}", "$statusCode == 200"),
        (
            "{statusCode: 2XX}",
            "$statusCode >= 200 && $statusCode < 300",
        ),
        (
            r#"{statusCode: "200-299"}"#,
            "$statusCode >= 200 && $statusCode <= 299",
        ),
        (r#"{statusCode: "200"}"#, "$statusCode == 200"),
        (r#"{statusCode: "< 400"}"#, "$statusCode < 400"),
        ("{status: 4xx}", "$statusCode >= 400 && $statusCode < 500"),
        ("{statusCode: ok}", "$statusCode == …"),
        (
            "{statusCode: {gte: 200, lt: 300}}",
            "$statusCode >= 200 && $statusCode < 300",
        ),
        ("{statusCode: {any: 200}}", "$statusCode …"),
        ("[$statusCode, '!=', 200]", "$statusCode != 200"),
        (
            r#"{condition: [$statusCode, "!=", 200]}"#,
            "$statusCode != 200",
        ),
        ("2XX", "$statusCode >= 200 && $statusCode < 300"),
        (
            "{statusCode: 200, contentType: application/json}",
            "$statusCode == 200 && $response.header.Content-Type == 'application/json'",
        ),
        (
            "{statusCode: [200, 201], $response.body#/0/id: x}",
            "($statusCode == 200 || $statusCode == 201) && $response.body#/0/id == 'x'",
        ),
        (
            r#"{status: "$response.body#/0/id == 1"}"#,
            "$response.body#/0/id == 1",
        ),
    ] {
        let help = yaml(&format!("successCriteria: [{criterion}]"));
        let form = format!("condition: {condition}`");
        assert!(help.contains(&form), "{criterion}: {help}");
    }
    assert_eq!(
        yaml(&format!("successCriteria: {{status: \"{id} == 1\"}}")),
        format!("each is an entry of a list: `- condition: {id} == 1`")
    );
    assert_eq!(
        yaml("successCriteria: [{statusCode: 2XX, negate: true}]"),
        r#"write `- condition: "!($statusCode >= 200 && $statusCode < 300)"`"#
    );
    assert_eq!(
        yaml("successCriteria: 2XX"),
        "write a list of criteria: `successCriteria: [{condition: $statusCode >= 200 && $statusCode < 300}]`"
    );
}

#[test]
fn an_action_says_no_less_and_nothing_else_with_its_type() {
    for (actions, form) in [
        (
            "onSuccess: [{end: {criteria: [{condition: $statusCode == 200}]}}]",
            "{name: end, type: end, criteria: …}",
        ),
        (
            "onFailure: {end: true, criteria: [{condition: $statusCode == 404}]}",
            "{name: end, type: end, criteria: …}",
        ),
        (
            "onFailure: [{end: true, when: $statusCode == 404}]",
            "{name: end, type: end, criteria: …}",
        ),
        (
            "onFailure: [{retry: 3, retryAfter: 2}]",
            "{name: retry, type: retry, retryLimit: 3, retryAfter: 2}",
        ),
        (
            "onFailure: [{retry: 3, stepId: s}]",
            "{name: retry, type: retry, retryLimit: 3, stepId: s}",
        ),
        (
            "onFailure: [{retry: 3, backoff: exponential}]",
            "{name: retry, type: retry, retryLimit: 3, …}",
        ),
        (
            "onFailure: {retry: 3, goto: s}",
            "onFailure: [{name: retry, type: retry, retryLimit: 3}, {name: goto, type: goto, stepId: s}]",
        ),
        (
            "onFailure: {retry: 3, goto: s, criteria: []}",
            "{name: retry, type: …, …}",
        ),
        (
            "onFailure: [{retry: 3, goto: s}]",
            "`- {name: retry, type: retry, retryLimit: 3}` and `- {name: goto, type: goto, stepId: s}",
        ),
        (
            "onFailure: {retry: {limit: 3, delay: 2}}",
            "{name: retry, type: retry, retryLimit: 3, retryAfter: 2}",
        ),
        (
            "onFailure: {retry: 2.5}",
            "{name: retry, type: retry, retryLimit: …}",
        ),
        (
            "onFailure: {retry: -1}",
            "{name: retry, type: retry, retryLimit: …}",
        ),
        (
            "onFailure: [{goto: $workflows.w}]",
            "{name: goto, type: goto, workflowId: w}",
        ),
        (
            "onFailure: [{goto: $steps.s}]",
            "{name: goto, type: goto, stepId: s}",
        ),
        (
            "onSuccess: {goto: w}",
            "{name: goto, type: goto, workflowId: w}",
        ),
        (
            "onSuccess: {goto: s}",
            "{name: goto, type: goto, stepId: s}",
        ),
        ("onSuccess: [w]", "{name: w, type: goto, workflowId: w}"),
        ("onFailure: stop", "[{name: stop, type: end}]"),
        (
            "onFailure: continue",
            "[{name: continue, type: goto, stepId: …}]",
        ),
    ] {
        let help = yaml(actions);
        assert!(help.contains(&format!("{form}`")), "{actions}: {help}");
    }
    assert_eq!(
        help(json!({ "onFailure": [{ "retry": 3, "criteria": [] }] })),
        r#"write `{"name": "retry", "type": "retry", "retryLimit": 3, "criteria": …}`"#
    );
}

#[test]
fn actions_of_other_languages_are_shown_with_their_types() {
    for (actions, form) in [
        (
            "onFailure: {retry: 3}",
            "{name: retry, type: retry, retryLimit: 3}",
        ),
        (
            "onFailure: [{retry: 3}]",
            "{name: retry, type: retry, retryLimit: 3}",
        ),
        (
            "onFailure: [{retry: {retryAfter: 1}}]",
            "{name: retry, type: retry, retryAfter: 1}",
        ),
        (
            "onSuccess: {goto: find}",
            "{name: goto, type: goto, stepId: find}",
        ),
        (
            "onSuccess: [{goto: {stepId: find}}]",
            "{name: goto, type: goto, stepId: find}",
        ),
        (
            "onFailure: {type: retry, retryLimit: 2}",
            "{name: retry, type: retry, retryLimit: 2}",
        ),
        (
            "onFailure: {again: {type: retry}}",
            "{name: again, type: retry}",
        ),
        (
            "onSuccess: {stepId: find}",
            "{name: find, type: goto, stepId: find}",
        ),
        (
            "onFailure: [{retry: 3, name: x}]",
            "{name: x, type: retry, retryLimit: 3}",
        ),
        ("onSuccess: end", "[{name: end, type: end}]"),
        (
            "onSuccess: [find]",
            "{name: find, type: goto, stepId: find}",
        ),
    ] {
        let help = yaml(actions);
        assert!(help.contains(&format!("{form}`")), "{actions}: {help}");
    }
}

#[test]
fn bodies_of_other_languages_are_shown_with_their_payload() {
    for (body, form) in [
        ("body: {a: 1}", "write `requestBody: {payload: …}`"),
        (
            "requestBody: {contentType: application/json, body: {a: 1}}",
            "did you mean `payload`?",
        ),
        (
            "requestBody: {contentType: application/json, value: {a: 1}}",
            "did you mean `payload`?",
        ),
        (
            "requestBody: {content: {application/json: {a: 1}}}",
            "write the media type and the body: `requestBody: {contentType: application/json, payload: …}`",
        ),
        (
            "requestBody: {text/plain: hello}",
            "write the media type and the body: `requestBody: {contentType: text/plain, payload: hello}`",
        ),
    ] {
        assert_eq!(yaml(body), form, "{body}");
    }
}

#[test]
fn the_file_of_a_source_is_its_url() {
    let mut document = with_fields(json!({}));
    document["sourceDescriptions"] = json!([{ "name": "api", "path": "./a.yaml" }]);
    assert_eq!(only(&node(document)), "did you mean `url`?");
}
