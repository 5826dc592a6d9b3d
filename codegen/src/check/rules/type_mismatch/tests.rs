//! What is known of outputs where a response is declared in several ways, or not at all.

use super::super::testing::document;

/// What is said of a workflow that asks `operation` with these fields, and gives `output` of it as a count.
fn handed_on(operation: &str, fields: &str, output: &str) -> Vec<&'static str> {
    let found = document(&format!(
        "workflows:
- workflowId: w
  steps:
  - stepId: read
    operationId: {operation}
    outputs: {{x: {output}}}
    {fields}
  - {{stepId: count, operationId: putCount, parameters: [{{name: count, in: path, value: $steps.read.outputs.x}}]}}
  outputs: {{x: $steps.read.outputs.x}}"
    ));
    found.into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn every_media_type_of_json_counts() {
    let told = ["type-mismatch"];
    assert_eq!(handed_on("readVariants", "", "$response.body"), told);
    assert_eq!(handed_on("readVariants", "", "$response.body#/owner"), told);
    // One of the variants has a number there.
    let either = handed_on("readVariants", "", "$response.body#/size");
    assert_eq!(either, Vec::<&str>::new());
    // Only one of them declares it.
    let one = handed_on("readVariants", "", "$response.body#/vendor");
    assert_eq!(one, Vec::<&str>::new());
    let none = handed_on("readVariants", "", "$response.body#/nothing");
    assert_eq!(none, ["undeclared-pointer"]);
}

#[test]
fn the_same_data_as_text_is_no_other_type() {
    let told = ["type-mismatch"];
    assert_eq!(handed_on("readNotations", "", "$response.body"), told);
    let pointer = handed_on("readNotations", "", "$response.body#/owner");
    assert_eq!(pointer, told);
}

#[test]
fn no_content_beside_the_body_says_nothing_of_it() {
    let ok = "successCriteria: [{condition: $statusCode == 200}]";
    for action in [
        "onFailure: [{name: again, type: retry, retryAfter: 1, retryLimit: 2, criteria: [{condition: $statusCode >= 500}]}]",
        "onFailure: [{name: gone, type: end, criteria: [{condition: $statusCode == 404}]}]",
        "onFailure: [{name: on, type: goto, stepId: count, criteria: [{condition: $statusCode == 404}]}]",
        "description: no action",
    ] {
        for criteria in [ok, "# none"] {
            let fields = format!("{action}\n    {criteria}");
            let found = handed_on("readOrNothing", &fields, "$response.body");
            assert_eq!(found, ["type-mismatch"], "{fields}");
        }
    }
}

#[test]
fn what_a_failure_ends_with_is_read_by_nobody_in_the_workflow() {
    let of = |kind: &str| {
        let action = format!(
            "onFailure: [{{name: f, {kind}, criteria: [{{condition: $statusCode == 409}}]}}]"
        );
        handed_on("readOrConflict", &action, "$response.body#/id")
    };
    let told = ["type-mismatch"];
    assert_eq!(of("type: end"), told);
    assert_eq!(of("type: retry, retryAfter: 1, retryLimit: 1"), told);
    // Here the count of the conflict may be handed on.
    assert_eq!(of("type: goto, stepId: count"), Vec::<&str>::new());
}

#[test]
fn a_status_that_is_not_declared_hides_nothing() {
    let created = |status: u16, output: &str| {
        let fields = format!("successCriteria: [{{condition: $statusCode == {status}}}]");
        handed_on("createThing", &fields, output)
    };
    let undeclared = "undeclared-status";
    for (output, told) in [
        ("$response.body", "type-mismatch"),
        ("$response.body#/uri", "type-mismatch"),
        ("$response.body#/id", "undeclared-pointer"),
    ] {
        let mut found = created(200, output);
        found.sort_unstable();
        let mut both = [told, undeclared];
        both.sort_unstable();
        assert_eq!(found, both, "{output}");
        assert_eq!(created(201, output), [told], "{output}");
    }
    assert_eq!(created(200, "$response.body#/count"), [undeclared]);
    // Nothing that is declared for success describes a failure that is awaited.
    assert_eq!(created(404, "$response.body#/id"), [undeclared]);
}

#[test]
fn criteria_beside_a_status_that_is_not_declared_are_judged() {
    let judged = |condition: &str| {
        let fields = format!(
            "successCriteria: [{{condition: $statusCode == 200}}, {{condition: {condition}}}]"
        );
        let mut found = handed_on("createThing", &fields, "$response.body#/count");
        found.retain(|code| *code != "undeclared-status");
        found
    };
    assert_eq!(judged("$response.body#/uri == 'true'"), ["never-equal"]);
    assert_eq!(judged("$response.body#/url == 'x'"), ["undeclared-pointer"]);
    assert_eq!(judged("$response.body#/uri == null"), ["never-equal"]);
    assert_eq!(judged("$response.body#/uri == true"), Vec::<&str>::new());
}

#[test]
fn a_response_that_cannot_be_read_may_be_anything() {
    for output in [
        "$response.body",
        "$response.body#/message",
        "$response.header.X-Any",
    ] {
        let found = handed_on("readUnread", "", output);
        assert_eq!(found, ["unresolved-reference"], "{output}");
    }
}
