//! Bodies that are longer or shorter than announced, and chunks that are none.

use std::time::Duration;

use arazzo_runtime::Kind;

use super::fault::Fault;

const BODY: &str = r#"{"receipt":"r-1"}"#;
const HEAD: &str = "HTTP/1.1 200 X\r\nconnection: close\r\ncontent-type: application/json\r\n";

/// A response with these headers about its length.
fn framed(headers: &str, body: &str) -> String {
    [HEAD, headers, "\r\n", body].concat()
}

fn chunked(body: &str) -> String {
    framed("transfer-encoding: chunked\r\n", body)
}

pub(super) const ROWS: &[Fault] = &[
    Fault::new("a body that is longer than its length", |peer| {
        peer.raw(framed("content-length: 12\r\n", BODY))
    })
    .fails(Kind::OutputType, "the response body could not be read: EOF"),
    Fault::new("a body that is shorter than its length", |peer| {
        peer.raw(framed("content-length: 18\r\n", BODY))
    })
    .breaks(),
    Fault::new("a length twice", |peer| {
        let twice = "content-length: 17\r\ncontent-length: 17\r\n";
        peer.raw(framed(twice, BODY))
    })
    .completes("r-1"),
    Fault::new("two lengths", |peer| {
        let two = "content-length: 17\r\ncontent-length: 12\r\n";
        peer.raw(framed(two, BODY))
    })
    .breaks(),
    Fault::new("a length below zero", |peer| {
        peer.raw(framed("content-length: -17\r\n", BODY))
    })
    .breaks(),
    Fault::new("a length that is no number", |peer| {
        peer.raw(framed("content-length: 0x11\r\n", BODY))
    })
    .breaks(),
    Fault::new("a length beyond 64 bits", |peer| {
        peer.raw(framed("content-length: 99999999999999999999\r\n", BODY))
    })
    .breaks(),
    Fault::new("a length beyond the limit", |peer| {
        peer.raw(framed("content-length: 18446744073709551000\r\n", BODY))
    })
    .fails(
        Kind::Transport,
        "the response body is larger than 67108864 bytes",
    ),
    Fault::new("a body without an end", |peer| {
        peer.forever(framed("", ""), [b' '; 10_000], Duration::ZERO)
    })
    .client(|builder, _| builder.max_response_bytes(1 << 20))
    .fails(
        Kind::Transport,
        "the response body is larger than 1048576 bytes",
    ),
    Fault::new("chunks without an end", |peer| {
        let chunk = format!("2710\r\n{}\r\n", " ".repeat(10_000));
        peer.forever(chunked(""), chunk, Duration::ZERO)
    })
    .client(|builder, _| builder.max_response_bytes(1 << 20))
    .fails(
        Kind::Transport,
        "the response body is larger than 1048576 bytes",
    ),
    Fault::new("chunks and a length", |peer| {
        let both = "content-length: 5\r\ntransfer-encoding: chunked\r\n";
        peer.raw(framed(both, &format!("11\r\n{BODY}\r\n0\r\n\r\n")))
    })
    .completes("r-1"),
    Fault::new("a chunk whose size is no number", |peer| {
        peer.raw(chunked(&format!("hunter2hunter2\r\n{BODY}\r\n0\r\n\r\n")))
    })
    .breaks(),
    Fault::new("a chunk whose size is beyond 64 bits", |peer| {
        peer.raw(chunked(&format!(
            "11111111111111111\r\n{BODY}\r\n0\r\n\r\n"
        )))
    })
    .breaks(),
    Fault::new("a chunk that is longer than its size", |peer| {
        peer.raw(chunked(&format!("c\r\n{BODY}\r\n0\r\n\r\n")))
    })
    .breaks(),
    Fault::new("a chunk that is shorter than its size", |peer| {
        peer.raw(chunked(&format!("ff\r\n{BODY}\r\n0\r\n\r\n")))
    })
    .breaks(),
    Fault::new("chunks without a last one", |peer| {
        peer.raw(chunked(&format!("11\r\n{BODY}\r\n")))
    })
    .breaks(),
    Fault::new("a chunk with an extension without an end", |peer| {
        peer.forever(chunked("11;x="), [b'y'; 1000], Duration::ZERO)
    })
    .breaks(),
    Fault::new("trailers without an end", |peer| {
        let body = chunked(&format!("11\r\n{BODY}\r\n0\r\n"));
        peer.forever(body, "x: y\r\n".repeat(100), Duration::ZERO)
    })
    .breaks(),
    Fault::new("a way of transfer that nobody knows", |peer| {
        peer.raw(framed("transfer-encoding: hunter2hunter2\r\n", BODY))
    })
    .completes("r-1"),
];
