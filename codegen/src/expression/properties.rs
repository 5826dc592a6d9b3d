//! Properties that hold for every string and every expression.

use proptest::prelude::*;

use super::*;

/// Strings that come close to the grammars: their own words and signs, and a few that are foreign to them.
fn close() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "$",
        "$inputs.",
        "$steps.",
        "$response.",
        "$request.",
        "$statusCode",
        "$url",
        "header",
        "headers",
        "body",
        "query",
        "outputs",
        ".",
        "#",
        "#/",
        "/",
        "a",
        "b-c",
        "ä",
        "[0]",
        "[",
        "]",
        "{",
        "{$",
        "}",
        "(",
        ")",
        "!",
        "=",
        "==",
        "!=",
        "<",
        ">=",
        "&&",
        "||",
        "'",
        "\"",
        "''",
        "\\",
        "~",
        "~1",
        " ",
        "\n",
        "1.5",
        "-",
        "null",
        "true",
        "and",
        "GET ",
        "paths",
        "%7B",
        "$workflows.",
        "$sourceDescriptions.",
        "url",
        "@",
        "*",
        "?",
        ":",
        ",",
        "^",
        "|",
        "+",
        "\u{1F600}",
        "::",
        "//",
        "length",
        "count",
        "x",
        "u",
        "2",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![4 => close(), 1 => any::<String>()]
}

fn id() -> &'static str {
    "[A-Za-z0-9_-]{1,8}"
}

fn name() -> &'static str {
    "[A-Za-z0-9_.äé-]{1,8}(\\[[0-9]\\])?"
}

fn pointer() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "#(/([a-z. äÄ'\"=<|]|~0|~1){0,4}){0,3}".prop_map(|text| text),
    ]
}

/// The text of any expression of the grammar.
fn expression() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec!["$url", "$method", "$statusCode", "$self"])
            .prop_map(str::to_owned),
        "\\$request\\.(header\\.[A-Za-z!#$.|~-]{1,6}|query\\.[a-z$@.:]{1,6}|path\\.[a-z]{1,4})",
        "\\$response\\.header\\.[A-Za-z!#$.|~-]{1,6}",
        pointer().prop_map(|pointer| format!("$response.body{pointer}")),
        pointer().prop_map(|pointer| format!("$request.body{pointer}")),
        (name(), pointer()).prop_map(|(name, pointer)| format!("$inputs.{name}{pointer}")),
        (name(), pointer()).prop_map(|(name, pointer)| format!("$outputs.{name}{pointer}")),
        (id(), name(), pointer())
            .prop_map(|(step, name, pointer)| format!("$steps.{step}.outputs.{name}{pointer}")),
        (id(), "inputs|outputs", name(), pointer()).prop_map(|(workflow, side, name, pointer)| {
            format!("$workflows.{workflow}.{side}.{name}{pointer}")
        }),
        (id(), "[A-Za-z. /#$-]{1,8}")
            .prop_map(|(source, rest)| format!("$sourceDescriptions.{source}.{rest}")),
        "\\$components\\.(parameters|successActions|failureActions)\\.[A-Za-z.-]{1,6}",
    ]
}

fn inside(error: &SyntaxError, text: &str) -> Result<(), TestCaseError> {
    prop_assert!(
        text.get(error.span.clone()).is_some(),
        "{error:?} is not inside {text:?}"
    );
    prop_assert!(!error.message.is_empty() && !error.message.ends_with('.'));
    Ok(())
}

fn no_error_or_inside<T>(result: Result<T, SyntaxError>, text: &str) -> Result<(), TestCaseError> {
    result.err().map_or(Ok(()), |error| inside(&error, text))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_an_expression_displays_parses_to_the_same(text in expression()) {
        let parsed = parse(&text);
        prop_assert!(parsed.is_ok(), "{text}: {parsed:?}");
        let displayed = parsed.clone().unwrap().to_string();
        prop_assert_eq!(&displayed, &text);
        prop_assert_eq!(parse(&displayed), parsed);
    }

    #[test]
    fn an_expression_alone_is_whole_and_in_braces_a_part(text in expression()) {
        prop_assert!(matches!(template(&text), Ok(Template::Whole(_))));
        let embedded = format!("x {{{text}}} y");
        let parts = template(&embedded).unwrap();
        prop_assert_eq!(parts.expressions().len(), 1);
        prop_assert_eq!(parts.to_string(), embedded);
    }

    #[test]
    fn errors_stay_inside_and_nothing_panics(text in any_text()) {
        no_error_or_inside(parse(&text), &text)?;
        no_error_or_inside(template(&text), &text)?;
        no_error_or_inside(condition(&text), &text)?;
        no_error_or_inside(parse_operation_path(&text), &text)?;
        no_error_or_inside(step_dependency(&text), &text)?;
        if let Some(error) = misspelt_root(&text) {
            inside(&error, &text)?;
        }
    }

    #[test]
    fn what_is_accepted_displays_and_parses_again(text in any_text()) {
        if let Ok(found) = template(&text) {
            prop_assert_eq!(template(&found.to_string()), Ok(found));
        }
        if let Ok(found) = condition(&text) {
            let displayed = found.to_string();
            let again = condition(&displayed).map(|again| again.to_string());
            prop_assert_eq!(again, Ok(displayed));
        }
    }

    #[test]
    fn a_tolerated_text_is_standard_afterwards(text in any_text()) {
        for (found, check) in [
            (tolerated(&text), template(&text).is_ok()),
            (tolerated_condition(&text), condition(&text).is_ok()),
        ] {
            let Some(found) = found else { continue };
            prop_assert!(!check || !found.references.is_empty(), "{text:?} was standard: {found:?}");
            for fix in &found.fixes {
                prop_assert!(text.get(fix.span.clone()).is_some());
            }
            prop_assert_eq!(tolerated(&found.standard).filter(|more| more.references.is_empty()), None);
        }
    }

    #[test]
    fn replacements_lead_somewhere(text in any_text()) {
        let mut fixed = text.clone();
        let mut rounds = 0;
        while let Err(SyntaxError { span, replacement: Some(replacement), .. }) = condition(&fixed) {
            fixed.replace_range(span, &replacement);
            rounds += 1;
            prop_assert!(rounds <= text.len(), "{text:?} keeps being replaced: {fixed:?}");
        }
    }

    #[test]
    fn engine_checks_stay_inside_and_never_panic(text in any_text()) {
        no_error_or_inside(engine::check_regex(&text), &text)?;
        no_error_or_inside(engine::check_jsonpath(&text), &text)?;
        no_error_or_inside(engine::check_xpath(&text), &text)?;
        no_error_or_inside(engine::normalise_draft(&text), &text)?;
        no_error_or_inside(check_text(&text, Language::Regex, engine::check_regex), &text)?;
        no_error_or_inside(check_text(&text, Language::JsonPath, engine::check_jsonpath), &text)?;
        no_error_or_inside(check_text(&text, Language::XPath, engine::check_xpath), &text)?;
    }

    #[test]
    fn rewritten_jsonpath_is_standard(text in jsonpath()) {
        if let Ok(standard) = engine::normalise_draft(&text) {
            prop_assert!(engine::check_jsonpath(&standard).is_ok(), "{text} -> {standard}");
        }
        if let Some(test) = engine::jsonpath_test(&text) {
            let mut condition = test.condition.clone();
            for value in test.values.iter().rev() {
                condition.replace_range(value.span.start - 1..value.span.end + 1, "'x'");
            }
            let query = format!("$[?({condition})]");
            prop_assert!(engine::check_jsonpath(&query).is_ok(), "{text} -> {query}");
            if let Some(query) = test.query(&text) {
                prop_assert!(engine::check_jsonpath(&query).is_ok(), "{text} -> {query}");
            }
            let context = parse("$response.body").unwrap();
            if let Some(form) = test.simple(&context) {
                prop_assert!(super::condition(&form.condition).is_ok(), "{text} -> {form:?}");
            }
        }
    }
}

/// Strings close to JSONPath queries and tests.
fn jsonpath() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "$",
        "$.a",
        "@.b",
        ".length",
        ".c-d",
        "[0]",
        "['x']",
        "[?",
        "]",
        "(",
        ")",
        " == ",
        " > ",
        " === ",
        "1",
        "'s'",
        "\"t\"",
        "true",
        " && ",
        "||",
        "!",
        "length(",
        "count(",
        "..",
        "*",
        "[*]",
        "$inputs.v",
        "{$inputs.w}",
        " ",
        ",",
        "-1",
    ]);
    prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
}
