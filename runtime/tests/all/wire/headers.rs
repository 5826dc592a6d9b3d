//! Headers that a client sends with every request.

use arazzo_runtime::Method;

use super::server::{Server, answer};
use super::{TOKEN, builder, p, send};

#[tokio::test]
async fn a_default_header_goes_with_every_request_that_has_none_of_its_name() {
    let server = Server::start(vec![answer(204, &[], ""), answer(204, &[], "")]);
    let client = builder(&server)
        .header("X-Tenant", "first")
        .header("X-Tenant", "acme")
        .header("Accept", "text/csv")
        .header("Authorization", "Bearer default")
        .header("Cookie", "a=1")
        .credential("api", "token", "t")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| {
        it.accept("application/json").cookie(p("b"), "2")
    })
    .await
    .expect("a response");
    send(&client, Method::GET, "/t", |it| {
        it.security(&[&[&TOKEN]])
            .header(p("x-tenant"), "own")
            .header(p("Cookie"), "own=1")
    })
    .await
    .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: text/csv\nauthorization: Bearer default\ncookie: a=1; b=2\nhost: HOST\n\
         x-tenant: acme\n\n"
    );
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: text/csv\nauthorization: Bearer t\ncookie: own=1\nhost: HOST\nx-tenant: own\n\n"
    );
}

#[tokio::test]
async fn no_redirect_takes_a_default_header_to_another_origin() {
    let other = Server::start(vec![answer(204, &[], "")]);
    let location = format!("{}/x", other.url);
    let server = Server::start(vec![
        answer(302, &[("location", "/moved")], ""),
        answer(302, &[("location", location.as_str())], ""),
    ]);
    let client = builder(&server)
        .header("Accept-Language", "en-key")
        .header("X-Key", "k")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| it)
        .await
        .expect("a response");
    let sent = "accept-language: en-key\naccept: */*\nhost: HOST\nx-key: k\n\n";
    assert_eq!(server.request(), format!("GET /v1/t HTTP/1.1\n{sent}"));
    assert_eq!(server.request(), format!("GET /moved HTTP/1.1\n{sent}"));
    assert_eq!(
        other.request(),
        "GET /x HTTP/1.1\naccept: */*\nhost: HOST\n\n"
    );
}

#[test]
fn a_header_that_cannot_be_sent_with_every_request_is_refused_without_its_value() {
    let server = Server::start(vec![]);
    for (name, value, told) in [
        ("a b", "s3cret", "the header `a b` has no valid name"),
        ("x\n", "s3cret", "the header `x\\n` has no valid name"),
        ("", "s3cret", "the header `` has no valid name"),
        (
            "X-Key",
            "s3cret\r\nx: y",
            "the header `X-Key` has characters that no header can carry",
        ),
        (
            "content-Type",
            "a/b",
            "the header `content-Type` is the request's own, and cannot be set for all",
        ),
        (
            "Host",
            "h",
            "the header `Host` is the request's own, and cannot be set for all",
        ),
    ] {
        let refused = builder(&server)
            .header(name, value)
            .build()
            .expect_err("a mistake");
        assert_eq!(refused.to_string(), told);
    }
    let shown = format!("{:?}", builder(&server).header("X-Key", "s3cret").build());
    assert!(shown.contains("Ok") && !shown.contains("s3cret"), "{shown}");
}
