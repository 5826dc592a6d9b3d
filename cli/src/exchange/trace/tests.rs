use std::sync::atomic::{AtomicU64, Ordering};

use arazzo_runtime::testing::{Answer, Reply};
use arazzo_runtime::{Transport, TransportError};
use serde_json::json;

use super::super::{Mask, Watched, script};
use super::*;

/// Answers, as seen by a trace; every look at the clock is a quarter of a second later.
async fn traced(requests: Vec<Request<Bytes>>, answers: Vec<Answer>) -> Value {
    let mask = Mask::new();
    mask.hide("hunter2");
    let trace = Trace::new(mask);
    let looks = AtomicU64::new(0);
    let transport = Watched::new(script(answers))
        .watcher(trace.clone())
        .clock(move || {
            let passed = looks.fetch_add(250, Ordering::Relaxed);
            SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_000 + passed)
        });
    for request in requests {
        transport.send(request).await.ok();
    }
    serde_json::from_str(&trace.to_json()).unwrap()
}

fn post(body: &'static [u8]) -> Request<Bytes> {
    Request::builder()
        .method("POST")
        .uri("https://api.test/a%20b?q=1&p=hunter2")
        .header("content-type", "application/json")
        .header("cookie", "sid=1")
        .body(Bytes::from_static(body))
        .unwrap()
}

#[tokio::test]
async fn an_exchange_has_all_that_the_format_asks_for() {
    let response = Response::builder()
        .status(303)
        .header("location", "/next")
        .header("set-cookie", "sid=2; Path=/x; Secure; HttpOnly")
        .header("content-type", "text/plain")
        .body(Bytes::from_static(b"hi hunter2"))
        .unwrap();
    let har = traced(
        vec![post(b"{\"p\":\"hunter2\"}")],
        vec![Ok(response.into())],
    )
    .await;
    assert_eq!(
        har["log"]["entries"],
        json!([{
            "startedDateTime": "2023-11-14T22:13:20.000Z",
            "time": 250.0,
            "request": {
                "method": "POST",
                "url": "https://api.test/a%20b?q=1&p=%5Bredacted%5D",
                "httpVersion": "HTTP/1.1",
                "cookies": [{"name": "sid", "value": "[redacted]"}],
                "headers": [
                    {"name": "content-type", "value": "application/json"},
                    {"name": "cookie", "value": "sid=[redacted]"},
                ],
                "queryString": [{"name": "q", "value": "1"}, {"name": "p", "value": "[redacted]"}],
                "postData": {"mimeType": "application/json", "text": "{\"p\":\"[redacted]\"}"},
                "headersSize": -1,
                "bodySize": 15,
            },
            "response": {
                "status": 303,
                "statusText": "See Other",
                "httpVersion": "HTTP/1.1",
                "cookies": [{"name": "sid", "value": "[redacted]", "path": "/x", "httpOnly": true, "secure": true}],
                "headers": [
                    {"name": "location", "value": "/next"},
                    {"name": "set-cookie", "value": "sid=[redacted]; Path=/x; Secure; HttpOnly"},
                    {"name": "content-type", "value": "text/plain"},
                ],
                "content": {"size": 10, "mimeType": "text/plain", "text": "hi [redacted]"},
                "redirectURL": "/next",
                "headersSize": -1,
                "bodySize": 10,
            },
            "cache": {},
            "timings": {"send": 0.0, "wait": 250.0, "receive": 0.0},
        }])
    );
    assert_eq!(har["log"]["version"], "1.2");
    assert_eq!(har["log"]["creator"]["name"], "arazzo-cli");
}

#[tokio::test]
async fn an_exchange_without_a_response_says_why() {
    let failures = vec![
        Err(TransportError::new("refused by hunter2")),
        Err(TransportError::timeout("too slow")),
    ];
    let har = traced(vec![post(b""), post(b"")], failures).await;
    let entry = |index: usize| har["log"]["entries"][index].clone();
    assert_eq!(entry(0)["response"]["status"], 0);
    assert_eq!(entry(0)["comment"], "no response: refused by [redacted]");
    assert_eq!(
        entry(0)["_failure"],
        json!({"transport": "refused by [redacted]"})
    );
    assert_eq!(entry(1)["_failure"], json!({"timeout": "too slow"}));
    assert!(entry(0)["request"].get("postData").is_none());
}

#[tokio::test]
async fn bytes_that_are_no_text_are_base64() {
    let response = Response::new(Bytes::from_static(b"\xff\x00hunter2"));
    let har = traced(vec![post(b"\xfe\xff")], vec![Ok(response.into())]).await;
    let entry = &har["log"]["entries"][0];
    assert_eq!(entry["request"]["postData"]["text"], "/v8=");
    assert_eq!(entry["request"]["postData"]["_encoding"], "base64");
    assert_eq!(entry["response"]["content"]["encoding"], "base64");
    let body = STANDARD.decode(entry["response"]["content"]["text"].as_str().unwrap());
    assert_eq!(body.unwrap(), b"\xff\x00[redacted]");
}

#[tokio::test]
async fn a_token_that_turns_up_late_is_hidden_everywhere() {
    let early = Reply::json(200, json!({"note": "tok-0123456789"}));
    let late = Request::builder()
        .uri("https://api.test/")
        .header("authorization", "Bearer tok-0123456789")
        .body(Bytes::new())
        .unwrap();
    let har = traced(vec![post(b""), late], vec![Ok(early), Ok(Reply::new(204))]).await;
    assert!(!har.to_string().contains("tok-0123456789"), "{har}");
}
