use super::*;

#[test]
fn patterns_of_ecma_262_are_accepted() {
    for pattern in [
        "",
        "^200$",
        "o[kK]",
        r"^2\d{2}$",
        "^(?!err).+$",
        r"^[\s\S]*404 - File or directory not found\.[\s\S]*$",
        r"(?<year>\d{4})-(?<month>\d\d)\k<year>",
        r"(a)(b)\2\1",
        r"(?<=\$)\d+(?<!0)",
        r"(?<=a|bc+)d",
        "[]|[^]|[-a]|[a-]|[\\]]",
        r"\u0041\x41\cA\0\/\-\u{1F600}\uD83D\uDE00",
        r"\p{L}\P{Lu}\p{Script=Latin}",
        "(?i:ok)",
        "a{2,}b{,3}c{x}]}",
        "/order/refund",
        "[a-\\d]",
        "é+",
    ] {
        assert_eq!(check_regex(pattern), Ok(()), "{pattern}");
    }
}

#[test]
fn flags_at_the_beginning_hold_for_all() {
    for (pattern, standard) in [
        ("(?i)a|b", "(?i:a|b)"),
        ("(?im)^a$", "(?im:^a$)"),
        ("(?i)(?s)(?i).", "(?is:.)"),
    ] {
        assert_eq!(check_regex(pattern), Ok(()), "{pattern}");
        assert_eq!(flags_of_all(pattern).as_deref(), Some(standard));
    }
    for pattern in ["(?i:a)", "(i)a", "a(?i)b", "(?)a", "(?x)a"] {
        assert_eq!(flags_of_all(pattern), None, "{pattern}");
    }
}

#[test]
fn everything_else_is_pointed_at() {
    for (pattern, at, message) in [
        ("([a-z", "[", "not closed"),
        ("(a", "(", "not closed"),
        ("a)", ")", "no parenthesis is open"),
        ("*a", "*", "nothing to repeat"),
        ("a**", "*", "nothing to repeat"),
        ("a++", "+", "nothing to repeat"),
        ("^*", "*", "nothing to repeat"),
        ("(?<=a)+", "+", "nothing to repeat"),
        ("(?=a)*", "*", "nothing to repeat"),
        ("(?:)?", "?", "nothing to repeat"),
        ("a{3,2}", "{3,2}", "out of order"),
        ("[z-a]", "z-a", "out of order"),
        (r"\2(a)", r"\2", "no group 2"),
        (r"\k<x>", r"\k<x>", "no group `x`"),
        ("(?<a>.)(?<a>.)", "a>", "used twice"),
        ("(?P<a>.)", "(?P<", "not part of ECMA-262"),
        ("a(?i)", "(?i)", "not part of ECMA-262"),
        ("(?x)a", "(?x", "not part of ECMA-262"),
        ("(?>a)", "(?>", "not part of ECMA-262"),
        ("[[:alpha:]]", "[:alpha:]", "POSIX"),
        (r"\Aa", r"\A", "no escape"),
        (r"a\", r"\", "nothing follows"),
        (r"\p{Klingon}", r"\p{Klingon}", "not supported"),
        (r"\uD83D", r"\uD83D", "surrogate"),
        (r"\x1", r"\x1", "hexadecimal"),
        (r"(?<=(a)\1)", r"\1", "look-behind"),
        (
            "((a{1000}){1000}){1000}",
            "((a{1000}){1000}){1000}",
            "too much",
        ),
    ] {
        let error = check_regex(pattern).expect_err(pattern);
        let found = pattern.get(error.span.clone()).unwrap();
        assert!(
            at.starts_with(found) && !found.is_empty(),
            "{pattern}: {found:?}"
        );
        assert!(error.message.contains(message), "{pattern}: {error}");
    }
}

#[test]
fn nesting_is_limited() {
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(check_regex(&deep).unwrap_err().message.contains("too deep"));
}

#[test]
fn script_literals_are_recognised() {
    let uuid = "/^[0-9A-F]{8}$/i";
    assert_eq!(regex_literal(uuid).as_deref(), Some("(?i:^[0-9A-F]{8}$)"));
    assert_eq!(regex_literal("/^a$/").as_deref(), Some("^a$"));
    assert_eq!(regex_literal("/a/g").as_deref(), Some("a"));
    for plain in ["/order/refund", "/orders/", "a/b/i", "/", "//i"] {
        assert_eq!(regex_literal(plain), None, "{plain}");
    }
}
