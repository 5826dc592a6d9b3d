use super::*;

fn singular(text: &str) -> bool {
    check_jsonpath(text).expect(text).singular
}

#[test]
fn queries_of_names_and_indexes_are_singular() {
    for text in [
        "$",
        "$.a.b",
        "$['a'][0]",
        "$[-1]",
        " $.a\n",
        "$ .a ['b']",
        "$.ä",
    ] {
        assert!(singular(text), "{text}");
    }
    for text in [
        "$..a",
        "$.*",
        "$[*]",
        "$[0,1]",
        "$[0:2]",
        "$[:]",
        "$[::2]",
        "$[ 1 : 2 : -1 ]",
        "$[?@.a]",
        "$..[0]",
        "$..*",
    ] {
        assert!(!singular(text), "{text}");
    }
}

#[test]
fn filters_follow_the_grammar() {
    for text in [
        "$[?@.name == 'b' && length(@.tags) == 2]",
        "$[?count(@.pets[*]) > 0]",
        "$[?count(@.products) == 0]",
        "$.data[?(@.price > 10 && @.brand.name == 'ForgeFlex Tools')]",
        "$[?!(@.a == 1) || !@.b]",
        "$[?match(@.a, 'x.*') && search(@.b, \"y\")]",
        "$[?value(@..c) == -1.5e3]",
        "$[?@.a == $.b['c'] ]",
        "$[?@[?@.x].y]",
        "$[?@ == null]",
        "$[?@.a=='it\\'s \\u00e9 \\uD83D\\uDE00']",
        "$[?length(@.a) == length(@.b)]",
    ] {
        assert_eq!(
            check_jsonpath(text).map_err(|error| error.message),
            Ok(JsonPathInfo { singular: false }),
            "{text}"
        );
    }
}

#[test]
fn everything_else_is_pointed_at() {
    for (text, at, message) in [
        ("", "", "begins"),
        ("a.b", "a", "begins"),
        ("@.a", "@", "begins"),
        ("$.name == 'x'", "==", "filter"),
        ("$.a&&$.b", "&&", "filter"),
        ("$.", "", "a member's name"),
        ("$.1", "1", "a member's name"),
        ("$.a-b", ".a-b", "brackets and quotes"),
        ("$[a]", "a", "needs quotes"),
        ("$[01]", "01", "leading zeros"),
        ("$[-0]", "-0", "leading zeros"),
        ("$[9007199254740992]", "9007199254740992", "too large"),
        ("$['a", "'a", "not closed"),
        ("$['\\x']", "\\x", "no escape"),
        ("$['\\\"']", "\\\"", "no escape"),
        ("$['\\uD800']", "\\uD800", "surrogate"),
        ("$[0", "[", "not closed"),
        ("$[0 1]", "1", "`,` or `]`"),
        ("$[]", "]", "a selector"),
        ("$[(@.length-1)]", "(@.length-1)", "script"),
        ("$[?@.a = 1]", "=", "no operator"),
        ("$[?@.a === 1]", "===", "compares"),
        ("$[?@.a =~ 'x']", "=", "no operator"),
        ("$[?@.* == 1]", "@.*", "one node at most"),
        ("$[?1]", "1", "tests nothing"),
        ("$[?length(@.a)]", "length(@.a)", "must be compared"),
        (
            "$[?match(@.a, 'b') == true]",
            "match(@.a, 'b')",
            "cannot be compared",
        ),
        ("$[?lower(@.a) == 'b']", "lower", "no function"),
        ("$[?length(@.*) == 1]", "@.*", "a single value"),
        ("$[?count(1) == 1]", "1", "a query"),
        ("$[?length() == 1]", "length", "1 argument"),
        ("$[?!@.a == 1]", "@.a", "parentheses"),
        ("$[?(@.a]", "]", "an operator or `)`"),
        ("$[?@.a == 01]", "01", "as in JSON"),
        ("$[?@.a == b]", "b", "neither"),
        ("$ ..a", " ", "white space"),
        ("$.a b", " ", "`.`, `[` or the end"),
    ] {
        let error = check_jsonpath(text).expect_err(text);
        let found = text.get(error.span.clone()).unwrap();
        assert!(at.starts_with(found), "{text}: {found:?}");
        assert!(error.message.contains(message), "{text}: {error}");
    }
    let error = check_jsonpath("$[(@.length - 1)]").unwrap_err();
    assert_eq!(error.replacement.as_deref(), Some("-1"));
}

#[test]
fn tests_become_logical_expressions_about_the_root() {
    for (text, expected) in [
        ("$.success == true", "@.success == true"),
        ("$.results.length > 0", "length(@.results) > 0"),
        ("$.length == 5", "length(@) == 5"),
        (
            "$.status == 'a' || $.status == \"b\"",
            "@.status == 'a' || @.status == \"b\"",
        ),
        ("$[0].state != \"x\"&&!$.a", "@[0].state != \"x\"&&!@.a"),
        ("($.a == 1) && $.b", "(@.a == 1) && @.b"),
        ("@.status == 'x'", "@.status == 'x'"),
        ("$.foo-bar === 1", "@['foo-bar'] == 1"),
        ("count($.items[*]) > 1", "count(@.items[*]) > 1"),
        ("$.items[*].length > 0", "count(@.items[*]) > 0"),
        (
            "$.a[?(@.b == 1)].length() == 0",
            "count(@.a[?(@.b == 1)]) == 0",
        ),
        ("length($..b) != 2", "count(@..b) != 2"),
        ("$.items.length() > 0", "length(@.items) > 0"),
        (
            "$.items[?@.length == 1] && $.a",
            "@.items[?@.length == 1] && @.a",
        ),
    ] {
        let found = jsonpath_test(text).expect(text);
        assert_eq!(found.condition, expected);
        assert!(found.values.is_empty());
        assert!(check_jsonpath(&format!("$[?({})]", found.condition)).is_ok());
    }
}

#[test]
fn counts_in_queries_become_standard() {
    for (text, expected) in [
        ("$[?@.a[*].length > 1]", Some("$[?count(@.a[*]) > 1]")),
        ("$.x[?length(@..b) == 0]", Some("$.x[?count(@..b) == 0]")),
        ("$[?@.a.length() == 2]", Some("$[?length(@.a) == 2]")),
        ("$[?@.a.length == 2]", None),
        ("$[?@.a[*] == 2]", None),
        ("$.a", None),
    ] {
        let found = counting_query(text).map(|found| found.standard);
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    assert_eq!(counted_one("$.a[?count(@.b) == 1]"), Some(11..14));
    assert_eq!(counted_one("count($.b) > 1"), Some(6..9));
    assert_eq!(counted_one("$.a[?count(@.b[*]) == 1]"), None);
}

#[test]
fn queries_and_what_cannot_be_a_test_are_left_alone() {
    for text in [
        "$.a",
        "$[?@.a == 1]",
        "$.items[*].a == 1",
        "$.items[?@.a == $.b] && $.c",
        "$.a = 1",
        "$.a contains 'b'",
        "$.a == b",
        "true",
        "",
        "$.a == $foo.b",
    ] {
        assert_eq!(jsonpath_test(text), None, "{text}");
    }
}

#[test]
fn runtime_expressions_in_tests_are_values() {
    for text in [
        "$.a == $inputs.b",
        "$.a == {$inputs.b}",
        "  $.a == $inputs.b",
    ] {
        let found = jsonpath_test(text).unwrap();
        assert_eq!(found.condition.trim(), "@.a == {$inputs.b}");
        let value = found.values.first().unwrap();
        assert_eq!(found.condition.get(value.span.clone()), Some("$inputs.b"));
        let template = crate::expression::embedded(&found.condition).unwrap();
        assert_eq!(template.expressions(), [value]);
    }
}

#[test]
fn queries_of_the_draft_become_standard() {
    for (text, expected) in [
        ("$..book[?(@.price<10)]", "$..book[?(@.price<10)]"),
        ("$.foo-bar..x-y", "$['foo-bar']..['x-y']"),
        ("$[?(@.tags.length > 2)]", "$[?(length(@.tags) > 2)]"),
        ("$[?(@.a === 'b')]", "$[?(@.a == 'b')]"),
    ] {
        let found = normalise_draft(text).expect(text);
        assert_eq!(found, expected);
        assert!(check_jsonpath(&found).is_ok(), "{found}");
    }
    assert!(
        normalise_draft("$..book[(@.length-1)]")
            .unwrap_err()
            .message
            .contains("script")
    );
    assert!(
        normalise_draft("$.a == 1")
            .unwrap_err()
            .message
            .contains("filter")
    );
}

#[test]
fn nesting_is_limited() {
    let deep = format!("${}", "[?@".repeat(100_000));
    assert!(
        check_jsonpath(&deep)
            .unwrap_err()
            .message
            .contains("too deep")
    );
    let parentheses = format!("$[?{}", "(".repeat(100_000));
    assert!(
        check_jsonpath(&parentheses)
            .unwrap_err()
            .message
            .contains("too deep")
    );
}

#[test]
fn what_begins_with_one_member_can_look_into_it() {
    for (text, name, rest) in [
        ("$.files.length > 0", "files", "$.length > 0"),
        ("$['a b'][0]", "a b", "$[0]"),
        ("$.a == 1 || !$.a.b", "a", "$ == 1 || !$.b"),
        ("$.a[?@.x == $.a.y]", "a", "$[?@.x == $.y]"),
    ] {
        let expected = Some((name.to_owned(), rest.to_owned()));
        assert_eq!(within_member(text), expected, "{text}");
    }
    for text in [
        "$",
        "$[0]",
        "$..a",
        "$.a == $.b",
        "$.*",
        "$['a', 'b']",
        "1 == 1",
    ] {
        assert_eq!(within_member(text), None, "{text}");
    }
}
