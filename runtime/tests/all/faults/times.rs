//! Servers that take their time.

use std::time::Duration;

use arazzo_runtime::Kind;

use super::fault::{At, Fault, Left};

const STATUS: &str = "HTTP/1.1 200 X\r\n";
const ENDLESS: &str = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\n\r\n{\"receipt\":\"";
const DRIP: Duration = Duration::from_millis(10);

pub(super) const ROWS: &[Fault] = &[
    Fault::at("connections wait and nobody takes them", At::Deaf).takes_too_long(),
    Fault::new("no word after the request", |peer| {
        peer.request()?;
        peer.silence()
    })
    .takes_too_long(),
    Fault::new("no word after the request, which only asks", |peer| {
        peer.request()?;
        peer.silence()
    })
    .safe()
    .takes_too_long()
    .unprocessed(),
    Fault::new("no word after the headers", |peer| {
        peer.raw("HTTP/1.1 200 X\r\ncontent-length: 40\r\n\r\n")?;
        peer.silence()
    })
    .takes_too_long(),
    Fault::new("no word after half of the body", |peer| {
        peer.raw(ENDLESS)?;
        peer.silence()
    })
    .takes_too_long(),
    Fault::new("headers drip and never end", |peer| {
        peer.forever(STATUS, "x: y\r\n", DRIP)
    })
    .takes_too_long(),
    Fault::new("a body drips and never ends", |peer| {
        peer.forever(ENDLESS, "x", DRIP)
    })
    .takes_too_long(),
    Fault::new("chunks drip and never end", |peer| {
        let head = "HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n";
        peer.forever(head, "1\r\nx\r\n", DRIP)
    })
    .takes_too_long(),
    Fault::new("a server that is slow and in time", |peer| {
        peer.request()?;
        std::thread::sleep(Duration::from_millis(50));
        peer.send("HTTP/1.1 200 X\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n")?;
        for letter in r#"{"receipt":"r-1"}"#.split("") {
            peer.send(letter)?;
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    })
    .completes("r-1"),
    Fault::new("no word, and a deadline of the run", |peer| {
        peer.request()?;
        peer.silence()
    })
    .fails(Kind::Timeout, "no response before the deadline of 2s")
    .attempts(1)
    .client(|builder, _| builder.deadline(Duration::from_secs(2))),
    Fault::new("refusals until the deadline of the run", |peer| {
        peer.answer(503, "retry-after: 5\r\n", "")
    })
    .fails(Kind::Timeout, "leaves no time for a delay of")
    .attempts(1)
    .left(Left::Empty)
    .client(|builder, _| builder.deadline(Duration::from_secs(4))),
    Fault::new("a delay is asked for that is beyond the limit", |peer| {
        peer.answer(503, "retry-after: 99999999999\r\n", "")
    })
    .fails(Kind::Criteria, "the limit for `Retry-After` is 3600s")
    .attempts(1),
    Fault::new("a delay is asked for that is no number", |peer| {
        peer.answer(503, "retry-after: 1e999\r\nretry-after: -1\r\n", "")
    })
    .fails(Kind::Criteria, "criterion `status is 2xx` is not met"),
];
