//! Credentials in a cookie and of a connection, and what is said of those that nobody gave.

use arazzo_runtime::{Client, Kind, Method, Scheme};

use super::server::{Server, answer};
use super::{API, KEY, SESSION, TOKEN, builder, send};

#[tokio::test]
async fn a_cookie_key_is_sent_as_it_is() {
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server)
        .credential("api", "session", "s%3Aabc+/==.%20")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| {
        it.security(&[&[&SESSION]]).cookie(super::p("c"), "a b")
    })
    .await
    .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: */*\ncookie: c=a%20b; sid=s%3Aabc+/==.%20\nhost: HOST\n\n"
    );
}

#[tokio::test]
async fn a_cookie_of_the_document_is_not_sent_twice() {
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server)
        .credential("api", "session", "configured")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| {
        it.security(&[&[&SESSION]])
            .header(super::p("Cookie"), "z=1; sid=own")
    })
    .await
    .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: */*\ncookie: z=1; sid=own\nhost: HOST\n\n"
    );
}

#[tokio::test]
async fn a_cookie_key_that_would_add_a_cookie_is_not_sent() {
    let server = Server::start(vec![]);
    let client = builder(&server)
        .credential("api", "session", "s3cret; admin=1")
        .build()
        .expect("a client");
    let error = send(&client, Method::GET, "/t", |it| it.security(&[&[&SESSION]]))
        .await
        .expect_err("cannot be sent");
    assert_eq!(error.kind(), Kind::Config);
    assert_eq!(
        error.message(),
        "the credential for `session` of source `api` has characters that no cookie can carry"
    );
}

#[tokio::test]
async fn a_certificate_that_nobody_gave_is_named_after_a_refusal_and_stops_nothing() {
    static CERTIFICATE: Scheme = Scheme::mutual_tls("api", "certificate");
    static REQUIRED: &[&[&Scheme]] = &[&[&CERTIFICATE, &SESSION], &[&TOKEN, &KEY]];
    let refused = |client: Client| async move {
        let mut step = client.call("w").step("s");
        let request = step
            .request(Method::GET, &API, "/t")
            .expect("a request")
            .security(REQUIRED);
        step.send(request).await.expect("a response");
        step.require("status is 2xx", false)
            .unwrap_err()
            .message()
            .to_owned()
    };
    let server = Server::start(vec![answer(403, &[], ""), answer(401, &[], "")]);
    let client = builder(&server).credential("api", "session", "s1");
    let message = refused(client.build().expect("a client")).await;
    assert!(server.request().contains("\ncookie: sid=s1\n"));
    assert_eq!(
        message,
        "criterion `status is 2xx` is not met; no credential is configured for `certificate`"
    );
    let message = refused(builder(&server).build().expect("a client")).await;
    assert_eq!(
        message,
        "criterion `status is 2xx` is not met; no credential is configured for `certificate`, `session`, `token`, `key`"
    );
}

#[tokio::test]
async fn an_alternative_without_a_certificate_is_preferred_where_there_is_none() {
    static CERTIFICATE: Scheme = Scheme::mutual_tls("api", "certificate");
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server)
        .credential("api", "session", "s1")
        .credential("api", "token", "t1")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| {
        it.security(&[&[&CERTIFICATE, &SESSION], &[&TOKEN]])
    })
    .await
    .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: */*\nauthorization: Bearer t1\nhost: HOST\n\n"
    );
}

#[tokio::test]
async fn another_scheme_of_http_stands_before_its_credential() {
    static OTHER: Scheme = Scheme::http("api", "other", "Token");
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server).credential("api", "other", "t=1");
    let client = client.build().expect("a client");
    send(&client, Method::GET, "/t", |it| it.security(&[&[&OTHER]]))
        .await
        .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t HTTP/1.1\naccept: */*\nauthorization: Token t=1\nhost: HOST\n\n"
    );
}
