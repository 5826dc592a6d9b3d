use super::{SILENT, body, told};

const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

#[test]
fn members_of_a_form_are_text_whoever_names_its_media_type() {
    let schema = "{type: object, properties: {i: {type: integer}, s: {type: string}, b: {type: boolean}, l: {type: array, items: {type: integer}}}}";
    for media in FORMS {
        assert_eq!(
            body(media, schema, "{i: '5', s: 5, b: 'true', l: ['1', 2]}"),
            SILENT
        );
        assert_eq!(
            body(media, schema, "{i: five}"),
            [
                "literal-mismatch five: the value does not fit the schema of `i`: expected an integer, found the string `five`"
            ]
        );
    }
}

#[test]
fn what_nests_in_a_form_is_the_text_of_its_part() {
    let schema = "{type: object, properties: {meta: {type: string}, more: {type: object, properties: {a: {type: integer}}}}}";
    for media in FORMS {
        for sound in ["{a: 1}", "[a, b]", "{a: $inputs.n}"] {
            assert_eq!(
                body(media, schema, &format!("{{meta: {sound}}}")),
                SILENT,
                "{sound}"
            );
        }
        assert_eq!(body(media, schema, r#"{more: '{"a": 1}'}"#), SILENT);
        assert_eq!(
            body(media, schema, "{more: {a: one}}"),
            [
                "literal-mismatch one: the value does not fit the schema of `a`: expected an integer, found the string `one`"
            ]
        );
    }
}

#[test]
fn fields_of_swagger_2_are_judged() {
    for media in FORMS {
        let api = format!(
            "swagger: '2.0'\ninfo: {{title: t, version: '1'}}\nhost: a.example\npaths:\n  /a:\n    post:\n      operationId: send\n      consumes: [{media}]\n      responses: {{'200': {{description: ok}}}}\n      parameters:\n      - {{name: name, in: formData, type: string, required: true}}\n      - {{name: state, in: formData, type: string, enum: [open, shut]}}\n      - {{name: count, in: formData, type: integer}}\n      - {{name: tags, in: formData, type: array, items: {{type: string, enum: [red, blue]}}}}\n"
        );
        let form = |payload: &str| {
            let steps = format!(
                "  - stepId: s\n    operationId: send\n    requestBody: {{payload: {payload}}}"
            );
            told(&steps, &api)
        };
        for sound in [
            "{name: a, state: open, count: '5', tags: [red], other: 1}",
            "{name: $inputs.s, tags: $inputs.any}",
            "$inputs.any",
        ] {
            assert_eq!(form(sound), SILENT, "{sound}");
        }
        assert_eq!(
            form("{}"),
            ["missing-body-property payload: required property `name` is not in the payload"]
        );
        assert_eq!(
            form("{nmae: a, state: opne, tags: [rde]}"),
            [
                "unknown-body-property nmae: the schema declares no property `nmae` -> name",
                "literal-mismatch opne: the value does not fit the schema of `state`: expected one of `open`, `shut`, found `opne` -> open",
                "literal-mismatch rde: the value does not fit the schema of an element of `tags`: expected one of `red`, `blue`, found `rde` -> red",
            ]
        );
    }
}
