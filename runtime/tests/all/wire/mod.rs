//! What really goes over the wire, byte for byte, and what comes of what comes back.

use std::process::Command;
use std::time::{Duration, Instant};

use arazzo_runtime::{
    Api, Binary, Client, ClientBuilder, Credential, Encoding, Kind, Method, Parameter, Request,
    Response, Scheme, StatusPattern, StepError, Style,
};
use serde::Serialize;
use serde_json::json;
use server::{Answer, Server, answer};

mod credentials;
mod headers;
mod oauth;
mod proxy;
mod server;
#[cfg(feature = "xml")]
mod structure;

static API: Api = Api::new("api", "openapi.yaml", &[]);
static APIS: [&Api; 1] = [&API];
static TOKEN: Scheme = Scheme::bearer("api", "token");
static KEY: Scheme = Scheme::api_key_query("api", "key", "api_key");
static SESSION: Scheme = Scheme::api_key_cookie("api", "session", "sid");

fn builder(server: &Server) -> ClientBuilder {
    Client::builder(&APIS).base_url("api", format!("{}/v1/", server.url))
}

async fn send(
    client: &Client,
    method: Method,
    path: &'static str,
    with: impl FnOnce(Request) -> Request,
) -> Result<Response, StepError> {
    let mut step = client.call("w").step("s");
    let request = with(step.request(method, &API, path)?);
    step.send(request).await
}

/// The request that goes out, which is answered with 204.
async fn sent(method: Method, path: &'static str, with: impl FnOnce(Request) -> Request) -> String {
    let server = Server::start(vec![answer(204, &[], "")]);
    let client = builder(&server).build().expect("a client");
    send(&client, method, path, with).await.expect("a response");
    server.request()
}

const fn p(name: &'static str) -> Parameter {
    Parameter::new(name, "$inputs.x")
}

#[tokio::test]
async fn a_get_without_anything_is_clean() {
    let request = sent(Method::GET, "/things", |request| request).await;
    assert_eq!(
        request,
        "GET /v1/things HTTP/1.1\naccept: */*\nhost: HOST\n\n"
    );
}

#[tokio::test]
async fn parameters_go_where_they_belong_in_the_order_given() {
    let request = sent(Method::GET, "/a/{id}/{tail}?fixed=1", |request| {
        request
            .query(p("q"), "a b&c=d+e#f")
            .path(p("tail").style(Style::Matrix).explode(true), &[1, 2])
            .path(p("id"), "x/y?z#\u{fc}%")
            .query(p("none"), &None::<String>)
            .query(p("empty"), "")
            .query(
                p("ids").style(Style::PipeDelimited).explode(false),
                &["a", "b"],
            )
            .query(p("filter").style(Style::DeepObject), &json!({"k": "v w"}))
            .query(p("url").allow_reserved(), "http://h/?a=1&b")
            .query(p("json").content("application/json"), &json!({"a": [1]}))
            .header(p("X-List"), &["a", "b"])
            .header(p("X-Obj").explode(true), &json!({"a": 1, "b": 2}))
            .header(p("Content-Type"), "text/evil")
            .header(p("Content-Length"), "99")
            .cookie(p("sid"), "s1")
            .cookie(p("beta"), &true)
            .accept("application/json, text/plain")
    })
    .await;
    assert_eq!(
        request,
        "GET /v1/a/x%2Fy%3Fz%23%C3%BC%25/;tail=1;tail=2?fixed=1&q=a%20b%26c%3Dd%2Be%23f&empty=&ids=a%7Cb\
         &filter%5Bk%5D=v%20w&url=http://h/?a%3D1%26b&json=%7B%22a%22%3A%5B1%5D%7D HTTP/1.1\n\
         accept: application/json, text/plain\ncookie: sid=s1; beta=true\nhost: HOST\nx-list: a,b\nx-obj: a=1,b=2\n\n"
    );
}

#[tokio::test]
async fn a_query_string_stands_as_given() {
    let request = sent(Method::GET, "/t", |request| {
        request.querystring(p("all"), "filter=x&l=a,%20b c")
    })
    .await;
    assert!(
        request.starts_with("GET /v1/t?filter=x&l=a,%20b%20c HTTP/1.1\n"),
        "{request}"
    );
}

#[tokio::test]
async fn an_accept_parameter_wins() {
    let request = sent(Method::GET, "/t", |it| {
        it.accept("application/json")
            .header(p("Accept"), "text/csv")
    })
    .await;
    assert!(
        request.contains("\naccept: text/csv\n") && !request.contains("json"),
        "{request}"
    );
}

#[tokio::test]
async fn json_and_text_bodies_have_exactly_their_content_type() {
    #[derive(Serialize)]
    struct New<'a> {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        platform: Option<&'a str>,
        note: Option<&'a str>,
    }
    let body = New {
        name: "\u{fc}",
        platform: None,
        note: None,
    };
    let request = sent(Method::POST, "/t", |it| {
        it.json("application/merge-patch+json", &body)
            .header(p("Content-Type"), "a/b")
    })
    .await;
    assert_eq!(
        request,
        "POST /v1/t HTTP/1.1\naccept: */*\ncontent-length: 25\ncontent-type: application/merge-patch+json\nhost: HOST\n\n\
         {\"name\":\"\u{fc}\",\"note\":null}"
    );
    let request = sent(Method::PUT, "/t", |it| {
        it.text("text/xml; charset=utf-8", "<a/>")
    })
    .await;
    assert!(
        request.contains("content-type: text/xml; charset=utf-8\n")
            && request.ends_with("\n\n<a/>"),
        "{request}"
    );
    let request = sent(Method::PUT, "/t", |it| {
        it.bytes("image/png", Binary(vec![65, 66]))
    })
    .await;
    assert!(
        request.contains("content-type: image/png\n") && request.ends_with("\n\nAB"),
        "{request}"
    );
    let request = sent(Method::PUT, "/t", |it| {
        it.json_text("application/json", "{\"a\": 1}")
    })
    .await;
    assert!(request.ends_with("\n\n{\"a\": 1}"), "{request}");
}

#[tokio::test]
async fn form_and_multipart_bodies() {
    static ENCODINGS: [Encoding; 1] = [Encoding::new("csv").content_type("text/csv")];
    let value = json!({"csv": "a,b", "n": null});
    let form = |it: Request| it.form("application/x-www-form-urlencoded", &value, &[]);
    let request = sent(Method::POST, "/t", form).await;
    assert!(
        request.contains("content-type: application/x-www-form-urlencoded\n"),
        "{request}"
    );
    assert!(request.ends_with("\n\ncsv=a%2Cb"), "{request}");
    let request = sent(Method::POST, "/t", |it| {
        it.multipart("multipart/form-data", &value, &ENCODINGS)
    })
    .await;
    let (_, boundary) = request
        .split_once("content-type: multipart/form-data; boundary=")
        .expect("a boundary");
    let boundary = boundary.lines().next().expect("a line");
    let part = "Content-Disposition: form-data; name=\"csv\"\r\nContent-Type: text/csv\r\n\r\na,b";
    assert!(
        request.ends_with(&format!("\n\n--{boundary}\r\n{part}\r\n--{boundary}--\r\n")),
        "{request}"
    );
}

#[tokio::test]
async fn credentials_are_sent_and_shown_nowhere() {
    let server = Server::start(vec![answer(200, &[("content-type", "text/plain")], "ok")]);
    let client = builder(&server)
        .credential("api", "token", Credential::bearer("s3cret"))
        .credential("api", "key", "s3cret")
        .credential("api", "session", "s3cret")
        .build()
        .expect("a client");
    let response = send(&client, Method::GET, "/t", |it| {
        it.query(p("a"), &1)
            .cookie(p("c"), &2)
            .security(&[&[&TOKEN, &KEY, &SESSION]])
    })
    .await
    .expect("a response");
    assert_eq!(
        server.request(),
        "GET /v1/t?a=1&api_key=s3cret HTTP/1.1\naccept: */*\nauthorization: Bearer s3cret\ncookie: c=2; sid=s3cret\n\
         host: HOST\n\n"
    );
    assert_eq!(response.url(), format!("{}/v1/t?a=1", server.url));
    assert!(!format!("{client:?}{response:?}").contains("s3cret"));
    drop(server);
    let error = send(&client, Method::GET, "/t", |it| it.security(&[&[&KEY]]))
        .await
        .expect_err("no server");
    assert_eq!(error.kind(), Kind::Transport);
    assert!(!format!("{error:?} {error}").contains("s3cret"), "{error}");
}

#[tokio::test]
async fn redirects_are_followed_unless_declared_and_credentials_stay() {
    let other = Server::start(vec![answer(
        200,
        &[("content-type", "text/plain")],
        "there",
    )]);
    let location = format!("{}/x", other.url);
    let server = Server::start(vec![
        answer(302, &[("location", "/moved")], ""),
        answer(307, &[("location", location.as_str())], ""),
        answer(302, &[("location", "/moved")], ""),
    ]);
    let client = builder(&server)
        .credential("api", "token", "t")
        .build()
        .expect("a client");
    let secured = |it: Request| {
        it.security(&[&[&TOKEN]])
            .header(p("X-Key"), "k")
            .json("application/json", &1)
    };
    let response = send(&client, Method::POST, "/t", secured)
        .await
        .expect("a response");
    assert_eq!(
        (response.status(), response.text().as_deref()),
        (200, Some("there"))
    );
    assert_eq!(
        (response.method(), response.url()),
        ("POST", format!("{}/v1/t", server.url).as_str())
    );
    assert!(server.request().starts_with("POST /v1/t HTTP/1.1\n"));
    let moved = server.request();
    assert_eq!(
        moved,
        "GET /moved HTTP/1.1\naccept: */*\nauthorization: Bearer t\nhost: HOST\nx-key: k\n\n"
    );
    assert_eq!(
        other.request(),
        "GET /x HTTP/1.1\naccept: */*\nhost: HOST\n\n"
    );
    let declared = |it: Request| it.redirects(&[StatusPattern::Exact(302)]);
    let response = send(&client, Method::GET, "/t", declared)
        .await
        .expect("a response");
    assert_eq!(
        (response.status(), response.header("Location")),
        (302, Some("/moved"))
    );
}

#[tokio::test]
async fn redirects_have_an_end() {
    let server = Server::start(
        (0..12)
            .map(|_| answer(302, &[("location", "/again")], ""))
            .collect(),
    );
    let client = builder(&server).build().expect("a client");
    let error = send(&client, Method::GET, "/t", |it| it)
        .await
        .expect_err("a loop");
    assert_eq!((error.kind(), error.attempts()), (Kind::Transport, 1));
    assert_eq!(error.message(), "more than 10 redirects");
}

#[tokio::test]
async fn a_dropped_connection_and_a_slow_server_are_told_apart() {
    let server = Server::start(vec![
        Answer::Drop,
        Answer::Late(Duration::from_secs(3), Vec::new()),
    ]);
    let client = builder(&server).build().expect("a client");
    let error = send(&client, Method::GET, "/t", |it| it)
        .await
        .expect_err("no response");
    assert_eq!(
        (error.kind(), error.status(), error.attempts()),
        (Kind::Transport, None, 1)
    );
    let begun = Instant::now();
    let slow = |it: Request| it.timeout(Duration::from_millis(80));
    let error = send(&client, Method::GET, "/t", slow)
        .await
        .expect_err("no response");
    assert_eq!((error.kind(), error.attempts()), (Kind::Timeout, 1));
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
}

#[cfg(feature = "rustls-tls")]
#[tokio::test]
async fn a_server_that_speaks_no_tls_is_a_transport_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || listener.accept().map(drop));
    let client = Client::builder(&APIS)
        .base_url("api", url)
        .build()
        .expect("a client");
    let error = send(&client, Method::GET, "/t", |it| it)
        .await
        .expect_err("no TLS");
    assert_eq!((error.kind(), error.attempts()), (Kind::Transport, 1));
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let endless = [
        &b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n"[..],
        &[b'x'; 200],
    ]
    .concat();
    let server = Server::start(vec![
        answer(200, &[], &"x".repeat(101)),
        Answer::Send(endless),
        answer(200, &[], "x"),
    ]);
    let client = builder(&server)
        .max_response_bytes(100)
        .build()
        .expect("a client");
    for _ in 0..2 {
        let error = send(&client, Method::GET, "/t", |it| it)
            .await
            .expect_err("too much");
        assert_eq!(error.kind(), Kind::Transport);
        assert!(error.message().contains("larger than 100 bytes"), "{error}");
    }
    assert!(send(&client, Method::GET, "/t", |it| it).await.is_ok());
}

#[tokio::test]
async fn nothing_is_sent_with_a_problem() {
    let server = Server::start(vec![answer(200, &[], "")]);
    let client = builder(&server).build().expect("a client");
    type Case = (fn(Request) -> Request, Kind);
    let cases: [Case; 7] = [
        (
            |it| it.path(p("id"), "1").header(p("X-H"), "a\r\nX-B: 1"),
            Kind::Encode,
        ),
        (|it| it.path(p("id"), ".."), Kind::Encode),
        (|it| it.path(p("id"), ""), Kind::MissingValue),
        (|it| it.path(p("id"), &None::<u8>), Kind::MissingValue),
        (
            |it| it.path(p("id"), "1").query(p("q").required(), &None::<u8>),
            Kind::MissingValue,
        ),
        (
            |it| it.path(p("id"), "1").query(p("q"), &[[1]]),
            Kind::Encode,
        ),
        (
            |it| it.path(p("id"), "1").json_text("application/json", "{"),
            Kind::Encode,
        ),
    ];
    for (with, kind) in cases {
        let error = send(&client, Method::GET, "/{id}", with)
            .await
            .expect_err("a problem");
        assert_eq!(
            (error.kind(), error.attempts(), error.step()),
            (kind, 0, Some("s")),
            "{error}"
        );
    }
    let nested = send(&client, Method::GET, "/t", |it| it.query(p("q"), &[[1]]))
        .await
        .expect_err("a problem");
    assert!(
        nested
            .message()
            .contains("query parameter `q` (`$inputs.x`)"),
        "{nested}"
    );
    assert!(server.is_idle());
}

/// Runs in a process of its own, since the environment belongs to the process.
#[test]
fn a_proxy_from_the_environment_is_used() {
    let proxy = Server::start(vec![answer(
        200,
        &[("content-type", "application/json")],
        "{}",
    )]);
    let status = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "wire::behind_a_proxy", "--ignored"])
        .env("http_proxy", &proxy.url)
        .env_remove("HTTP_PROXY")
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .status();
    assert!(status.is_ok_and(|status| status.success()));
    assert_eq!(
        proxy.request(),
        "GET http://mock.test/v1/t?a=1 HTTP/1.1\naccept: */*\nhost: mock.test\n\n"
    );
}

#[tokio::test]
#[ignore = "run by `a_proxy_from_the_environment_is_used`"]
async fn behind_a_proxy() {
    let client = Client::builder(&APIS)
        .base_url("api", "http://mock.test/v1")
        .build()
        .expect("a client");
    let response = send(&client, Method::GET, "/t", |it| it.query(p("a"), &1))
        .await
        .expect("a response");
    assert_eq!(
        (response.status(), response.url()),
        (200, "http://mock.test/v1/t?a=1")
    );
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_packed_response_is_unpacked_and_counts_unpacked() {
    // "ok " a hundred times.
    let packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\xcf\x56\xc8\x1f\x45\xc4\x21\x00\x1c\x8e\x77\x9e\x2c\x01\x00\x00";
    let packed = || Answer::Send(server::bytes(200, &[("content-encoding", "gzip")], packed));
    let server = Server::start(vec![packed(), packed()]);
    let client = builder(&server).build().expect("a client");
    let response = send(&client, Method::GET, "/t", |it| it)
        .await
        .expect("a response");
    assert_eq!(response.text(), Some("ok ".repeat(100)));
    assert!(server.raw().contains("accept-encoding: gzip"));
    let client = builder(&server)
        .max_response_bytes(100)
        .build()
        .expect("a client");
    let error = send(&client, Method::GET, "/t", |it| it)
        .await
        .expect_err("too much");
    assert!(error.message().contains("larger than 100 bytes"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_has_processed_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let client = Client::builder(&APIS).base_url("api", url).build().unwrap();
    let failure = send(&client, Method::POST, "/things", |it| it)
        .await
        .unwrap_err();
    assert_eq!(failure.kind(), Kind::Transport);
    assert!(!failure.may_have_been_processed());

    let server = Server::start(vec![Answer::Drop]);
    let client = builder(&server).build().unwrap();
    let failure = send(&client, Method::POST, "/things", |it| it)
        .await
        .unwrap_err();
    assert!(failure.may_have_been_processed());
    // Down to what the HTTP library says.
    let transport = std::error::Error::source(&failure).expect("the transport's error");
    assert!(transport.source().is_some(), "{transport}");
}
