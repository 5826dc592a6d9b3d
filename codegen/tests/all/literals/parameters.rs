use super::{SILENT, handed_on, parameter};

#[test]
fn parts_of_a_parameter_are_text_too() {
    let list = |place: &str, of: &str| {
        format!("in: {place}, schema: {{type: array, items: {{type: {of}}}}}")
    };
    for place in ["query", "header"] {
        assert_eq!(parameter(&list(place, "string"), "[1, 2]"), SILENT);
        assert_eq!(parameter(&list(place, "integer"), "['1', '2']"), SILENT);
        assert_eq!(
            parameter(&list(place, "boolean"), "['true', 'false']"),
            SILENT
        );
    }
    let deep = "in: query, style: deepObject, explode: true, schema: {type: object, properties: {max: {type: integer}, s: {type: string}}}";
    assert_eq!(parameter(deep, "{max: '5', s: 6}"), SILENT);
    assert_eq!(
        parameter(deep, "{max: many, s: 6}"),
        [
            "literal-mismatch many: the value does not fit the schema of `max`: expected an integer, found the string `many`"
        ]
    );
    // Separators make several elements of one text, where they are sent as such.
    assert_eq!(parameter(&list("header", "integer"), "'1,2'"), SILENT);
}

#[test]
fn the_part_that_is_wrong_is_underlined() {
    let list = "in: query, schema: {type: array, items: {type: string, enum: [price, length]}}";
    assert_eq!(
        parameter(list, "[price, lenght]"),
        [
            "literal-mismatch lenght: the value does not fit the schema of an element of `p`: expected one of `price`, `length`, found `lenght` -> length"
        ]
    );
    assert_eq!(
        parameter(list, "lenght"),
        [
            "literal-mismatch lenght: the value does not fit the schema of `p`: expected one of `price`, `length`, found `lenght` -> length"
        ]
    );
    let joined = "in: header, schema: {type: array, items: {type: string, enum: [price, length]}}";
    assert_eq!(
        parameter(joined, "'price,lenght'"),
        [
            "literal-mismatch 'price,lenght': the value does not fit the schema of `p`: expected one of `price`, `length`, found `lenght`"
        ]
    );
}

#[test]
fn what_stands_beside_an_expression_is_judged() {
    let deep = "in: query, style: deepObject, explode: true, schema: {type: object, properties: {kind: {enum: [a, b]}, max: {type: integer}}}";
    assert_eq!(
        parameter(deep, "{kind: c, max: $inputs.n}"),
        [
            "literal-mismatch c: the value does not fit the schema of `kind`: expected one of `a`, `b`, found `c`"
        ]
    );
    assert_eq!(parameter(deep, "{kind: a, max: $inputs.n}"), SILENT);
}

#[test]
fn json_is_json_in_a_parameter_too() {
    let filter = "in: query, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}, max: {type: integer}}}}}";
    assert_eq!(parameter(filter, "{name: a, max: 5}"), SILENT);
    assert_eq!(parameter(filter, "{name: a, max: $inputs.n}"), SILENT);
    assert_eq!(
        parameter(filter, "{max: 5}"),
        [
            "literal-mismatch {max: 5}: the value does not fit the schema of `p`: the required member `name` is missing"
        ]
    );
    assert_eq!(
        parameter(filter, "{nmae: a, max: '5'}"),
        [
            "literal-mismatch nmae: the value does not fit the schema of `p`: the schema declares no member `nmae` -> name",
            "literal-mismatch '5': the value does not fit the schema of `max`: expected an integer, found the string `5`",
        ]
    );
}

#[test]
fn the_list_of_values_is_the_reason() {
    let level = "in: query, schema: {type: integer, enum: [1, 2, 3]}";
    assert_eq!(parameter(level, "'2'"), SILENT);
    assert_eq!(
        parameter(level, "'4'"),
        [
            "literal-mismatch '4': the value does not fit the schema of `p`: expected one of `1`, `2`, `3`, found `4`"
        ]
    );
}

#[test]
fn a_default_fits_where_it_goes() {
    let states = "{type: string, enum: [open, shut]}";
    let input = |default: &str| format!("{{type: string, default: {default}}}");
    assert_eq!(handed_on(&input("open"), states), SILENT);
    assert_eq!(
        handed_on(&input("opne"), states),
        [
            "literal-mismatch opne: the default of input `i` does not fit parameter `p`: expected one of `open`, `shut`, found `opne` -> open"
        ]
    );
    // It goes there as text.
    assert_eq!(handed_on(&input("'5'"), "{type: integer}"), SILENT);
    assert_eq!(
        handed_on("{type: [string, 'null'], default: null}", states),
        SILENT
    );
    // One mistake is reported once.
    assert_eq!(
        handed_on("{type: integer, default: opne}", "{type: integer}"),
        [
            "invalid-default opne: the default does not fit its own schema: expected an integer, found the string `opne`"
        ]
    );
}
