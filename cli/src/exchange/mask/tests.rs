use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::{HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::json;

use super::{MARK, Mask};

fn mask(secrets: &[&str]) -> Mask {
    let mask = Mask::new();
    secrets.iter().for_each(|secret| mask.hide(secret));
    mask
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn json_text(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    let inner = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.unwrap().to_owned()
}

fn lower_escapes(text: &str) -> String {
    let mut pieces = text.split('%');
    let first = pieces.next().unwrap().to_owned();
    pieces.fold(first, |text, piece| {
        let (digits, rest) = piece.split_at(2);
        format!("{text}%{}{rest}", digits.to_lowercase())
    })
}

/// Every character beyond letters and digits as `\u`.
fn json_ascii(text: &str) -> String {
    let mut written = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            written.push(c);
        } else {
            c.encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| written.push_str(&format!("\\u{unit:04X}")));
        }
    }
    written
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&#62;")
        .replace('"', "&quot;")
}

/// The ways in which requests and answers write a text.
fn forms(text: &str) -> Vec<String> {
    let one = |text: &str| {
        vec![
            percent(text),
            lower_escapes(&percent(text)),
            percent(text).replace("%20", "+"),
            json_text(text),
            json_ascii(text),
            xml(text),
        ]
    };
    let mut all = vec![text.to_owned()];
    all.extend(one(text));
    all.extend(one(text).iter().flat_map(|text| one(text)));
    let mut around = Vec::new();
    for before in ["", "u:", "us:", "use:"] {
        for inner in [text, &json_text(text)] {
            let plain = format!("{before}{inner}{before}");
            around.push(STANDARD.encode(&plain));
            around.push(URL_SAFE_NO_PAD.encode(&plain));
            around.push(percent(&STANDARD.encode(&plain)));
        }
    }
    all.extend(around);
    all
}

/// Whether what is left of a text beside the marks still holds some of it.
fn shows(masked: &str, secret: &str) -> bool {
    masked.split(MARK).any(|piece| {
        forms(secret).iter().any(|form| {
            // The last characters of base64 may hold bits of what follows, its padding is nothing.
            let form = form.trim_end_matches('=');
            piece.contains(form.get(..form.len().saturating_sub(2)).unwrap_or(form))
                || piece.contains(form)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_form_of_a_secret_survives(
        secret in "[a-zA-Z0-9 %+/=&<>\"'\\\\{}:;?#@!~\u{e4}\u{20ac}\u{1f511}-]{8,24}",
        before in "[a-z =&\"{:?/\u{e4}]{0,9}",
        after in "[a-z =&\"}:?/\u{e4}]{0,9}",
    ) {
        prop_assume!(secret.trim() == secret);
        let mask = mask(&[&secret]);
        for form in forms(&secret) {
            let masked = mask.text(&format!("{before} {form} {after}"));
            prop_assert!(!shows(&masked, &secret), "{form:?} becomes {masked:?}");
            prop_assert!(masked.contains(MARK));
        }
    }

    #[test]
    fn a_text_without_secrets_is_left_as_it_is(text in "\\PC{0,60}") {
        prop_assert_eq!(mask(&["\u{1}\u{2}\u{3}never"]).text(&text), text);
    }

    #[test]
    fn secrets_that_overlap_are_all_hidden(text in "[ab]{4,30}", from in 0_usize..20, other in 0_usize..20) {
        let part = |at: usize| text.get(at % (text.len() - 3)..).and_then(|rest| rest.get(..4)).unwrap().to_owned();
        let (first, second) = (part(from), part(other));
        let masked = mask(&[&first, &second]).text(&text);
        for piece in masked.split(MARK) {
            prop_assert!(!piece.contains(&first) && !piece.contains(&second), "{}", masked);
        }
    }
}

#[test]
fn short_secrets_are_hidden_where_they_stand_alone() {
    let mask = mask(&["ab", "7"]);
    assert_eq!(
        mask.text("cab ab=\"ab\" 17 7 %22ab%22"),
        "cab [redacted]=\"[redacted]\" 17 [redacted] %22[redacted]%22"
    );
    assert_eq!(Mask::new().text("a"), "a");
    let none = Mask::new();
    none.hide("");
    assert_eq!(none.text("a b"), "a b");
}

#[test]
fn credentials_are_hidden_in_all_their_parts() {
    let mask = Mask::new();
    mask.hide_credential("me:pa:ss word");
    mask.hide_credential("sk_live_1234:");
    mask.hide_credential("client:my-id:my-secret");
    let basic = STANDARD.encode("me:pa:ss word");
    let shown = mask.text(&format!(
        "me, pa:ss word, {basic}, sk_live_1234, my-id, my-secret, client:my-id:my-secret"
    ));
    assert_eq!(
        shown,
        "me, [redacted], [redacted]==, [redacted], my-id, [redacted], [redacted]"
    );
}

#[test]
fn what_carries_credentials_is_hidden_whatever_it_holds() {
    let mask = Mask::new();
    mask.hide_header("X-Api-Key");
    mask.hide_query("api key");
    let shown = |name: &str, value: &str| {
        mask.header(
            &HeaderName::from_bytes(name.as_bytes()).unwrap(),
            &HeaderValue::from_str(value).unwrap(),
        )
    };
    for (name, value, expected) in [
        ("authorization", "Bearer abc", "Bearer [redacted]"),
        ("authorization", "my secret", "[redacted]"),
        ("proxy-authorization", "basic eA==", "basic [redacted]"),
        ("cookie", "sid=1; b=2", "sid=[redacted]; b=[redacted]"),
        (
            "set-cookie",
            "sid=1; Path=/; HttpOnly",
            "sid=[redacted]; Path=/; HttpOnly",
        ),
        ("x-api-key", "k", "[redacted]"),
        ("x-other", "k", "k"),
        (
            "location",
            "/a?api+key=1&b=2",
            "/a?api+key=%5Bredacted%5D&b=2",
        ),
    ] {
        assert_eq!(shown(name, value), expected);
    }
    let mut sensitive = HeaderValue::from_static("k");
    sensitive.set_sensitive(true);
    assert_eq!(mask.header(&HeaderName::from_static("x"), &sensitive), MARK);
}

#[test]
fn json_stays_json() {
    let mask = mask(&["1234"]);
    let body = mask.body(br#"{"id": 51234, "1234": ["x1234", 1.5]}"#);
    let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        value,
        json!({"id": "5[redacted]", "[redacted]": ["x[redacted]", 1.5]})
    );
}

#[test]
fn texts_in_other_charsets_are_searched_too() {
    let mask = mask(&["s\u{fc}\u{df}es"]);
    let utf16: Vec<u8> = "a s\u{fc}\u{df}es b"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(mask.bytes(&utf16).windows(4).any(|it| it == b"[red"));
    assert_eq!(mask.bytes(b"a s\xfc\xdfes b"), b"a [redacted] b");
}

#[test]
fn what_was_handed_out_or_sent_as_a_credential_is_hidden_from_then_on() {
    let mask = Mask::new();
    let answer = arazzo_runtime::http::Response::builder()
        .header("set-cookie", "sid=session-4711; Path=/")
        .header("set-cookie", "lang=en")
        .body(Bytes::from_static(
            br#"{"data": [{"access_token": "tok-0123456789", "name": "plain-text"}]}"#,
        ))
        .unwrap();
    mask.learn_response(&arazzo_runtime::http::Request::new(Bytes::new()), &answer);
    let mut cookie = HeaderValue::from_static("other=cookie-0815");
    cookie.set_sensitive(true);
    let request = arazzo_runtime::http::Request::builder()
        .header(
            "authorization",
            format!("Basic {}", STANDARD.encode("u:basic-pass")),
        )
        .header("cookie", cookie)
        .body(Bytes::new())
        .unwrap();
    mask.learn_request(&request);
    assert_eq!(
        mask.text("session-4711 en tok-0123456789 plain-text basic-pass cookie-0815"),
        "[redacted] en [redacted] plain-text [redacted] [redacted]"
    );
}
