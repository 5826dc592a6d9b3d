//! How a body is read.

use serde_json::json;

use super::*;

fn response(media_type: Option<&str>, body: &'static [u8], accepts_json: bool) -> Response {
    let accept = accepts_json.then_some("text/plain, application/json");
    let mut builder = http::Response::builder().status(200);
    if let Some(media_type) = media_type {
        builder = builder.header("Content-Type", media_type);
    }
    let response = builder.body(Bytes::from_static(body)).expect("a response");
    Response::new(response, Method::GET, "http://mock.test/x".into(), accept)
}

#[test]
fn the_media_type_decides_between_value_and_text() {
    let json = Some(json!({"a": 1}));
    for media_type in [
        "application/json",
        "application/problem+json; charset=utf-8",
        "Text/JSON",
    ] {
        assert_eq!(
            response(Some(media_type), br#"{"a":1}"#, false).value(),
            json,
            "{media_type}"
        );
    }
    let text = Some(json!(r#"{"a":1}"#));
    assert_eq!(
        response(Some("text/plain"), br#"{"a":1}"#, true).value(),
        text
    );
    assert_eq!(response(None, br#"{"a":1}"#, true).value(), json);
    assert_eq!(response(None, br#"{"a":1}"#, false).value(), text);
    assert_eq!(
        response(Some("application/json"), b"{broken", true).value(),
        Some(json!("{broken"))
    );
    assert_eq!(response(Some("application/json"), b"", true).value(), None);
    assert_eq!(
        response(Some("application/json"), b"\xEF\xBB\xBF[1]", true).value(),
        Some(json!([1]))
    );
}

#[test]
fn lines_are_a_list_to_whoever_looks_inside() {
    let read = |media_type, body| {
        response(media_type, body, false).with_lines(Some("application/x-ndjson"))
    };
    let body = b"\xEF\xBB\xBF{\"id\":1}\n\n{\"id\":2}\n";
    for media_type in [Some("application/jsonl; charset=utf-8"), None] {
        let lines = read(media_type, body);
        assert_eq!(lines.select(["/1/id"]), [Some(json!(2))]);
        assert_eq!(
            lines.decode::<Vec<Value>>().ok().map(|all| all.len()),
            Some(2)
        );
        // As a whole it is what came.
        assert_eq!(lines.value(), Some(json!("{\"id\":1}\n\n{\"id\":2}\n")));
    }
    assert_eq!(read(Some("text/plain"), body).select(["/1/id"]), [None]);
    let json = response(None, b"[1]", true).with_lines(Some("application/x-ndjson"));
    assert_eq!(json.select(["/0"]), [Some(json!(1))]);
}

#[test]
fn a_stream_of_nothing_is_an_empty_list() {
    let read = |media_type| {
        let response = response(media_type, b"", false);
        response.with_lines(Some("application/jsonl")).select([""])
    };
    assert_eq!(read(Some("application/jsonl")), [Some(json!([]))]);
    assert_eq!(read(None), [None]);
}

#[test]
fn a_broken_line_makes_the_body_unreadable() {
    let response = response(Some("application/jsonl"), b"{}\n{", false);
    let response = response.with_lines(Some("application/jsonl"));
    assert!(!response.is_readable());
    assert_eq!(
        response.try_select(["/0"]),
        Err("line 2 is not JSON: EOF while parsing an object".to_owned())
    );
}

#[test]
fn text_follows_the_charset_and_never_fails() {
    assert_eq!(
        response(Some("text/plain; charset=ISO-8859-1"), b"\xe9", false)
            .text()
            .as_deref(),
        Some("\u{e9}")
    );
    assert_eq!(
        response(Some("text/plain"), b"a\xff", false)
            .text()
            .as_deref(),
        Some("a\u{fffd}")
    );
}

#[cfg(feature = "xml")]
#[test]
fn xml_is_read_by_its_character_set_or_not_at_all() {
    use crate::redirect::StatusPattern;
    use crate::xml::{Content, Xml};
    static ANSWERS: &[(StatusPattern, Xml)] =
        &[(StatusPattern::Any, Xml::element("a", Content::Text))];
    let read = |media_type, body| {
        let response = response(Some(media_type), body, false).with_xml(Some(ANSWERS));
        response.try_select([""])
    };
    let declared = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
    assert_eq!(read("text/xml", declared), Ok([Some(json!("\u{e9}"))]));
    let foreign = read("application/xml; charset=koi8-r", b"<a>\xe9</a>");
    assert!(foreign.is_err_and(|why| why.contains("koi8-r")));
}

#[test]
fn bytes_are_not_text() {
    let body = response(Some("image/png"), b"\x89PNG\xff", false).binary();
    assert_eq!(body.map(|body| body.0), Some(b"\x89PNG\xff".to_vec()));
    assert_eq!(response(Some("image/png"), b"", false).binary(), None);
}

#[test]
fn headers_are_found_in_any_case_and_the_first_counts() {
    let raw = http::Response::builder()
        .header("X-Rate", "1")
        .header("x-rate", "2");
    let raw = raw.body(Bytes::new()).expect("a response");
    let response = Response::new(raw, Method::GET, String::new(), None);
    assert_eq!(response.header("X-RATE"), Some("1"));
    assert_eq!(response.header("x-none"), None);
    assert_eq!(response.header("not a header"), None);
}

#[test]
fn the_last_of_two_equal_members_counts() {
    #[derive(serde::Deserialize)]
    struct Body {
        a: u8,
    }
    let body: Result<Body, _> =
        response(Some("application/json"), br#"{"a":1,"a":2}"#, true).decode();
    assert_eq!(body.ok().map(|body| body.a), Some(2));
}

#[test]
fn whoever_asks_for_json_gets_it_whatever_the_media_type_says() {
    let body = br#"{"detail":"no"}"#;
    for media_type in [Some("application/json"), Some("text/html"), None] {
        let response = response(media_type, body, false);
        assert_eq!(
            response.json(),
            Ok(json!({"detail": "no"})),
            "{media_type:?}"
        );
    }
    let page = response(
        Some("text/html; charset=utf-8"),
        b"<h1>Bad Gateway</h1>",
        false,
    );
    let reason = "it is `text/html` and no JSON: expected value at line 1 column 1";
    assert_eq!(page.json(), Err(BodyError::Unreadable(reason.to_owned())));
    let empty = response(Some("application/json"), b" \n", true);
    assert_eq!(empty.json(), Err(BodyError::Empty));
    let bytes = response(Some("image/png"), b"\x89PNG\xff", false);
    assert!(matches!(bytes.json(), Err(BodyError::Unreadable(_))));
}

#[test]
fn a_body_of_another_shape_is_described_and_not_quoted() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Body {
        code: u8,
    }
    let response = response(Some("application/json"), br#"{"code":"s3cret"}"#, true);
    let error = response.decode::<Body>().expect_err("no number");
    assert!(
        matches!(&error, BodyError::Mismatch(why) if why.contains("code")),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
}
