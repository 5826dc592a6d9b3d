use super::*;
use crate::expression::{Access, OperandKind, access_pointer, condition};

fn error(text: &str) -> SyntaxError {
    condition(text).expect_err(text)
}

fn canonical(text: &str) -> String {
    condition(text).map_or_else(|error| format!("{error:?}"), |found| found.to_string())
}

#[test]
fn and_binds_closer_than_or() {
    let text = "$statusCode == 500 && $response.body#/a == 1 || $response.body#/a == 2";
    assert!(
        matches!(condition(text), Ok(Condition::Or(left, _)) if matches!(*left, Condition::And(..)))
    );
    let grouped = "!($response.body#/a == 3) && ($statusCode>=200||$statusCode<300)";
    assert_eq!(
        canonical(grouped),
        "!($response.body#/a == 3) && ($statusCode >= 200 || $statusCode < 300)"
    );
}

#[test]
fn expressions_end_at_operators_without_white_space() {
    for (text, expected) in [
        ("$statusCode==200", "$statusCode == 200"),
        ("$response.header.X-A!='b'", "$response.header.X-A != 'b'"),
        ("$response.header.X-A&&true", "$response.header.X-A && true"),
        ("$response.body#/a/b<=-1.5", "$response.body#/a/b <= -1.5"),
        ("($inputs.a-b)", "$inputs.a-b"),
        ("$inputs.x#/y>$inputs.z", "$inputs.x#/y > $inputs.z"),
        ("($statusCode) == 200", "$statusCode == 200"),
    ] {
        assert_eq!(canonical(text), expected);
    }
}

#[test]
fn names_keep_their_dots_and_brackets_are_accesses() {
    let Ok(Condition::Truthy(operand)) = condition("$steps.s.outputs.o.list[2].name") else {
        panic!("not an operand");
    };
    assert_eq!(operand.span, 0..31);
    let accesses: Vec<_> = operand.access.iter().map(|a| a.value.clone()).collect();
    assert_eq!(
        accesses,
        [Access::Index(2), Access::Member("name".to_owned())]
    );
    let OperandKind::Expression(expression) = operand.kind else {
        panic!("not an expression");
    };
    assert_eq!(expression.reference().unwrap().name.value, "o.list");
}

#[test]
fn members_after_a_pointer_are_accesses() {
    let Ok(Condition::Truthy(operand)) = condition("$response.body#/a.b.c[0]") else {
        panic!("not an operand");
    };
    let OperandKind::Expression(expression) = &operand.kind else {
        panic!("not an expression");
    };
    assert_eq!(expression.pointer().unwrap().as_str(), "/a");
    assert_eq!(operand.access.len(), 3);
    let readings = operand.dotted_readings().into_iter();
    let readings: Vec<String> = readings
        .map(|reading| {
            let OperandKind::Expression(expression) = &reading.kind else {
                panic!("not an expression");
            };
            let pointer = expression.pointer().unwrap();
            let access = access_pointer(reading.access.iter().map(|access| &access.value));
            format!("{pointer} {access}")
        })
        .collect();
    assert_eq!(
        readings,
        ["/a.b.c /0", "/a.b /c/0", "/a /b.c/0", "/a /b/c/0"]
    );
}

#[test]
fn strings_hold_operators_and_doubled_quotes() {
    let Ok(Condition::Compare(_, _, right)) = condition("$response.body == 'a && b == ''c'''")
    else {
        panic!("not a comparison");
    };
    assert_eq!(right.kind, OperandKind::Text("a && b == 'c'".to_owned()));
}

#[test]
fn numbers_keep_their_digits() {
    let Ok(Condition::Compare(_, _, right)) = condition("$statusCode == 9007199254740993") else {
        panic!("not a comparison");
    };
    assert_eq!(right.to_string(), "9007199254740993");
    assert!(condition("$response.body#/n < 1e2").is_ok());
    assert!(condition("$statusCode == 01").is_err());
}

#[test]
fn each_typo_is_pointed_at_and_replaced() {
    for (text, at, replacement) in [
        ("$statusCode = 200", "=", Some("==")),
        ("$statusCode === 200", "===", Some("==")),
        ("$a.b == 1", "$a", None),
        ("$statuscode == 200", "$statuscode", Some("$statusCode")),
        ("$statusCode == 200 and true", "and", Some("&&")),
        ("$statusCode & true", "&", Some("&&")),
        ("$inputs.a | true", "|", Some("||")),
        (r#"$inputs.a == "it's""#, r#""it's""#, Some("'it''s'")),
        (
            "$inputs.a == application/json",
            "application/json",
            Some("'application/json'"),
        ),
        ("$inputs.a == True", "True", Some("true")),
        ("{$statusCode} == 200", "{$statusCode}", Some("$statusCode")),
        ("$response.headers.X == 'a'", "headers", Some("header")),
        ("$inputs.a['b'] == 1", "['b']", Some(".b")),
        ("$inputs.a matches 'b'", "matches", None),
        ("$inputs.a =~ 'b'", "=~", None),
        ("1 < $response.body#/n < 3", "< 3", None),
    ] {
        let error = error(text);
        let found = text.get(error.span.clone()).unwrap();
        assert!(
            at.starts_with(found) && !found.is_empty(),
            "{text}: {found:?}"
        );
        assert_eq!(error.replacement.as_deref(), replacement, "{text}: {error}");
        assert!(error.help.is_some() || error.replacement.is_some() || replacement.is_none());
    }
}

#[test]
fn incomplete_conditions_are_errors_at_the_right_place() {
    for (text, span, message) in [
        ("", 0..0, "empty"),
        ("  ", 0..2, "empty"),
        ("($statusCode == 200", 0..1, "not closed"),
        ("$statusCode == 200)", 18..19, "no parenthesis is open"),
        ("$statusCode == 200 &&", 21..21, "found the end"),
        ("$statusCode ==", 12..14, "right-hand side"),
        ("()", 0..2, "empty"),
        ("1 < 2 < 3", 6..7, "comparison"),
        ("!$inputs.a == 1", 0..1, "binds closer"),
        ("($inputs.a || true) == 1", 0..19, "cannot be compared"),
        ("$inputs.a == 'b", 13..15, "not closed"),
        ("'a'.length == 1", 3..4, "can only follow an expression"),
        ("$inputs.a[x]", 10..11, "an index"),
        ("==", 0..1, "a literal or an expression"),
        ("{}\n", 0..1, "a literal or an expression"),
        ("$statusCode 200", 12..13, "an operator"),
    ] {
        let error = error(text);
        assert_eq!(error.span, span, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
    }
}

#[test]
fn size_and_depth_are_limited() {
    let deep = format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(error(&deep).message.contains("too deep"));
    let negated = format!("{}true", "!".repeat(100_000));
    assert!(error(&negated).message.contains("too deep"));
    let long = vec!["true"; 100_000].join("||");
    assert!(error(&long).message.contains("too many"));
}

#[test]
fn operands_come_from_left_to_right() {
    let found = condition("!($inputs.a) || 1 == $inputs.b").unwrap();
    let texts: Vec<_> = found.operands().iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["$inputs.a", "1", "$inputs.b"]);
}
