//! One mistake is reported once, whatever follows from it.

use crate::support::told::{HEAD, document, found, step, told};

const NOTHING: [&str; 0] = [];

#[test]
fn misspelt_components_do_not_break_the_references_to_them() {
    let inputs = "{i: {type: object, properties: {label: {type: string}}}}";
    for (components, expected) in [
        (format!("component: {{inputs: {inputs}}}"), "component"),
        (format!("components: {{input: {inputs}}}"), "input"),
    ] {
        let text = document("parameters: [{name: tag, in: query, value: $inputs.label}]");
        let text = text
            .replacen(HEAD, &format!("{HEAD}{components}\n"), 1)
            .replace(
                "{type: object, properties: {label: {type: string}}}\n  steps",
                "{$ref: '#/components/inputs/i'}\n  steps",
            );
        assert_eq!(
            told(&text),
            [format!("unknown-field <{expected}> -> {expected}s")]
        );
    }
}

#[test]
fn an_output_that_is_no_selector_is_told_once() {
    assert_eq!(step("outputs: {id: {a: b}}"), ["wrong-type <id>"]);
    assert_eq!(
        step("outputs: {id: {context: $response.body}}"),
        ["missing-field <id>"]
    );
    assert_eq!(
        step("outputs: {id: {contxt: $response.body, selector: /total, type: jsonpointer}}"),
        ["unknown-field <contxt> -> context"]
    );
}

#[test]
fn a_key_that_is_no_string_is_no_unknown_field() {
    let text = document("").replace("version: '1'}", "version: '1', 5: x}");
    assert_eq!(told(&text), ["non-string-key <5> -> '5'"]);
}

#[test]
fn what_is_given_twice_may_have_said_anything() {
    let text = document("outputs: {a: $response.body#/total}\n!outputs: {q: $steps.s.outputs.a}");
    let twice = text.replace("stepId: s\n", "stepId: s\n    stepId: look\n");
    assert_eq!(told(&twice), ["duplicate-key <stepId>"]);
    let twice = format!("{text}  outputs: {{z: $steps.s.outputs.a}}\n");
    assert_eq!(told(&twice), ["duplicate-key <outputs>"]);
}

#[test]
fn what_cannot_be_read_has_no_type_that_does_not_fit() {
    let calls = |output: &str| {
        format!(
            "{HEAD}workflows:\n- workflowId: w\n  steps:\n  - {{stepId: c, workflowId: v}}\n  - stepId: s\n    operationId: createItem\n    requestBody: {{payload: {{name: $workflows.v.outputs.k}}}}\n- workflowId: v\n  steps: [{{stepId: t, operationId: listItems, outputs: {{total: $response.body#/total}}}}]\n  outputs: {{k: {output}}}\n"
        )
    };
    assert_eq!(
        told(&calls("$statusCode")),
        ["response-outside-step <$statusCode>"]
    );
    let replaced = format!(
        "{HEAD}workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: createItem\n    requestBody: {{payload: {{name: a}}, replacements: [{{target: /name, value: $response.body}}]}}\n"
    );
    assert_eq!(
        told(&replaced),
        ["response-before-request <$response.body>"]
    );
}

#[test]
fn a_workflow_that_never_runs_is_told_once() {
    let text = format!(
        "{HEAD}workflows:\n- workflowId: w\n  outputs: {{x: $workflows.v.outputs.a, y: $steps.s.outputs.k}}\n  steps:\n  - stepId: s\n    operationId: listItems\n    parameters: [{{name: tag, in: query, value: $workflows.v.outputs.a}}]\n    outputs: {{k: $workflows.v.outputs.a}}\n- workflowId: v\n  steps: [{{stepId: t, operationId: listItems, outputs: {{a: $response.body#/next}}}}]\n  outputs: {{a: $steps.t.outputs.a}}\n"
    );
    assert_eq!(
        told(&text),
        ["workflow-never-runs <$workflows.v.outputs.a>"]
    );
    assert_eq!(found(&text)[0]["notes"][0], "and 2 more places");
}

#[test]
fn a_parameter_given_twice_was_to_be_the_one_that_is_missing() {
    let text = format!(
        "{HEAD}workflows:\n- workflowId: w\n  steps:\n  - {{stepId: s, workflowId: v, parameters: [{{name: user, value: a}}, {{name: user, value: b}}]}}\n- workflowId: v\n  inputs: {{type: object, required: [user, password], properties: {{user: {{type: string}}, password: {{type: string}}}}}}\n  steps: [{{stepId: t, operationId: listItems, parameters: [{{name: tag, in: query, value: '{{$inputs.user}}{{$inputs.password}}'}}]}}]\n"
    );
    assert_eq!(told(&text), ["duplicate-parameter <user>"]);
}

#[test]
fn the_dotted_way_to_nothing_leads_to_nothing() {
    let parameter = "parameters: [{name: tag, in: query, value: $inputs.label.x}]";
    assert_eq!(step(parameter), ["undeclared-pointer <x>"]);
}

#[test]
fn the_version_of_another_kind_of_document_is_one_mistake() {
    let text = document("").replace("arazzo: 1.1.0", "openapi: 3.1.0");
    assert_eq!(told(&text), ["missing-field <openapi>"]);
}

#[test]
fn a_field_of_asyncapi_belongs_to_no_version_of_a_request() {
    let text = document("action: send").replace("arazzo: 1.1.0", "arazzo: 1.0.1");
    assert_eq!(told(&text), ["asyncapi-field <action>"]);
}

#[test]
fn a_step_that_waits_for_itself_runs_nowhere() {
    let text = document("dependsOn: [s]\noutputs: {k: $response.body#/next}");
    let text = format!(
        "{text}  - {{stepId: t, operationId: listItems, parameters: [{{name: tag, in: query, value: $steps.s.outputs.k}}]}}\n"
    );
    assert_eq!(told(&text), ["dependency-cycle <s>"]);
    let message = found(&text)[0]["message"].clone();
    assert_eq!(message, "step `s` waits for itself");
}

#[test]
fn an_unknown_name_is_told_once_in_a_workflow() {
    let text = document(
        "dependsOn: [a]\nparameters: [{name: tag, in: query, value: $inputs.colour}, {name: X-Trace, in: header, value: $steps.a.outputs.k}]\n!outputs: {x: $inputs.colour, y: $steps.a.outputs.k}",
    );
    let reports = told(&text);
    assert_eq!(reports, ["undeclared-input <colour>", "unknown-step <a>"]);
    let notes = |index: usize| found(&text)[index]["notes"][0].clone();
    // The first use is where the text has it first, which is not where it is found first.
    assert_eq!(notes(0), "and 1 more place");
    assert_eq!(notes(1), "and 2 more places");
}

#[test]
fn a_retry_among_successes_has_its_fields() {
    assert_eq!(
        step("onSuccess: [{name: r, type: retry, retryAfter: 1, retryLimit: 3}]"),
        ["success-retry <retry>"]
    );
}

#[test]
fn a_workflow_does_not_wait_for_itself() {
    let output = "outputs: {k: $response.body#/total}\n!outputs: {x: $steps.s.outputs.k, z: $workflows.w.outputs.x}";
    assert_eq!(step(output), ["self-reference <$workflows.w.outputs.x>"]);
    let input = "parameters: [{name: tag, in: query, value: $workflows.w.inputs.label}]";
    // Another form of `$inputs.label`.
    assert_eq!(step(input), Vec::<String>::new());
}

#[test]
fn a_sound_document_has_no_report() {
    let sound = "parameters: [{name: tag, in: query, value: $inputs.label}]\noutputs: {k: $response.body#/total}\n!outputs: {x: $steps.s.outputs.k}";
    assert_eq!(step(sound), NOTHING);
}

#[test]
fn a_criterion_can_have_two_mistakes() {
    for (kind, condition, code) in [
        ("regex", "a{$inputs.lable}", "undeclared-input"),
        ("regex", "(", "invalid-regex"),
        ("jsonpath", "$.[", "invalid-jsonpath"),
        ("xpath", "//a[", "invalid-xpath"),
    ] {
        let found = step(&format!(
            "successCriteria: [{{context: $inputs.lost, type: {kind}, condition: '{condition}'}}]"
        ));
        let codes: Vec<&str> = found
            .iter()
            .filter_map(|told| told.split(' ').next())
            .collect();
        assert_eq!(codes, ["undeclared-input", code], "{condition}");
    }
}

#[test]
fn text_that_is_almost_an_expression_is_no_text() {
    let value = |value: &str| {
        step(&format!(
            "parameters: [{{name: tag, in: query, value: \"{value}\"}}]"
        ))
    };
    for (written, proposal) in [
        ("inputs.label", "$inputs.label"),
        ("{{inputs.label}}", "{$inputs.label}"),
        ("{{ inputs.label }}", "{$inputs.label}"),
        ("$inputs/label", "$inputs.label"),
        ("$inputs:label", "$inputs.label"),
        ("$inputs['label']", "$inputs.label"),
        ("$inputs ", "$inputs"),
    ] {
        let expected = format!("misspelt-expression <{written}> -> {proposal}");
        assert_eq!(value(written), [expected], "{written}");
    }
    let beside = "misspelt-expression <{inputs.label}> -> {$inputs.label}";
    // What is embedded is needed.
    let told = value("{$inputs.label}-{inputs.label}");
    assert_eq!(told, ["needed-input <label>", beside]);
    for other in ["inputs.lost", "index.html", "$inputs/lost", "{label}"] {
        assert_eq!(value(other), NOTHING, "{other}");
    }
}

#[test]
fn an_expression_in_half_its_braces_gets_all_of_them() {
    for (written, code) in [
        ("{ $inputs.label", "unbraced-expression"),
        ("$inputs.label}", "nonstandard-expression"),
    ] {
        let told = step(&format!(
            "parameters: [{{name: tag, in: query, value: \"{written}\"}}]"
        ));
        let found = format!("{code} <\"{written}\"> -> {{$inputs.label}}");
        assert_eq!(told, ["needed-input <label>".to_owned(), found]);
    }
}

#[test]
fn a_payload_that_was_to_be_an_expression_is_told_once() {
    for (payload, proposal) in [
        ("$Inputs.label", " -> $inputs"),
        ("$response", ""),
        ("$steps", ""),
        ("inputs.label", " -> $inputs.label"),
    ] {
        let text = document(&format!("requestBody: {{payload: {payload}}}"));
        let told = told(&text.replace("listItems", "createItem"));
        let place = payload
            .strip_suffix(".label")
            .filter(|root| root.starts_with('$'));
        let place = place.unwrap_or(payload);
        assert_eq!(told, [format!("invalid-json-payload <{place}>{proposal}")]);
    }
}

#[test]
fn inputs_without_properties_are_declared_all_the_same() {
    let with = |inputs: &str, value: &str| {
        let text = document(&format!(
            "parameters: [{{name: tag, in: query, value: {value}}}]"
        ));
        let plain = "{type: object, properties: {label: {type: string}}}";
        told(&text.replace(plain, inputs))
    };
    for inputs in [
        "{label: string}",
        "{label: {type: string}}",
        "{required: [label], label: string}",
    ] {
        assert_eq!(
            with(inputs, "$inputs.label"),
            ["unknown-keyword <label>"],
            "{inputs}"
        );
        assert_eq!(
            with(inputs, "'a {$inputs.label}'"),
            ["unknown-keyword <label>"],
            "{inputs}"
        );
        assert_eq!(
            with(inputs, "$inputs.lable"),
            [
                "unknown-keyword <label>",
                "undeclared-input <lable> -> label"
            ],
            "{inputs}"
        );
    }
    for (inputs, expected) in [
        (
            "{type: object, property: {label: {type: string}}}",
            "unknown-keyword <property> -> properties",
        ),
        (
            "{schema: {type: object, properties: {label: {type: string}}}}",
            "unknown-keyword <schema>",
        ),
        ("[label]", "wrong-type <inputs>"),
        ("$components.inputs.x", "wrong-type <$components.inputs.x>"),
        (
            "{$ref: $components.inputs.x}",
            "invalid-value <$components.inputs.x> -> #/components/inputs/x",
        ),
        (
            "{type: object, properties: {label: {reference: $components.inputs.x}}}",
            "unknown-field <reference>",
        ),
    ] {
        assert_eq!(with(inputs, "$inputs.label"), [expected], "{inputs}");
    }
}

#[test]
fn an_output_behind_its_step_is_told_once_and_leads_somewhere() {
    let read = |outputs: &str, value: &str| {
        let text = document(&format!("outputs: {outputs}"));
        let text = format!(
            "{text}  - {{stepId: t, operationId: listItems, parameters: [{{name: tag, in: query, value: {value}}}]}}\n"
        );
        let found = found(&text);
        let help = found[0]["help"].as_str().unwrap_or_default().to_owned();
        (told(&text), help)
    };
    let (reports, _) = read("{o: $response.body}", "$steps.s.o.next");
    let standard = "nonstandard-expression <$steps.s.o.next> -> $steps.s.outputs.o#/next";
    assert_eq!(reports, [standard]);
    for (outputs, value, expected) in [
        (
            "{next: $response.body#/next}",
            "$steps.s.nxet",
            "write `$steps.s.outputs.next`",
        ),
        (
            "{next: $response.body#/next}",
            "$steps.s.lost",
            "step `s` declares `next`: write `$steps.s.outputs.NAME`",
        ),
        (
            "{}",
            "$steps.s.lost",
            "declare the output in step `s`, and write `$steps.s.outputs.lost`",
        ),
    ] {
        let (reports, help) = read(outputs, value);
        assert_eq!(reports.len(), 1, "{reports:?}");
        assert_eq!(help, expected);
    }
    let text = format!(
        "{HEAD}workflows:\n- workflowId: v\n  steps: [{{stepId: s, operationId: listItems, outputs: {{q: $response.body#/next}}}}]\n  outputs: {{q: $steps.s.outputs.q}}\n- workflowId: w\n  steps:\n  - {{stepId: k, workflowId: v}}\n  - {{stepId: t, operationId: listItems, parameters: [{{name: tag, in: query, value: $steps.k.q}}]}}\n"
    );
    assert_eq!(told(&text), ["invalid-expression <q>"]);
    assert_eq!(
        found(&text)[0]["help"],
        "add `q: $outputs.q` to the `outputs` of step `k`, and write `$steps.k.outputs.q`"
    );
}

#[test]
fn reports_about_another_form_are_about_what_is_written() {
    for (condition, place) in [
        ("!{$inputs.label}", "$inputs.label"),
        ("{$response.body#/next} && true", "$response.body#/next"),
        ("{$response.headers.X-A} && true", "$response.headers.X-A"),
    ] {
        let told = step(&format!(
            "successCriteria: [{{condition: \"{condition}\"}}]"
        ));
        let truthy = format!("truthy-operand <{place}>");
        assert!(told.contains(&truthy), "{condition}: {told:?}");
    }
    let told = step(
        "successCriteria: [{context: $response.body, type: jsonpath, condition: \"$.items[?(@.name == '$inputs.label')].length > 0\"}]",
    );
    let query = "-> $.items[?(@.name == '{$inputs.label}')]";
    assert!(told.iter().any(|told| told.ends_with(query)), "{told:?}");
    assert_eq!(
        step(
            "successCriteria: [{context: $response.body, type: jsonpath, condition: '{$inputs.label}'}]"
        ),
        ["invalid-jsonpath <{$inputs.label}>"]
    );
}

#[test]
fn a_slip_beside_a_source_of_messages_is_a_typo() {
    let far = "- {name: far, url: 'https://far.example/a.yaml', type: asyncapi}\nworkflows:";
    let with = |operation: &str| {
        let text = document("").replacen("workflows:", far, 1);
        told(&text.replace(
            "operationId: listItems",
            &format!("operationId: {operation}"),
        ))
    };
    assert_eq!(
        with("listItms"),
        ["unknown-operation <listItms> -> listItems"]
    );
    assert!(with("sendNews").contains(&"asyncapi-step <sendNews>".to_owned()));
    assert!(with("far.sendNews").contains(&"asyncapi-step <far.sendNews>".to_owned()));
}
