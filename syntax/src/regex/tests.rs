use proptest::prelude::*;

use super::{Fault, check, translate};

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
        "(?i)(?s)a",
    ] {
        assert_eq!(check(pattern), Ok(()), "{pattern}");
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
        ("(?i-i:a)", "(?i-i:", "not part of ECMA-262"),
        (
            "((a{1000}){1000}){1000}",
            "((a{1000}){1000}){1000}",
            "too much",
        ),
    ] {
        let error = check(pattern).expect_err(pattern);
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
    assert!(check(&deep).unwrap_err().message.contains("too deep"));
}

/// What a program takes and a document should not say.
#[test]
fn what_can_only_mean_one_thing_is_translated_all_the_same() {
    for (pattern, engine) in [
        ("a(?i)b", "a(?i)b"),
        (r"\Z\08", r"Z\x{00}8"),
        (r"\2(a)", r"\x{02}(a)"),
        (r"\k<x>", r"k\x{3C}x\x{3E}"),
        (r"\c1", r"\x{5C}c1"),
        (r"\uD83D", r"[^\x{0}-\x{10FFFF}]"),
        (r"[[:a:]]", r"[\x{5B}\x{3A}\x{61}\x{3A}]\x{5D}"),
    ] {
        assert!(check(pattern).is_err(), "{pattern}");
        assert_eq!(translate(pattern).as_deref(), Ok(engine), "{pattern}");
    }
}

#[test]
fn a_name_that_no_group_has_means_nothing_where_groups_have_names() {
    let fault: Fault = translate(r"(?<a>.)\k<b>c").unwrap_err();
    assert_eq!(
        (fault.span, fault.message.as_str()),
        (7..12, "this regex has no group `b`")
    );
}

proptest! {
    #[test]
    fn what_a_document_may_say_can_be_translated(pattern in r"[-\\()\[\]{}?*+.^$|<>:=!a-dksuxpPwWdDbB0-9,&~é]{0,16}") {
        if check(&pattern).is_ok() {
            prop_assert!(translate(&pattern).is_ok());
        }
        for fault in [check(&pattern).err(), translate(&pattern).err()].into_iter().flatten() {
            prop_assert!(pattern.get(fault.span).is_some());
        }
    }
}
