use arazzo_runtime::testing::{Answer, Reply};
use serde_json::{Value, json};

use super::super::{Mask, Trace, Watched, script};
use super::*;

fn mask() -> Mask {
    let mask = Mask::new();
    mask.hide("hunter2");
    mask
}

fn request(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Request<Bytes> {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap()
}

/// The recording of some requests.
async fn recorded(exchanges: Vec<(Request<Bytes>, Answer)>) -> String {
    let (requests, answers): (Vec<_>, Vec<_>) = exchanges.into_iter().unzip();
    let trace = Trace::new(mask());
    let transport = Watched::new(script(answers)).watcher(trace.clone());
    for request in requests {
        transport.send(request).await.ok();
    }
    // As of a step, so that every header counts.
    let mut har: Value = serde_json::from_str(&trace.to_json()).unwrap();
    for entry in har["log"]["entries"].as_array_mut().unwrap() {
        entry["_step"] = json!("s");
        entry["_attempt"] = json!(1);
    }
    har.to_string()
}

fn fine() -> Answer {
    Ok(Reply::json(200, json!({})))
}

/// How a request differs from a recorded one.
async fn difference(then: Request<Bytes>, now: Request<Bytes>) -> String {
    let recording = recorded(vec![(then, fine())]).await;
    let replay = Replay::from_json(&recording, mask()).unwrap();
    let sent = replay.send(now).await;
    match replay.finish() {
        Ok(()) => {
            sent.unwrap();
            "none".to_owned()
        }
        Err(difference) => {
            assert_eq!(sent.unwrap_err().to_string(), difference.to_string());
            let text = difference.to_string();
            let (_, what) = text.split_once("differs in ").unwrap();
            what.to_owned()
        }
    }
}

#[tokio::test]
async fn what_differs_is_named_by_its_place() {
    let get = |url: &str| request("GET", url, &[("x-a", "1")], "");
    let url = "https://a.test/x/y?limit=10&q=s";
    for (now, expected) in [
        (get(url), "none"),
        (get("https://a.test/x/%79?limit=10&q=s"), "none"),
        (
            request("PUT", url, &[("x-a", "1")], ""),
            "the method: recorded `GET`, now `PUT`",
        ),
        (
            get("http://a.test/x/y?limit=10&q=s"),
            "the server: recorded `https://a.test`, now `http://a.test`",
        ),
        (
            get("https://a.test/x/z?limit=10&q=s"),
            "the path: recorded `/x/y`, now `/x/z`",
        ),
        (
            get("https://a.test/x/y?limit=20&q=s"),
            "query parameter `limit`: recorded `10`, now `20`",
        ),
        (
            get("https://a.test/x/y?limit=10"),
            "query parameter `q`: recorded `s`, now nothing",
        ),
        (
            get("https://a.test/x/y?limit=10&q=s&z=hunter2"),
            "query parameter `z`: recorded nothing, now `[redacted]`",
        ),
        (
            request("GET", url, &[("x-a", "2")], ""),
            "header `x-a`: recorded `1`, now `2`",
        ),
        (
            request("GET", url, &[], ""),
            "header `x-a`: recorded `1`, now nothing",
        ),
        (
            request("GET", url, &[("x-a", "1"), ("x-b", "2")], ""),
            "header `x-b`: recorded nothing, now `2`",
        ),
        (
            request("GET", url, &[("x-a", "1"), ("idempotency-key", "2")], ""),
            "header `idempotency-key`: recorded nothing, now `2`",
        ),
        (
            request("GET", url, &[("x-a", "1")], "b"),
            "the body: recorded nothing, now `1 bytes`",
        ),
    ] {
        assert_eq!(difference(get(url), now).await, expected);
    }
}

#[tokio::test]
async fn bodies_differ_at_a_place_that_can_be_found() {
    const MULTIPART: &str = "multipart/form-data; boundary=";
    let part = |boundary: &str, text: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{text}\r\n--{boundary}--\r\n"
        )
    };
    for (types, then, now, expected) in [
        (
            ["application/json"; 2],
            "{\"a\": [1, {\"b/c\": \"x\"}], \"p\": \"hunter2\"}".to_owned(),
            "{\"p\": \"other\", \"a\": [1, {\"b/c\": \"y\"}]}".to_owned(),
            "the body at `/a/1/b~1c`: recorded `\"x\"`, now `\"y\"`",
        ),
        (
            ["application/json"; 2],
            "{\"a\": [1]}".to_owned(),
            "{\"a\": [1, 2]}".to_owned(),
            "the body at `/a/1`: recorded nothing, now `2`",
        ),
        (
            ["application/json"; 2],
            "{\"a\": 1}".to_owned(),
            "{\"b\": 1}".to_owned(),
            "the body at `/a`: recorded `1`, now nothing",
        ),
        (
            ["application/json"; 2],
            "[]".to_owned(),
            "{}".to_owned(),
            "the body: recorded `[]`, now `{}`",
        ),
        (
            ["application/x-www-form-urlencoded"; 2],
            "a=1&b=x+hunter2".to_owned(),
            "a=1&b=y+3".to_owned(),
            "body field `b`: recorded `x [redacted]`, now `y 3`",
        ),
        (
            ["text/plain"; 2],
            "one\ntwo".to_owned(),
            "one\nthree".to_owned(),
            "the body, line 2: recorded `two`, now `three`",
        ),
        (
            [
                "multipart/form-data; boundary=x1",
                "multipart/form-data; boundary=x2",
            ],
            part("x1", "a"),
            part("x2", "a"),
            "none",
        ),
        (
            [
                "multipart/form-data; boundary=x1",
                "multipart/form-data; boundary=x2",
            ],
            part("x1", "a"),
            part("x2", "b"),
            "body part `n`, line 4: recorded `a`, now `b`",
        ),
    ] {
        assert!(types[0].starts_with(MULTIPART) || types[0] == types[1]);
        let send = |content_type: &str, body: &str| {
            request(
                "POST",
                "https://a.test/",
                &[("content-type", content_type)],
                body,
            )
        };
        let found = difference(send(types[0], &then), send(types[1], &now)).await;
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn what_was_hidden_may_be_anything_or_credentials_that_are_not_there() {
    let with = |token: &str, password: &str| {
        request(
            "POST",
            &format!("https://a.test/{password}?key={password}"),
            &[
                ("authorization", token),
                ("content-type", "application/json"),
            ],
            &format!("{{\"p\": \"{password}\"}}"),
        )
    };
    let then = || with("Bearer one", "hunter2");
    assert_eq!(
        difference(then(), with("Bearer two", "other")).await,
        "none"
    );
    let mut anonymous = with("", "other");
    anonymous.headers_mut().remove("authorization");
    *anonymous.uri_mut() = "https://a.test/other".parse().unwrap();
    assert_eq!(difference(then(), anonymous).await, "none");
    assert_eq!(
        difference(then(), with("Basic eA==", "other")).await,
        "header `authorization`: recorded `Bearer [redacted]`, now `Basic [redacted]`"
    );
}

#[tokio::test]
async fn a_run_has_to_go_on_as_recorded_to_the_end() {
    let get = |path: &str| request("GET", &format!("https://a.test{path}"), &[], "");
    let recording = recorded(vec![
        (get("/1"), fine()),
        (get("/2"), fine()),
        (get("/3"), fine()),
    ])
    .await;
    let replay = Replay::from_json(&recording, mask()).unwrap();
    replay.send(get("/1")).await.unwrap();
    assert_eq!(
        replay.finish().unwrap_err().to_string(),
        "2 recorded exchanges were not asked for, beginning with exchange 2 (step `s`, attempt 1), GET https://a.test/2"
    );
    replay.send(get("/2")).await.unwrap();
    assert_eq!(
        replay.finish().unwrap_err().to_string(),
        "one recorded exchange was not asked for: exchange 3 (step `s`, attempt 1), GET https://a.test/3"
    );
    replay.send(get("/3")).await.unwrap();
    assert_eq!(replay.finish(), Ok(()));
    let beyond = replay.send(get("/4?p=hunter2")).await.unwrap_err();
    assert_eq!(
        beyond.to_string(),
        "the recording has no exchange 4 for GET https://a.test/4?p=%5Bredacted%5D"
    );
    // The workflow may try again; nothing is as recorded from then on.
    assert_eq!(
        replay.send(get("/3")).await.unwrap_err().to_string(),
        beyond.to_string()
    );
    assert_eq!(replay.finish().unwrap_err().to_string(), beyond.to_string());
}

#[tokio::test]
async fn answers_and_failures_come_back_as_they_were() {
    let get = || request("GET", "https://a.test/", &[], "");
    let mut answer = Response::new(Bytes::from_static(b"\xff\x00"));
    *answer.status_mut() = arazzo_runtime::http::StatusCode::IM_A_TEAPOT;
    answer
        .headers_mut()
        .append("x-a", HeaderValue::from_static("1"));
    answer
        .headers_mut()
        .append("x-a", HeaderValue::from_static("2"));
    let recording = recorded(vec![
        (get(), Ok(answer.into())),
        (get(), Err(TransportError::new("refused"))),
        (get(), Err(TransportError::timeout("too slow"))),
    ])
    .await;
    let replay = Replay::from_json(&recording, mask()).unwrap();
    let again = replay.send(get()).await.unwrap();
    assert_eq!(
        (again.status().as_u16(), &again.body()[..]),
        (418, &b"\xff\x00"[..])
    );
    let values: Vec<_> = again.headers().get_all("x-a").iter().collect();
    assert_eq!(values, ["1", "2"]);
    let failed = replay.send(get()).await.unwrap_err();
    assert_eq!(
        (failed.is_timeout(), failed.to_string()),
        (false, "refused".to_owned())
    );
    let failed = replay.send(get()).await.unwrap_err();
    assert_eq!(
        (failed.is_timeout(), failed.to_string()),
        (true, "too slow".to_owned())
    );
    assert_eq!(replay.finish(), Ok(()));
}

#[tokio::test]
async fn time_passes_as_recorded_and_nobody_waits() {
    let given_up = json!({"log": {"entries": [{
        "time": 1500.0, "request": {"method": "GET", "url": "https://a.test/"}, "response": {"status": 0},
        "_step": "s", "_failure": "given-up",
    }]}});
    let replay = Replay::from_json(&given_up.to_string(), mask()).unwrap();
    let begun = Instant::now();
    replay.sleep(Duration::from_secs(3600)).await;
    let request = request("GET", "https://a.test/", &[], "");
    tokio::select! {
        biased;
        _ = replay.send(request) => panic!("there was no answer"),
        () = replay.deadline(Duration::from_secs(1)) => {}
    }
    assert_eq!(replay.elapsed(begun), Duration::from_millis(3_601_500));
    assert_eq!(replay.elapsed(Instant::now()), Duration::ZERO);
    assert_eq!(replay.finish(), Ok(()));
}

#[tokio::test]
async fn of_several_time_limits_the_first_is_over() {
    let given_up = json!({"log": {"entries": [{
        "time": 990.0, "request": {"method": "GET", "url": "https://a.test/"}, "response": {"status": 0},
        "_step": "s", "_failure": "given-up", "startedDateTime": "2024-01-01T00:00:00.000Z",
    }]}});
    let replay = Replay::from_json(&given_up.to_string(), mask()).unwrap();
    let request = request("GET", "https://a.test/", &[], "");
    let inner = async {
        tokio::select! {
            biased;
            _ = replay.send(request) => panic!("there was no answer"),
            () = replay.deadline(Duration::from_secs(30)) => panic!("it has not ended"),
        }
    };
    tokio::select! {
        biased;
        () = inner => {}
        () = replay.deadline(Duration::from_secs(1)) => {}
    }
    let time = humantime::format_rfc3339_millis(replay.now()).to_string();
    assert_eq!(time, "2024-01-01T00:00:00.990Z");
    // A delay does not last beyond the time limit of what it is a part of.
    let limit = replay.deadline(Duration::from_secs(1));
    tokio::select! {
        biased;
        () = replay.sleep(Duration::from_secs(2)) => panic!("the time limit ends before"),
        () = limit => {}
    }
    let time = humantime::format_rfc3339_millis(replay.now()).to_string();
    assert_eq!(time, "2024-01-01T00:00:01.990Z");
}

#[test]
fn a_file_that_is_no_archive_is_refused() {
    let refused = Replay::from_json("{\"log\": {}}", mask()).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("it is no HTTP Archive: missing field `entries`"),
        "{refused}"
    );
    let missing = Replay::read(Path::new("/no/such.har"), mask()).unwrap_err();
    assert!(
        missing
            .to_string()
            .starts_with("cannot read `/no/such.har`: "),
        "{missing}"
    );
}
