//! Status lines and headers that are none, or too many.

use std::time::Duration;

use arazzo_runtime::Kind;

use super::fault::{Fault, Left};
use super::order::unread;

const BODY: &str = r#"{"receipt":"r-1"}"#;

/// The end of a head, and a body with its length.
fn ending(body: &str) -> String {
    let length = body.len();
    format!(
        "connection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

pub(super) const ROWS: &[Fault] = &[
    Fault::new("another protocol", |peer| {
        peer.raw("SSH-2.0-hunter2hunter2\r\n")
    })
    .breaks(),
    Fault::new("bytes that mean nothing", |peer| {
        peer.raw(b"\x00\xff\xfe\x80hunter2hunter2\x01\x02\r\n\r\n")
    })
    .breaks(),
    Fault::new("a body without a head, as in HTTP/0.9", |peer| peer.raw(BODY)).breaks(),
    Fault::new("frames of HTTP/2 that nobody asked for", |peer| {
        peer.raw(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80")
    })
    .breaks(),
    Fault::new("HTTP of a version that there is not", |peer| {
        peer.raw(format!("HTTP/7.3 200 X\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a status that is no number", |peer| {
        peer.raw(format!("HTTP/1.1 OK\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a status of four digits", |peer| {
        peer.raw(format!("HTTP/1.1 2000 X\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a status below 100", |peer| {
        peer.raw(format!("HTTP/1.1 099 X\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a status that nobody has defined", |peer| {
        peer.answer(799, "content-type: application/json\r\n", BODY)
    })
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met")
    .left(Left::Receipt("r-1")),
    Fault::new("a header without a colon", |peer| {
        peer.raw(format!("HTTP/1.1 200 X\r\nhunter2hunter2\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a header with a zero byte", |peer| {
        peer.raw(format!("HTTP/1.1 200 X\r\nx: a\0hunter2hunter2\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a header that goes on in the next line", |peer| {
        peer.raw(format!("HTTP/1.1 200 X\r\nx: a\r\n hunter2hunter2\r\n{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("headers that are no UTF-8", |peer| {
        peer.request()?;
        peer.send(b"HTTP/1.1 200 \xff\r\nx: \xff\xfe\r\n")?;
        peer.send(ending(BODY))
    })
    .completes("r-1"),
    Fault::new("101 headers", |peer| {
        let many = "x: y\r\n".repeat(101);
        peer.raw(format!("HTTP/1.1 200 X\r\n{many}{}", ending(BODY)))
    })
    .breaks(),
    Fault::new("a header beyond the limit", |peer| {
        let long = "x".repeat(70_000);
        peer.raw(format!("HTTP/1.1 200 X\r\nx: {long}\r\n{}", ending(BODY)))
    })
    .fails(
        Kind::Transport,
        "the response headers are larger than 65536 bytes",
    ),
    Fault::new("a header within a limit that was raised", |peer| {
        let long = "x".repeat(70_000);
        peer.raw(format!("HTTP/1.1 200 X\r\nx: {long}\r\n{}", ending(BODY)))
    })
    .client(|builder, _| builder.max_response_header_bytes(100_000))
    .completes("r-1"),
    Fault::new("a header without an end", |peer| {
        let unit = "x".repeat(10_000);
        peer.forever("HTTP/1.1 200 X\r\nx: ", unit, Duration::ZERO)
    })
    .breaks(),
    Fault::new("headers without an end", |peer| {
        peer.forever("HTTP/1.1 200 X\r\n", "x: y\r\n".repeat(1000), Duration::ZERO)
    })
    .breaks(),
    Fault::new("100 and 103 before the answer", |peer| {
        peer.raw("HTTP/1.1 100 X\r\n\r\nHTTP/1.1 103 X\r\nlink: </a>\r\n\r\n")?;
        peer.send(format!("HTTP/1.1 200 X\r\n{}", ending(BODY)))
    })
    .completes("r-1"),
    Fault::new("100 and no answer", |peer| {
        peer.raw("HTTP/1.1 100 X\r\n\r\n")?;
        peer.silence()
    })
    .takes_too_long(),
    Fault::new("100 again and again", |peer| {
        peer.forever("", "HTTP/1.1 100 X\r\n\r\n".repeat(100), Duration::ZERO)
    })
    .takes_too_long(),
    Fault::new("a change of protocol (101) that nobody asked for", |peer| {
        peer.raw("HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n")
    })
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met"),
    Fault::new("204 with a body", |peer| {
        peer.answer(204, "content-type: application/json\r\n", BODY)
    })
    .fails(Kind::OutputType, "it is empty"),
    Fault::new("204 with a body that nobody reads", |peer| {
        peer.answer(204, "content-type: application/json\r\n", BODY)
    })
    .read(unread)
    .completes("r-1"),
    Fault::new("304 with a body, and nobody asked whether it changed", |peer| {
        peer.answer(304, "content-type: application/json\r\n", BODY)
    })
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met")
    .unprocessed(),
    Fault::new("two answers to one request", |peer| {
        let one = |body: &str| {
            let length = body.len();
            format!("HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        };
        peer.raw([one(BODY), one(r#"{"receipt":"of somebody else"}"#)].concat())
    })
    .completes("r-1"),
];
