//! Names, fields and expressions with a mistake in them: where the report points, and what it proposes.

use crate::support::told::{HEAD, document, found, step, told};

#[test]
fn a_selector_of_type_jsonpointer_takes_a_pointer() {
    for (selector, expected) in [
        ("name", "invalid-pointer <name>"),
        ("total/", "invalid-pointer <total/>"),
        ("'#/total'", "invalid-pointer <'#/total'> -> /total"),
        ("'/a~2'", "invalid-pointer <'/a~2'>"),
        (
            "'$response.body#/total'",
            "invalid-pointer <'$response.body#/total'> -> /total",
        ),
        ("/totl", "undeclared-pointer <totl> -> total"),
        ("/items/0/nme", "undeclared-pointer <nme> -> name"),
    ] {
        let output = format!(
            "outputs: {{y: {{context: $response.body, selector: {selector}, type: jsonpointer}}}}"
        );
        assert_eq!(step(&output), [expected], "{output}");
    }
    for selector in ["''", "/total", "/items/0/name", "'/{$inputs.label}'"] {
        let output = format!(
            "outputs: {{y: {{context: $response.body, selector: {selector}, type: {{type: jsonpointer, version: rfc6901}}}}}}"
        );
        assert_eq!(step(&output), [""; 0], "{output}");
    }
}

#[test]
fn a_selector_is_judged_wherever_it_stands() {
    let parameter = "parameters: [{name: tag, in: query, value: {context: $inputs.label, selector: /x, type: jsonpointer}}]";
    assert_eq!(step(parameter), ["undeclared-pointer <x>"]);
    let output = "outputs: {t: $response.body#/total}\n!outputs: {d: {context: $steps.s.outputs.t, selector: t, type: jsonpointer}}";
    assert_eq!(step(output), ["invalid-pointer <t>"]);
}

#[test]
fn a_misspelt_field_is_the_nearest_that_is_not_given() {
    let outputs = "outputs: {k: $response.body#/total}\n!ouputs: {d: $steps.s.outputs.k}";
    assert_eq!(step(outputs), ["unknown-field <ouputs> -> outputs"]);
    // `inputs` is given, and two edits away as well.
    assert_eq!(
        step("outputs: {k: $response.body#/total}\n!outputs: {}\n!ouputs: {}"),
        ["unknown-field <ouputs>"]
    );
    assert_eq!(
        step("outputs: {k: $response.body#/total}\nouputs: {}"),
        ["unknown-field <ouputs>"]
    );
}

#[test]
fn in_is_told_by_its_value() {
    for (key, value, expected) in [
        ("inn", "header", &["unknown-field <inn> -> in"][..]),
        ("ni", "header", &["unknown-field <ni> -> in"]),
        ("in: header, id", "header", &["unknown-field <id>"]),
        (
            "id",
            "x",
            &["missing-field <X-Trace>", "unknown-field <id>"],
        ),
    ] {
        let parameters = format!("parameters: [{{name: X-Trace, {key}: {value}, value: a}}]");
        assert_eq!(step(&parameters), expected, "{parameters}");
        let shared = format!("!parameters: [{{name: X-Trace, {key}: {value}, value: a}}]");
        assert_eq!(step(&shared), expected, "{shared}");
    }
}

#[test]
fn a_shared_parameter_of_requests_has_a_location() {
    assert_eq!(
        step("!parameters: [{name: X-Trace, value: a}]"),
        ["missing-field <X-Trace>"]
    );
    let component = "components: {parameters: {trace: {name: X-Trace, value: a}}}\n";
    let uses = "parameters: [{reference: $components.parameters.trace}]\n!parameters: [{reference: $components.parameters.trace}]";
    let text = document(uses).replacen(HEAD, &format!("{HEAD}{component}"), 1);
    assert_eq!(
        told(&text),
        ["missing-field <$components.parameters.trace>"]
    );
    // For the workflows that steps call it needs none.
    let calls = format!(
        "{HEAD}workflows:\n- workflowId: w\n  parameters: [{{name: label, value: a}}]\n  steps: [{{stepId: s, workflowId: v}}]\n- workflowId: v\n  inputs: {{type: object, properties: {{label: {{type: string}}}}}}\n  steps: [{{stepId: t, operationId: listItems, parameters: [{{name: tag, in: query, value: $inputs.label}}]}}]\n"
    );
    assert_eq!(told(&calls), [""; 0]);
}

#[test]
fn qualified_dependencies_of_a_step_are_found() {
    for (entry, expected) in [
        ("$workflows.w.steps.zz", "unknown-step <zz>"),
        ("$workflows.ww.steps.a", "unknown-workflow <ww>"),
        (
            "$sourceDescriptions.helpers.logOut.steps.revok",
            "unknown-step <revok> -> revoke",
        ),
        (
            "$sourceDescriptions.helpers.logOt.steps.revoke",
            "unknown-workflow <logOt> -> logOut",
        ),
        (
            "$sourceDescriptions.helper.logOut.steps.revoke",
            "unknown-source <helper> -> helpers",
        ),
        (
            "$sourceDescriptions.api.logOut.steps.revoke",
            "wrong-source-kind <api>",
        ),
        ("$workflows.foo", "invalid-expression <$workflows.foo>"),
        (
            "$workflow.w.steps.s",
            "unknown-step <$workflow> -> $workflows",
        ),
    ] {
        assert_eq!(step(&format!("dependsOn: [{entry}]")), [expected]);
    }
    let sound = "dependsOn: [$sourceDescriptions.helpers.logOut.steps.revoke]";
    assert_eq!(step(sound), [""; 0]);
}

#[test]
fn a_message_is_nothing_that_a_request_has() {
    for fields in [
        "outputs: {m: $message.payload}",
        "parameters: [{name: tag, in: query, value: $message.payload}]",
        "successCriteria: [{condition: $message.payload == 1}]",
    ] {
        let text = document(fields);
        assert_eq!(told(&text), ["asyncapi-field <$message.payload>"]);
        assert_eq!(found(&text)[0]["severity"], "error");
    }
}

#[test]
fn a_root_with_a_typo_is_named_where_an_expression_is_required() {
    for (output, expected) in [
        (
            "$reponse.body#/total",
            "literal-output <$reponse> -> $response",
        ),
        ("$step.s.outputs.a", "literal-output <$step> -> $steps"),
        ("$statuscode", "literal-output <$statuscode> -> $statusCode"),
        ("$nope.x", "literal-output <$nope>"),
        (
            "response.body#/total",
            "literal-output <response.body#/total> -> $response.body#/total",
        ),
        ("total", "literal-output <total>"),
    ] {
        assert_eq!(step(&format!("outputs: {{k: {output}}}")), [expected]);
    }
    let target = |target: &str| told(&document("").replace("operationId: listItems", target));
    assert_eq!(
        target("operationId: $sorceDescriptions.api.listItems"),
        ["unknown-operation <$sorceDescriptions> -> $sourceDescriptions"]
    );
    assert_eq!(
        target("workflowId: $sourceDescription.helpers.logOut"),
        ["unknown-workflow <$sourceDescription> -> $sourceDescriptions"]
    );
}

#[test]
fn a_reference_with_a_typo_is_put_right() {
    let component = "components: {parameters: {trace: {name: X-Trace, in: header, value: a}}}\n";
    for (reference, expected) in [
        ("$coponents.parameters.trace", "<$coponents> -> $components"),
        ("$components.paameters.trace", "<paameters> -> parameters"),
        (
            "components.parameters.trace",
            "<components.parameters.trace> -> $components.parameters.trace",
        ),
        (
            "'#/components/parameters/trace'",
            "<'#/components/parameters/trace'> -> $components.parameters.trace",
        ),
        ("trace", "<trace>"),
    ] {
        let text = document(&format!("parameters: [{{reference: {reference}}}]"));
        let text = text.replacen(HEAD, &format!("{HEAD}{component}"), 1);
        assert_eq!(told(&text), [format!("invalid-reference {expected}")]);
    }
}

#[test]
fn outputs_with_a_typo_are_put_right() {
    for (output, expected, help) in [
        (
            "$steps.s.outpts.k",
            "invalid-expression <outpts> -> outputs",
            "write `outputs`, as in `$steps.s.outputs.k`",
        ),
        (
            "$steps.s.k",
            "nonstandard-expression <$steps.s.k> -> $steps.s.outputs.k",
            "the standard form is `$steps.s.outputs.k`",
        ),
        (
            "$workflows.w.ouputs.k",
            "invalid-expression <ouputs> -> outputs",
            "write `outputs`, as in `$workflows.w.outputs.k`",
        ),
    ] {
        let text = document(&format!(
            "outputs: {{k: $response.body#/total}}\n!outputs: {{d: {output}}}"
        ));
        assert_eq!(told(&text), [expected]);
        assert_eq!(found(&text)[0]["help"], help);
    }
}

#[test]
fn names_outside_of_their_grammar_are_proposed_where_they_can_be_written() {
    let output = "outputs: {'to ken': $response.body#/total, other: $url}\n!outputs: {x: $steps.s.outputs.token}";
    assert_eq!(
        step(output),
        [
            "unknown-output <token> -> to ken",
            "invalid-name <'to ken'>"
        ]
    );
    let component = "components: {parameters: {tra ce: {name: X-Trace, in: header, value: a}}}\n";
    let text = document("parameters: [{reference: $components.parameters.tra-ce}]");
    let text = text.replacen(HEAD, &format!("{HEAD}{component}"), 1);
    assert_eq!(told(&text), ["invalid-name <tra ce>"]);
}

#[test]
fn a_mistake_in_braces_is_underlined_there() {
    for (text, expected) in [
        ("a {$response.bdy#/total}", "<bdy> -> body"),
        ("a {$respnse.body#/total}", "<$respnse> -> $response"),
        ("a {$response.body#/total", "<{$response.body#/total>"),
        ("{$response.body#/total}-{$inputs.}", "<$inputs.>"),
        ("{$steps.s}", "<$steps.s>"),
        ("  $response.bdy", "<bdy> -> body"),
    ] {
        let expected = [format!("invalid-expression {expected}")];
        assert_eq!(step(&format!("outputs: {{k: '{text}'}}")), expected);
    }
    for (text, expected) in [
        ("abc {$inputs.} def {$inputs.label}", "<$inputs.>"),
        ("{$steps.s.outputs}", "<$steps.s.outputs>"),
    ] {
        let parameter = format!("parameters: [{{name: tag, in: query, value: '{text}'}}]");
        assert_eq!(step(&parameter), [format!("invalid-expression {expected}")]);
    }
}
