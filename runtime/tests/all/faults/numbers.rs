//! Numbers that no type has room for, and patterns that search for ages.

use arazzo_runtime::Kind;

use super::fault::Fault;
use super::order::{float, integer, number, queried, searched, typed};

/// A number of a thousand digits.
const LONG: &str = "1234567890";

fn long() -> String {
    format!("{{\"n\":{}}}", LONG.repeat(100))
}

const TEXT: &str = "content-type: text/plain\r\n";

pub(super) const ROWS: &[Fault] = &[
    Fault::new("a number of a thousand digits as an integer", |peer| {
        peer.json(long())
    })
    .read(integer)
    .fails(
        Kind::OutputType,
        "output `n` does not have the declared type",
    ),
    Fault::new(
        "a number of a thousand digits where it is not read",
        |peer| {
            let digits = LONG.repeat(100);
            peer.json(format!("{{\"n\":{digits},\"receipt\":\"r-1\"}}"))
        },
    )
    .read(typed)
    .completes("r-1"),
    Fault::new("an integer one beyond 64 bits", |peer| {
        peer.json(r#"{"n":9223372036854775808}"#)
    })
    .read(integer)
    .fails(Kind::OutputType, "number out of range, expected i64"),
    Fault::new("a number with all its digits", |peer| {
        peer.json(r#"{"n":123456789012345678901234567890.10}"#)
    })
    .read(number)
    .completes("123456789012345678901234567890.10"),
    Fault::new("1e400 as a number of floating point", |peer| {
        peer.json(r#"{"n":1e400}"#)
    })
    .read(float)
    .fails(
        Kind::OutputType,
        "output `n` does not have the declared type",
    ),
    Fault::new("1e999999999999 as an integer", |peer| {
        peer.json(r#"{"n":1e999999999999}"#)
    })
    .read(integer)
    .fails(
        Kind::OutputType,
        "output `n` does not have the declared type",
    ),
    Fault::new("1e999999999999 as any number", |peer| {
        peer.json(r#"{"n":1e999999999999}"#)
    })
    .read(number)
    .completes("1e999999999999"),
    Fault::new("a number that is none", |peer| peer.json(r#"{"n":NaN}"#))
        .read(float)
        .fails(Kind::OutputType, "the response body could not be read"),
    Fault::new("a regular expression that would try for ages", |peer| {
        peer.answer(200, TEXT, "a".repeat(100_000))
    })
    .feature("regex")
    .read(searched)
    .fails(Kind::Criteria, "criterion `^(a+)+(?=b)$` is not met"),
    Fault::new("a pattern in JSONPath that would try for ages", |peer| {
        let text = "a".repeat(100_000);
        peer.json(format!("{{\"a\":\"{text}\"}}"))
    })
    .feature("jsonpath")
    .read(queried)
    .fails(Kind::Criteria, "match(@, '(a+)+b')]` is not met"),
];
