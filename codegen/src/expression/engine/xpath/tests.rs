use super::*;

#[test]
fn expressions_of_version_1_are_accepted() {
    for text in [
        "/",
        "//pet[id = '1']",
        "/a/b[1]/@c",
        "count(//item) > 0 and not(//error)",
        "//*[local-name() = 'pet'][last()]",
        "string(/a/text()) = \"x\"",
        "../a | b | c//d",
        "-1 + - 2 * 3 div 4 mod .5 - a-b",
        "child::a/descendant-or-self::node()/attribute::*",
        "(a | b)[1]/c",
        "* * *",
        "div div div",
        "/ = 'x'",
        "concat(a, 'b', 3)",
        "processing-instruction('x')",
        "a [ 1 ] / b",
        "translate(., 'ABC', 'abc') != ''",
        "for",
        "if/eq",
        "self :: a",
    ] {
        assert_eq!(check_xpath(text), Ok(()), "{text}");
    }
}

#[test]
fn later_versions_are_named_as_not_supported() {
    for (text, at) in [
        ("for $x in //a return $x", "for"),
        ("if (a) then b else c", "if"),
        ("every $x in //a satisfies $x", "every"),
        ("//a => count()", "=>"),
        ("'a' || 'b'", "||"),
        ("matches(//a, 'b')", "matches"),
        ("//a eq 1", "eq"),
        ("(1, 2)", ","),
        ("1 to 3", "to"),
        ("//*:a", "*:"),
        ("a/string()", "string"),
        ("a/(b|c)", "("),
        ("'it''s'", "'"),
        ("1e3", "1e3"),
        ("fn:count(a)", "fn:count"),
        ("element(a)", "element"),
        ("a (: comment :)", "("),
        ("()", "()"),
        ("not(exists(//a))", "exists"),
        ("a ! b", "!"),
    ] {
        let error = check_xpath(text).expect_err(text);
        assert_eq!(text.get(error.span.clone()), Some(at), "{text}: {error}");
        assert!(
            error.message.contains("not supported: XPath 1.0 only"),
            "{text}: {error}"
        );
    }
}

#[test]
fn everything_else_is_pointed_at() {
    for (text, at, message) in [
        ("", "", "empty"),
        (" ", " ", "empty"),
        ("//", "", "a step"),
        ("a[", "", "a step"),
        ("a[1", "[", "not closed"),
        ("count(a", "(", "not closed"),
        ("a]", "]", "an operator"),
        ("a b", "b", "an operator"),
        ("a =", "", "a step"),
        ("a == 1", "==", "single `=`"),
        ("a && b", "&", "an operator"),
        ("'a", "'a", "not closed"),
        ("$x", "$x", "variables"),
        ("soap:Body", "soap:Body", "prefix"),
        ("cuont(a)", "cuont", "no function"),
        ("count()", "count", "1 argument, not 0"),
        ("substring(a)", "substring", "2 or 3 arguments"),
        ("concat(a)", "concat", "at least 2"),
        ("childs::a", "childs", "no axis"),
        ("text(1)", "(", "no arguments"),
        ("id('a')", "id", "no function"),
    ] {
        let error = check_xpath(text).expect_err(text);
        assert_eq!(text.get(error.span.clone()), Some(at), "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
    }
}

#[test]
fn nesting_is_limited() {
    for opening in ["(", "a[", "not("] {
        let error = check_xpath(&opening.repeat(100_000)).unwrap_err();
        assert!(error.message.contains("too deep"), "{opening}");
    }
    for chain in [
        format!("{}1", "- ".repeat(100_000)),
        vec!["a"; 100_000].join("|"),
    ] {
        assert!(
            check_xpath(&chain)
                .unwrap_err()
                .message
                .contains("too many")
        );
    }
}
