use super::{super::check_jsonpath, *};

#[test]
fn patterns_of_the_engine_are_accepted() {
    for pattern in [
        "",
        "a.*",
        "[a-z0-9_-]{2,}",
        r"\d{2}-\p{Lu}\pL+",
        "(a|b|)*?",
        "(?:x)|(?i:y)(?s)z",
        "(?P<year>[0-9]+)(?<month>.)",
        "[]a][^]b][-a][a-][[:alpha:]_[x]&&y--z]",
        r"\x41\u0041\u{1F600}[\]\-\\]",
        r"^\.\/\[$",
        "a**b++",
        "}]é",
        "(?x) a { 2 } # [(",
    ] {
        assert_eq!(check_pattern(pattern), Ok(()), "{pattern}");
    }
}

#[test]
fn everything_else_is_pointed_at() {
    for (pattern, at, message) in [
        ("a(*", "*", "nothing to repeat"),
        ("*a", "*", "nothing to repeat"),
        ("a|+", "+", "nothing to repeat"),
        ("{2}", "{", "nothing to repeat"),
        ("(a", "(", "not closed"),
        ("a)", ")", "no parenthesis"),
        ("[a", "[", "not closed"),
        ("[a[b]", "[", "not closed"),
        ("a{x}", "{", "no quantifier"),
        ("a{,3}", "{", "no quantifier"),
        ("a{3,2}", "{3,2}", "out of order"),
        ("[z-a]", "z-a", "out of order"),
        (r"[\w-.]", r"\w-.", "must be characters"),
        ("(?!a)", "(?!", "look-around"),
        ("(?<=a)", "(?<=", "look-around"),
        ("(?>a)", "(?", "begins like this"),
        (r"(a)\1", r"\1", "back references"),
        (r"\q", r"\q", "no escape"),
        (r"[\<]", r"\<", "no escape"),
        (r"[\b]", r"\b", "no escape"),
        (r"[\<]", r"\<", "no escape"),
        (r"\x1", r"\x1", "no code point"),
        (r"a\", r"\", "nothing follows"),
    ] {
        let error = check_pattern(pattern).expect_err(pattern);
        assert_eq!(pattern.get(error.span.clone()), Some(at), "{pattern}");
        assert!(error.message.contains(message), "{pattern}: {error}");
    }
}

#[test]
fn a_query_is_checked_with_its_patterns() {
    for (query, at) in [
        ("$[?match(@.a, 'a(*')]", "*"),
        ("$.items[?@.b && !search(@.a, \"x[\")]", "["),
        (r"$[?match(@.a, 'é\\q*(')]", r"é\\q*("),
    ] {
        let error = check_jsonpath(query).expect_err(query);
        assert_eq!(query.get(error.span.clone()), Some(at), "{query}");
        assert!(error.message.contains("never matches"), "{error}");
    }
    for query in [
        "$[?match('a(*', @.a)]",
        "$[?match(@.a, @.b)]",
        r"$[?match(@.a, '\\d+\\.\'\u0041')]",
    ] {
        assert!(check_jsonpath(query).is_ok(), "{query}");
    }
}

#[test]
fn depth_costs_nothing() {
    let deep = format!("{}{}", "(".repeat(100_000), "[".repeat(100_000));
    assert!(check_pattern(&deep).is_err());
}
