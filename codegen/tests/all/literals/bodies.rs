use super::{SILENT, api, body_of, json, told};

#[test]
fn additional_members_are_what_the_schema_says_they_are() {
    let labels = |additional: &str| {
        format!("{{type: object, properties: {{color: {{type: string}}}}{additional}}}")
    };
    let near = ["unknown-body-property colour: the schema declares no property `colour` -> color"];
    assert_eq!(json(&labels(""), "{colour: blue}"), near);
    assert_eq!(
        json(&labels(", additionalProperties: false"), "{colour: blue}"),
        near
    );
    assert_eq!(
        json(&labels(", additionalProperties: true"), "{colour: blue}"),
        SILENT
    );
    let texts = labels(", additionalProperties: {type: string}");
    assert_eq!(json(&texts, "{colour: blue}"), SILENT);
    assert_eq!(
        json(&texts, "{colour: 1}"),
        [
            "literal-mismatch 1: the value does not fit the schema of `colour`: expected a string, found the number 1"
        ]
    );
    let patterns = "{type: object, properties: {x-name: {type: string}}, patternProperties: {'^x-': {type: string}}, additionalProperties: false}";
    assert_eq!(json(patterns, "{x-name: a, x-other: b}"), SILENT);
    // A name that is there was not meant once more.
    assert_eq!(json(&labels(""), "{color: blue, colour: blue}"), SILENT);
}

#[test]
fn members_of_unevaluated_and_undeclared_objects_count() {
    let closed = "{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}";
    assert_eq!(
        json(closed, "{zzzzz: 1}"),
        ["unknown-body-property zzzzz: the schema declares no property `zzzzz`"]
    );
    assert_eq!(
        json("{type: object, required: [zed]}", "{a: 1}"),
        ["missing-body-property payload: required property `zed` is not in the payload"]
    );
}

#[test]
fn containers_are_not_scalars_nor_each_other() {
    let schema = "{type: object, properties: {n: {type: integer}, s: {type: string}, a: {type: array}, o: {type: object}, l: {type: array, items: {enum: [x, y]}}}}";
    assert_eq!(
        json(
            schema,
            "{n: [1], s: {a: 1}, a: {x: 1}, o: [1], l: [{x: 1}]}"
        ),
        [
            "literal-mismatch [1]: the value does not fit the schema of `n`: expected an integer, found an array",
            "literal-mismatch {a: 1}: the value does not fit the schema of `s`: expected a string, found an object",
            "literal-mismatch {x: 1}: the value does not fit the schema of `a`: expected an array, found an object",
            "literal-mismatch [1]: the value does not fit the schema of `o`: expected an object, found an array",
            "literal-mismatch {x: 1}: the value does not fit the schema of an element of `l`: expected a string, found an object",
        ]
    );
    assert_eq!(
        json(schema, "[1, 2]"),
        [
            "literal-mismatch [1, 2]: the value does not fit the schema of the body: expected an object, found an array"
        ]
    );
}

#[test]
fn the_first_elements_have_schemas_of_their_own() {
    let prefix = "prefixItems: [{type: string}, {type: integer}]";
    let schema = format!("{{type: array, {prefix}, items: {{type: boolean}}}}");
    assert_eq!(json(&schema, "[a, 1, true, false]"), SILENT);
    let schema = format!("{{type: array, {prefix}}}");
    assert_eq!(
        json(&schema, "[1, a]"),
        [
            "literal-mismatch 1: the value does not fit the schema of an element of the body: expected a string, found the number 1",
            "literal-mismatch a: the value does not fit the schema of an element of the body: expected an integer, found the string `a`",
        ]
    );
}

#[test]
fn only_what_every_alternative_refuses_is_told() {
    let branch = |name: &str| {
        format!("{{type: object, required: [{name}], properties: {{{name}: {{type: string}}}}}}")
    };
    let choice = format!(
        "{{type: object, properties: {{choice: {{oneOf: [{}, {}]}}}}}}",
        branch("a"),
        branch("b")
    );
    assert_eq!(
        json(&choice, "{choice: 5}"),
        [
            "literal-mismatch 5: the value does not fit the schema of `choice`: expected an object, found the number 5"
        ]
    );
    assert_eq!(
        json(&choice, "{choice: {}}"),
        [
            "missing-body-property choice: none of the properties `a`, `b` is in the payload, and one is required"
        ]
    );
    for sound in ["{a: x}", "{b: x}", "{b: $inputs.s}", "$inputs.any"] {
        assert_eq!(
            json(&choice, &format!("{{choice: {sound}}}")),
            SILENT,
            "{sound}"
        );
    }
    let either = "{type: object, properties: {v: {anyOf: [{type: string}, {type: object}]}}}";
    assert_eq!(
        json(either, "{v: 5}"),
        [
            "literal-mismatch 5: the value does not fit the schema of `v`: expected a string or an object, found the number 5"
        ]
    );
    // What belongs to another alternative is no typo for a name of this one.
    let near = "{anyOf: [{type: object, properties: {title: {}}}, {type: object, properties: {tile: {}}}]}";
    assert_eq!(json(near, "{title: a, tile: b}"), SILENT);
    let narrow = "{type: object, properties: {mail: {}, phone: {}}, anyOf: [{required: [mail]}, {required: [phone]}]}";
    assert_eq!(
        json(narrow, "{}"),
        [
            "missing-body-property payload: none of the properties `mail`, `phone` is in the payload, and one is required"
        ]
    );
    assert_eq!(json(narrow, "{phone: $inputs.s}"), SILENT);
}

#[test]
fn what_stands_beside_alternatives_is_judged() {
    let schema = "{type: object, required: [t], properties: {t: {enum: [m, n]}, name: {type: string}}, oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}]}";
    assert_eq!(
        json(schema, "{t: z, nmae: x}"),
        [
            "literal-mismatch z: the value does not fit the schema of `t`: expected one of `m`, `n`, found `z`",
            "unknown-body-property nmae: the schema declares no property `nmae` -> name",
        ]
    );
}

#[test]
fn the_alternative_that_a_tag_picks_is_the_closest() {
    let branch = |tag: &str, member: &str| {
        format!(
            "{{type: object, required: [kind, {member}], properties: {{kind: {{const: {tag}}}, {member}: {{type: integer}}}}}}"
        )
    };
    let schema = format!(
        "{{oneOf: [{}, {}]}}",
        branch("cat", "lives"),
        branch("dog", "walks")
    );
    assert_eq!(
        json(&schema, "{kind: dog, walks: many}"),
        [
            "literal-mismatch many: the value does not fit the schema of `walks`: expected an integer, found the string `many`"
        ]
    );
}

#[test]
fn all_parts_of_a_property_are_heeded() {
    let schema = "{allOf: [{type: object, properties: {a: {type: string}}}, {properties: {a: {enum: [x, y]}}}]}";
    assert_eq!(
        json(schema, "{a: z}"),
        [
            "literal-mismatch z: the value does not fit the schema of `a`: expected one of `x`, `y`, found `z`"
        ]
    );
}

#[test]
fn bounds_hold() {
    let schema = "{type: object, properties: {n: {type: integer, minimum: 1, maximum: 9}, x: {type: number, exclusiveMinimum: 0}, s: {type: string, minLength: 2, maxLength: 3}, l: {type: array, minItems: 1, maxItems: 2}}}";
    assert_eq!(
        json(
            schema,
            "{n: 1, x: 0.1, s: abc, l: [1, $inputs.n, $inputs.s]}"
        ),
        SILENT
    );
    let bound = |name: &str, value: &str, why: &str| {
        format!("literal-mismatch {value}: the value does not fit the schema of `{name}`: {why}")
    };
    assert_eq!(
        json(schema, "{n: 10, x: 0, s: a, l: []}"),
        [
            bound("n", "10", "expected at most 9, found 10"),
            bound("x", "0", "expected more than 0, found 0"),
            bound("s", "a", "expected at least 2 characters, found 1"),
            bound("l", "[]", "expected at least 1 element, found 0"),
        ]
    );
    assert_eq!(
        json(schema, "{l: [1, 2, 3]}"),
        [bound(
            "l",
            "[1, 2, 3]",
            "expected at most 2 elements, found 3"
        )]
    );
    // Before 3.1 a flag makes a bound an exclusive one.
    let flag =
        "{type: object, properties: {x: {type: number, minimum: 0, exclusiveMinimum: true}}}";
    assert_eq!(
        body_of("openapi: 3.0.3", "application/json", flag, "{x: 0}"),
        [bound("x", "0", "expected more than 0, found 0")]
    );
}

#[test]
fn what_only_a_run_knows_is_left_alone() {
    let schema = "{type: object, required: [n], properties: {n: {type: integer}, o: {const: {a: 1}}, l: {type: array, items: {type: integer}}}}";
    for sound in [
        "$inputs.any",
        "{context: $inputs.any, selector: /n, type: jsonpointer}",
        "{n: $inputs.n, o: {a: $inputs.n}}",
        "{n: {context: $inputs.any, selector: /n, type: jsonpointer}}",
        "{n: 1, l: [1, $inputs.n]}",
    ] {
        assert_eq!(json(schema, sound), SILENT, "{sound}");
    }
}

#[test]
fn the_place_is_that_of_the_part() {
    let schema = "{type: object, properties: {id: {type: string, readOnly: true}, c: {const: {a: 1}}, e: {enum: [1, two, true, null]}, none: {enum: []}}}";
    assert_eq!(
        json(schema, "{id: x, c: {a: x}, e: tow, none: x}"),
        [
            "read-only-member id: `id` is readOnly: a request should not set it",
            "literal-mismatch {a: x}: the value does not fit the schema of `c`: expected `{\"a\":1}`, found `{\"a\":\"x\"}`",
            "literal-mismatch tow: the value does not fit the schema of `e`: expected one of `1`, `two`, `true`, `null`, found `tow` -> two",
            "literal-mismatch x: the value does not fit the schema of `none`: expected no value at all, since the list of values is empty, found `x`",
        ]
    );
}

/// What is said of a payload and of replacements in it.
fn replaced(schema: &str, payload: &str, replacements: &str) -> Vec<String> {
    let content = format!(
        "      requestBody: {content}\n",
        content = format_args!("{{content: {{application/json: {{schema: {schema}}}}}}}")
    );
    let steps = format!(
        "  - stepId: s\n    operationId: send\n    requestBody: {{payload: {payload}, replacements: [{replacements}]}}"
    );
    told(&steps, &api("openapi: 3.1.0", &content))
}

#[test]
fn a_replacement_makes_good_what_it_replaces() {
    let schema = "{type: object, required: [name], properties: {name: {type: string, minLength: 1}, names: {type: string}, owner: {type: object, required: [name], properties: {name: {type: string}}}, tags: {type: array, minItems: 1}}}";
    let missing = "missing-body-property payload: required property `name` is not in the payload";
    let target = |target: &str| format!("{{target: {target}, value: $inputs.any}}");
    assert_eq!(replaced(schema, "{}", &target("/name")), SILENT);
    assert_eq!(replaced(schema, "{}", &target("'/{$inputs.s}'")), SILENT);
    // It only has the name in it.
    assert_eq!(replaced(schema, "{}", &target("/names")), [missing]);
    assert_eq!(
        replaced(schema, "{owner: {}}", &target("/name")),
        ["missing-body-property owner: required property `name` is not in the payload"]
    );
    assert_eq!(
        replaced(schema, "{name: a, owner: {}}", &target("/owner/name")),
        SILENT
    );
    assert_eq!(
        replaced(schema, "{name: a, owner: 5}", &target("/owner")),
        SILENT
    );
    assert_eq!(replaced(schema, "{name: ''}", &target("/name")), SILENT);
    assert_eq!(
        replaced(schema, "{name: a, tags: []}", &target("/tags/-")),
        SILENT
    );
}

#[test]
fn what_stands_beside_a_reference_in_3_0_has_no_effect() {
    let api = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://a.example'}]\ncomponents: {schemas: {Id: {type: string}}}\npaths:\n  /a:\n    post:\n      operationId: send\n      responses: {'200': {description: ok}}\n      requestBody: {content: {application/json: {schema: {type: object, required: [id], properties: {id: {$ref: '#/components/schemas/Id', readOnly: true}}}}}}\n";
    let steps = |payload: &str, more: &str| {
        format!(
            "  - stepId: s\n    operationId: send\n    requestBody: {{payload: {payload}{more}}}"
        )
    };
    let codes = |steps: String| -> Vec<String> {
        let found = told(&steps, api).into_iter();
        found
            .map(|found| found.split(' ').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(steps("{id: x}", "")), ["ignored-sibling"]);
    let replaced = ", replacements: [{target: /id, value: x}]";
    assert_eq!(codes(steps("{}", replaced)), ["ignored-sibling"]);
    // Who wrote it does not expect it in a request.
    assert_eq!(codes(steps("{}", "")), ["ignored-sibling"]);
}

#[test]
fn text_that_is_a_json_document_is_judged() {
    let schema = "{type: object, required: [text], properties: {text: {type: string}, weight: {enum: [light, heavy]}}}";
    let missing = |payload: &str| {
        format!("missing-body-property {payload}: required property `text` is not in the payload")
    };
    let weight = r#"'{"weight": "light"}'"#;
    assert_eq!(json(schema, weight), [missing(weight)]);
    assert_eq!(
        json(schema, r#"'{"text": "a", "weight": "light"}'"#),
        SILENT
    );
    assert_eq!(
        json(schema, r#"'{"text": "{$inputs.s}", "weight": "light"}'"#),
        SILENT
    );
    let template = r#"'{"text": "{$inputs.s}", "weight": 5}'"#;
    let number = format!(
        "literal-mismatch {template}: the value does not fit the schema of `weight`: expected a string, found the number 5"
    );
    assert_eq!(json(schema, template), [number]);
    // What is said of a part cannot be put in place of the whole.
    let typo = r#"'{"txet": "a", "weight": "heavi"}'"#;
    assert_eq!(
        json(schema, typo),
        [
            format!("unknown-body-property {typo}: the schema declares no property `txet`"),
            format!(
                "literal-mismatch {typo}: the value does not fit the schema of `weight`: expected one of `light`, `heavy`, found `heavi`"
            ),
        ]
    );
}
