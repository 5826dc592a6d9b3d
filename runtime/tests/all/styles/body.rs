//! Bodies: forms and multipart, read by decoders of their own.

use arazzo_runtime::{Binary, Bytes, Encoding, Style, http};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::decode::{at, decode, form, pairs};
use super::sent;
use super::values::{Flat, list, nested, object, text};

const FORM: &str = "application/x-www-form-urlencoded";

fn text_of(request: &http::Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).expect("UTF-8")
}

/// What a server gets for a member that no encoding overrules: texts, and JSON of what is nested.
fn plain(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    };
    match value {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    }
}

fn members(members: Vec<(String, Value)>) -> (Value, Vec<(String, String)>) {
    let map: Map<String, Value> = members.into_iter().collect();
    let texts = map.iter().flat_map(|(name, value)| {
        plain(value)
            .into_iter()
            .map(move |text| (name.clone(), text))
    });
    let texts = texts.collect();
    (Value::Object(map), texts)
}

proptest! {
    #[test]
    fn the_members_of_a_form_come_back(given in vec((text(""), nested()), 0..4)) {
        let (value, expected) = members(given);
        let request = sent("/p", |it| it.form(FORM, &value, &[])).expect("sent");
        let body = text_of(&request);
        let decoded: Vec<_> = pairs(&body, "&").iter().map(|(n, v)| (form(n), form(v))).collect();
        prop_assert_eq!(decoded, expected, "{}", body);
    }

    #[test]
    fn styles_of_a_form_come_back(plain in list(""), spaces in list(" +"), pipes in list("|"), deep in object("")) {
        static ENCODINGS: [Encoding; 4] = [
            Encoding::new("plain").explode(false),
            Encoding::new("spaces").style(Style::SpaceDelimited).explode(false),
            Encoding::new("pipes").style(Style::PipeDelimited).explode(false),
            Encoding::new("deep").style(Style::DeepObject),
        ];
        let value = json!({
            "plain": plain.value, "spaces": spaces.value, "pipes": pipes.value, "deep": deep.value,
        });
        let request = sent("/p", |it| it.form(FORM, &value, &ENCODINGS)).expect("sent");
        let body = text_of(&request);
        let decoded = pairs(&body, "&");
        for (place, name, separator, flat) in [
            (0, "plain", ",", &plain.flat), (1, "spaces", "%20", &spaces.flat), (2, "pipes", "%7C", &pipes.flat),
        ] {
            prop_assert_eq!(decoded[place].0, name);
            prop_assert_eq!(&decode(flat, decoded[place].1, at(separator), false, form), flat, "{}", body);
        }
        let member = |(name, value): &(&str, &str)| {
            let name = form(name);
            let name = name.strip_prefix("deep[").and_then(|it| it.strip_suffix(']')).expect("brackets");
            (name.to_owned(), form(value))
        };
        prop_assert_eq!(&Flat::Object(decoded[3..].iter().map(member).collect()), &deep.flat, "{}", body);
    }

    #[test]
    fn the_members_of_a_multipart_body_come_back(given in vec((text("%"), nested()), 0..4)) {
        let (value, expected) = members(given);
        let request = sent("/p", |it| it.multipart("multipart/form-data", &value, &[])).expect("sent");
        let expected: Vec<_> = expected.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let parts: Vec<_> = parts(&request).into_iter().map(|part| (part.name, part.content)).collect();
        prop_assert_eq!(parts, expected);
    }

    #[test]
    fn bytes_come_back_from_a_part_though_they_look_like_the_end_of_one(
        pieces in vec(prop_oneof![
            Just(b"\r\n--".to_vec()), Just(b"--\r\n".to_vec()), Just(b"\r\n--arazzo-".to_vec()),
            Just(b"--arazzo-0000000000000000--".to_vec()), vec(any::<u8>(), 0..6),
        ], 0..8),
        tail in text(""),
    ) {
        #[derive(serde::Serialize)]
        struct Upload { file: Binary, tail: String }
        static ENCODINGS: [Encoding; 1] = [Encoding::new("file").content_type("image/png").filename("a.png")];
        let upload = Upload { file: Binary(pieces.concat()), tail };
        let request = sent("/p", |it| it.multipart("multipart/form-data", &upload, &ENCODINGS)).expect("sent");
        let parts = parts(&request);
        prop_assert_eq!(parts.len(), 2);
        prop_assert_eq!(&parts[0].content, &upload.file.0);
        prop_assert!(parts[0].head.contains("filename=\"a.png\""), "{}", parts[0].head);
        prop_assert!(parts[0].head.contains("Content-Type: image/png"), "{}", parts[0].head);
        prop_assert_eq!(&parts[1].content, upload.tail.as_bytes());
    }
}

struct Part {
    head: String,
    name: String,
    content: Vec<u8>,
}

/// RFC 2046, section 5.1.1: parts stand between lines of the boundary.
fn parts(request: &http::Request<Bytes>) -> Vec<Part> {
    let content_type = request.headers()["content-type"].to_str().expect("ASCII");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    assert!((1..=70).contains(&boundary.len()), "{boundary}");
    let body = [b"\r\n", request.body().as_ref()].concat();
    let delimiter = format!("\r\n--{boundary}");
    let mut pieces = split(&body, delimiter.as_bytes());
    assert_eq!(pieces.remove(0), b"", "nothing before the first part");
    assert_eq!(pieces.pop().expect("an end"), b"--\r\n");
    pieces.into_iter().map(part).collect()
}

fn part(piece: &[u8]) -> Part {
    let piece = piece.strip_prefix(b"\r\n").expect("a line of its own");
    let (head, content) = piece
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .map(|at| (&piece[..at], &piece[at + 4..]))
        .expect("an empty line");
    let head = String::from_utf8(head.to_vec()).expect("UTF-8");
    let name = head
        .strip_prefix("Content-Disposition: form-data; name=\"")
        .and_then(|rest| rest.split_once('"'))
        .expect("a name")
        .0;
    // The three escapes of the multipart encoding of the HTML standard.
    let name = name
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n");
    Part {
        name,
        content: content.to_vec(),
        head,
    }
}

fn split<'a>(mut body: &'a [u8], delimiter: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = body.windows(delimiter.len()).position(|it| it == delimiter) {
        pieces.push(&body[..at]);
        body = &body[at + delimiter.len()..];
    }
    pieces.push(body);
    pieces
}
