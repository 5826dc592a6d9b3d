use super::{SILENT, body};

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
