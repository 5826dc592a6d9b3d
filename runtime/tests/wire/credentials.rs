//! Credentials in a cookie: as they are, or not at all.

use arazzo_runtime::{Kind, Method};

use crate::server::{Server, answer};
use crate::{SESSION, builder, send};

#[tokio::test]
async fn a_cookie_key_is_sent_as_it_is() {
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server)
        .credential("api", "session", "s%3Aabc+/==.%20")
        .build()
        .expect("a client");
    send(&client, Method::GET, "/t", |it| {
        it.security(&[&[&SESSION]]).cookie(crate::p("c"), "a b")
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
            .header(crate::p("Cookie"), "z=1; sid=own")
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
