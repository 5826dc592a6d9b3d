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
