//! Connections that end too early.

use super::fault::{At, Fault};
use super::order::unread;

const PARTLY: &str =
    "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n{\"receipt\":";

pub(super) const ROWS: &[Fault] = &[
    Fault::at("nobody listens", At::Closed)
        .breaks()
        .unprocessed(),
    Fault::new("closed before the request is read", |_| Ok(())).breaks(),
    Fault::new("reset before the request is read", |peer| {
        let mut first = [0];
        peer.stream.peek(&mut first).map(drop)
    })
    .breaks(),
    Fault::new("closed after the request", |peer| peer.request()).breaks(),
    Fault::new("reset after the request", |peer| peer.request_unread()).breaks(),
    Fault::new("closed in the status line", |peer| peer.raw("HTTP/1.1 20")).breaks(),
    Fault::new("closed in the headers", |peer| {
        peer.raw("HTTP/1.1 200 X\r\ncontent-type: appl")
    })
    .breaks(),
    Fault::new("closed in the body", |peer| peer.raw(PARTLY)).breaks(),
    Fault::new("reset in the body", |peer| {
        peer.request_unread()?;
        peer.send(PARTLY)
    })
    .breaks(),
    Fault::new("closed in a body that nobody reads", |peer| {
        peer.raw(PARTLY)
    })
    .read(unread)
    .breaks(),
    Fault::new("closed after the request, which only asks", |peer| {
        peer.request()
    })
    .safe()
    .breaks()
    .unprocessed(),
    Fault::new("closed after the first request alone", |peer| {
        match peer.number {
            0 => peer.request(),
            _ => peer.json(r#"{"receipt":"r-1"}"#),
        }
    })
    .completes("r-1")
    .attempts(2),
    Fault::new(
        "closed after the request, then refused",
        |peer| match peer.number {
            0 => peer.request(),
            _ => peer.answer(
                409,
                "content-type: application/json\r\n",
                r#"{"receipt":"r-0"}"#,
            ),
        },
    )
    .fails(
        arazzo_runtime::Kind::Criteria,
        "criterion `status is 2xx` is not met",
    )
    .left(super::Left::Receipt("r-0")),
];
