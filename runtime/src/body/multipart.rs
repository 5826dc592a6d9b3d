//! `multipart/form-data` bodies (RFC 7578), and other multipart types written the same way.

use std::hash::{BuildHasher, RandomState};

use http::header::{HeaderName, HeaderValue};

use super::{Encoding, encoding};
use crate::binary::from_base64;
use crate::flatten::Node;
use crate::parameter::Style;

const BINARY: &str = "application/octet-stream";

/// One part a member; lists repeat the name, nulls are left out. Returns the content type, with the boundary, and the
/// body.
pub(crate) fn multipart(
    content_type: &str,
    value: &Node,
    encodings: &[Encoding],
) -> Result<(String, Vec<u8>), String> {
    let Node::Object(members) = value else {
        return Err("a multipart body has to be an object".to_owned());
    };
    let boundary = boundary();
    let mut body = Vec::new();
    for (name, value) in members {
        let encoding = encoding(encodings, name);
        let joined = encoding.and_then(|encoding| joined(value, encoding));
        let value = joined.as_ref().unwrap_or(value);
        let values = if let Node::List(items) = value {
            items.as_slice()
        } else {
            std::slice::from_ref(value)
        };
        for value in values.iter().filter(|value| **value != Node::Null) {
            match value {
                Node::Text(text) if encoding.is_some_and(|it| it.base64) => {
                    let bytes = from_base64(text)
                        .map_err(|_| format!("part `{name}` is not the base64 of bytes"))?;
                    part(&mut body, &boundary, name, &Node::Bytes(bytes), encoding)?;
                }
                value => part(&mut body, &boundary, name, value, encoding)?,
            }
        }
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((with_boundary(content_type, &boundary), body))
}

/// The one text that a list of texts is if it is not to be exploded: nothing is encoded in a part.
fn joined(value: &Node, encoding: &Encoding) -> Option<Node> {
    let (Node::List(items), Some(false)) = (value, encoding.explode) else {
        return None;
    };
    let separator = match encoding.style {
        None | Some(Style::Form) => ",",
        Some(Style::SpaceDelimited) => " ",
        Some(Style::PipeDelimited) => "|",
        Some(_) => return None,
    };
    let present = items.iter().filter(|item| **item != Node::Null);
    let texts: Vec<&str> = present.map(Node::scalar).collect::<Option<_>>()?;
    (!texts.is_empty()).then(|| Node::Text(texts.join(separator)))
}

fn part(
    body: &mut Vec<u8>,
    boundary: &str,
    name: &str,
    value: &Node,
    encoding: Option<&Encoding>,
) -> Result<(), String> {
    let json;
    let (content, default): (&[u8], _) = match value {
        Node::Bytes(bytes) => (bytes, Some(BINARY)),
        Node::Text(text) | Node::Literal(text) => (text.as_bytes(), None),
        nested => {
            json = nested.json();
            (json.as_bytes(), Some("application/json"))
        }
    };
    let filename = encoding
        .and_then(|it| it.filename)
        .or(matches!(value, Node::Bytes(_)).then_some(name));
    let mut head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
        quoted(name)
    );
    if let Some(filename) = filename {
        head.push_str(&format!("; filename=\"{}\"", quoted(filename)));
    }
    if let Some(media_type) = encoding
        .and_then(|it| it.content_type)
        .and_then(concrete)
        .or(default)
    {
        header(&mut head, name, "Content-Type", media_type)?;
    }
    for (header_name, value) in encoding.map_or(&[][..], |it| it.headers) {
        header(&mut head, name, header_name, value)?;
    }
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(b"\r\n\r\n");
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n");
    Ok(())
}

fn header(head: &mut String, part: &str, name: &str, value: &str) -> Result<(), String> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
        return Err(format!(
            "part `{part}` has an invalid header `{}`",
            name.escape_debug()
        ));
    }
    head.push_str(&format!("\r\n{name}: {value}"));
    Ok(())
}

/// The first media type of a list that is no range.
fn concrete(media_types: &str) -> Option<&str> {
    media_types
        .split(',')
        .map(str::trim)
        .find(|media_type| !media_type.is_empty() && !media_type.contains('*'))
}

/// A name inside quotes: what would end it is percent-encoded, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A boundary nobody can foresee, so that no content can be written to contain it.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(());
    format!("arazzo-{:016x}{:016x}", random(), random())
}

/// The media type with our boundary in place of any other.
fn with_boundary(content_type: &str, boundary: &str) -> String {
    let is_boundary = |parameter: &&str| {
        parameter
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("boundary=")
    };
    let mut parts: Vec<&str> = content_type
        .split(';')
        .filter(|part| !is_boundary(part))
        .collect();
    let own = format!(" boundary={boundary}");
    parts.push(&own);
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::*;
    use crate::Binary;
    use crate::flatten::flatten;

    fn write(value: &impl Serialize, encodings: &[Encoding]) -> String {
        let node = flatten(value).expect("flattens");
        let (content_type, body) =
            multipart("multipart/form-data; boundary=x", &node, encodings).expect("encodes");
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .expect("one boundary");
        String::from_utf8(body)
            .expect("is text")
            .replace(boundary, "B")
    }

    #[test]
    fn each_member_is_a_part_and_lists_repeat_the_name() {
        let value = json!({"t": "\u{dc}", "n": null, "o": {"k": 1}, "l": ["a", 2]});
        assert_eq!(
            write(&value, &[]),
            "--B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n\u{dc}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"k\":1}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\na\r\n\
             --B\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\n2\r\n--B--\r\n"
        );
    }

    #[test]
    fn bytes_are_sent_raw_with_a_filename() {
        #[derive(Serialize)]
        struct Upload {
            file: Binary,
        }
        let upload = Upload {
            file: Binary(b"raw".to_vec()),
        };
        assert_eq!(
            write(&upload, &[]),
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nraw\r\n--B--\r\n"
        );
        let png = [Encoding::new("file")
            .content_type("image/*, image/png")
            .filename("a\".png")
            .headers(&[("X-A", "b")])];
        assert_eq!(
            write(&upload, &png),
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22.png\"\r\n\
             Content-Type: image/png\r\nX-A: b\r\n\r\nraw\r\n--B--\r\n"
        );
    }

    #[test]
    fn base64_becomes_the_bytes_it_stands_for_only_where_it_is_known_to_be_that() {
        let value = json!({"file": "cmF3", "files": ["cmF3", null], "text": "cmF3"});
        let encodings = [
            Encoding::new("file").content_type("image/png").base64(),
            Encoding::new("files").base64(),
        ];
        assert_eq!(
            write(&value, &encodings),
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\
             Content-Type: image/png\r\n\r\nraw\r\n\
             --B\r\nContent-Disposition: form-data; name=\"files\"; filename=\"files\"\r\n\
             Content-Type: application/octet-stream\r\n\r\nraw\r\n\
             --B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\ncmF3\r\n--B--\r\n"
        );
        let node = flatten(&json!({"file": "%"})).expect("flattens");
        assert!(multipart("multipart/form-data", &node, &encodings).is_err());
    }

    #[test]
    fn a_list_that_is_not_exploded_is_one_part() {
        let value =
            json!({"csv": ["a", 2, null], "pipes": ["a b", "c"], "none": [], "deep": [["a"]]});
        let encodings = [
            Encoding::new("csv").explode(false),
            Encoding::new("pipes")
                .style(Style::PipeDelimited)
                .explode(false),
            Encoding::new("none").explode(false),
            Encoding::new("deep").explode(false),
        ];
        assert_eq!(
            write(&value, &encodings),
            "--B\r\nContent-Disposition: form-data; name=\"csv\"\r\n\r\na,2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"pipes\"\r\n\r\na b|c\r\n\
             --B\r\nContent-Disposition: form-data; name=\"deep\"\r\n\
             Content-Type: application/json\r\n\r\n[\"a\"]\r\n--B--\r\n"
        );
    }

    #[test]
    fn a_name_cannot_add_headers() {
        let written = write(&json!({"a\"\r\nX-Evil: 1": "v"}), &[]);
        assert!(
            written.contains("name=\"a%22%0D%0AX-Evil: 1\""),
            "{written}"
        );
        let node = flatten(&json!({"a": 1})).expect("flattens");
        let evil = [Encoding::new("a").content_type("text/plain\r\nX-Evil: 1")];
        assert!(multipart("multipart/form-data", &node, &evil).is_err());
    }
}
