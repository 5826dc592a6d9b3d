//! Redirects that lead nowhere, or where credentials must not go.

use arazzo_runtime::Kind;

use super::fault::{Fault, Left};

/// A redirect to this place.
fn to(location: &str) -> String {
    format!("location: {location}\r\n")
}

const UNMET: &str = "criterion `status is 2xx` is not met";

pub(super) const ROWS: &[Fault] = &[
    Fault::new("a redirect to itself", |peer| {
        peer.answer(302, &to("/v1/again"), "")
    })
    .safe()
    .fails(Kind::Transport, "more than 10 redirects")
    .unprocessed(),
    Fault::new(
        "a redirect to itself of a request that changes something",
        |peer| peer.answer(307, &to("/v1/again"), ""),
    )
    .fails(Kind::Transport, "more than 10 redirects"),
    Fault::new("redirects round and round between two places", |peer| {
        let place = format!("/v1/{}", peer.number % 2);
        peer.answer(302, &to(&place), "")
    })
    .fails(Kind::Transport, "more than 10 redirects"),
    Fault::new("a redirect to another origin", |peer| {
        let place = format!("http://{}/x", peer.elsewhere);
        peer.answer(302, &to(&place), "")
    })
    .safe()
    .completes("all is well"),
    Fault::new(
        "a redirect to another origin with credentials of its own",
        |peer| {
            let place = format!("http://hunter:two@{}/x", peer.elsewhere);
            peer.answer(303, &to(&place), "")
        },
    )
    .completes("all is well"),
    Fault::new("a redirect that takes the body to another origin", |peer| {
        let place = format!("http://{}/x", peer.elsewhere);
        peer.answer(307, &to(&place), "")
    })
    .fails(
        Kind::Criteria,
        "was not followed: another origin gets no body",
    )
    .unprocessed(),
    Fault::new("a redirect to a file", |peer| {
        peer.answer(302, &to("file:///etc/passwd"), "")
    })
    .fails(Kind::Criteria, UNMET)
    .unprocessed(),
    Fault::new("a redirect to FTP", |peer| {
        let place = format!("ftp://{}/x", peer.elsewhere);
        peer.answer(302, &to(&place), "")
    })
    .fails(Kind::Criteria, UNMET)
    .unprocessed(),
    Fault::new("a redirect to `data:`", |peer| {
        peer.answer(
            303,
            &to("data:application/json,{%22receipt%22:%22r-0%22}"),
            "",
        )
    })
    .fails(Kind::Criteria, UNMET)
    .unprocessed(),
    Fault::new("a redirect without a place", |peer| {
        peer.answer(302, "", "")
    })
    .fails(Kind::Criteria, UNMET)
    .unprocessed(),
    Fault::new("a redirect to no URL", |peer| {
        peer.answer(302, &to("http://[::hunter2hunter2"), "")
    })
    .fails(Kind::Criteria, UNMET)
    .unprocessed(),
    Fault::new("a redirect to a port where nobody listens", |peer| {
        let body = r#"{"receipt":"r-0"}"#;
        let place = "content-type: application/json\r\nlocation: http://127.0.0.1:9/x\r\n";
        peer.answer(302, place, body)
    })
    .safe()
    .breaks()
    .unprocessed(),
    Fault::new("a redirect with two places", |peer| {
        let two = [to("/v1/a"), to(&format!("http://{}/x", peer.elsewhere))].concat();
        match peer.number {
            0 => peer.answer(303, &two, ""),
            _ => peer.json(r#"{"receipt":"r-1"}"#),
        }
    })
    .completes("r-1"),
    #[cfg(feature = "rustls-tls")]
    Fault::new("a redirect from https to http", |peer| {
        let place = format!("location: http://{}/x\r\n", peer.elsewhere);
        super::tls::answer(peer, 302, &place)
    })
    .feature("rustls-tls")
    .client(super::tls::trusting)
    .safe()
    .fails(
        Kind::Criteria,
        "was not followed: it leads from https to http",
    )
    .left(Left::Empty)
    .unprocessed(),
];
