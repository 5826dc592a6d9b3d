//! Where a body differs from a recorded one: by JSON Pointer, by field, by part, by line.

use serde_json::Value;
use url::form_urlencoded;

use super::super::har;
use super::super::mask::MARK;
use super::unlike::{Unlike, fields};
use super::wildcard::alike;

const FORM: &str = "application/x-www-form-urlencoded";

/// The first difference, if there is one.
pub(super) fn compare(recorded: &har::Request, now: &har::Request) -> Option<Unlike> {
    let bytes = |data: Option<&har::PostData>| {
        let content = data.map(|data| har::content(&data.text, data.encoding.as_deref()));
        content.unwrap_or_default()
    };
    let (then, now) = (recorded.post_data.as_ref(), now.post_data.as_ref());
    let (old, new) = (bytes(then), bytes(now));
    if old.is_empty() != new.is_empty() {
        let size = |body: &[u8]| (!body.is_empty()).then(|| format!("{} bytes", body.len()));
        let (old, new) = (size(&old), size(&new));
        return Some(Unlike::new("the body", old.as_deref(), new.as_deref()));
    }
    let of = |data: Option<&har::PostData>| data.map(|it| it.mime_type.clone());
    let (then, now) = (of(then).unwrap_or_default(), of(now).unwrap_or_default());
    let media_type = now.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case(FORM) {
        let pairs = |body: &[u8]| -> Vec<(String, String)> {
            form_urlencoded::parse(body).into_owned().collect()
        };
        return fields("body field", &pairs(&old), &pairs(&new));
    }
    if let (Some(then), Some(now)) = (boundary(&then), boundary(&now)) {
        return parts(&old, then, &new, now);
    }
    match (serde_json::from_slice(&old), serde_json::from_slice(&new)) {
        (Ok(old), Ok(new)) => json("", &old, &new),
        _ => text("the body", &old, &new),
    }
}

fn json(pointer: &str, old: &Value, new: &Value) -> Option<Unlike> {
    let below = |token: &str| format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"));
    match (old, new) {
        (Value::String(text), _) | (_, Value::String(text)) if text == MARK => None,
        (Value::String(old), Value::String(new)) if alike(old.as_bytes(), new.as_bytes()) => None,
        (Value::Object(old), Value::Object(new)) => {
            // A name that was hidden is that of some member.
            let hidden = old.keys().any(|name| name.contains(MARK));
            let known = old.iter().filter(|(name, _)| !name.contains(MARK));
            let mut known = known.map(|(name, value)| (below(name), Some(value), new.get(name)));
            let added = new
                .iter()
                .filter(|(name, _)| !hidden && !old.contains_key(*name));
            let mut added = added.map(|(name, value)| (below(name), None, Some(value)));
            known.find_map(member).or_else(|| added.find_map(member))
        }
        (Value::Array(old), Value::Array(new)) => (0..old.len().max(new.len()))
            .find_map(|index| member((below(&index.to_string()), old.get(index), new.get(index)))),
        (old, new) if old == new => None,
        (old, new) => {
            let (old, new) = (old.to_string(), new.to_string());
            Some(Unlike::new(place(pointer), Some(&old), Some(&new)))
        }
    }
}

fn member((pointer, old, new): (String, Option<&Value>, Option<&Value>)) -> Option<Unlike> {
    match (old, new) {
        (Some(old), Some(new)) => json(&pointer, old, new),
        (old, new) => {
            let (old, new) = (old.map(Value::to_string), new.map(Value::to_string));
            Some(Unlike::new(place(&pointer), old.as_deref(), new.as_deref()))
        }
    }
}

fn place(pointer: &str) -> String {
    match pointer {
        "" => "the body".to_owned(),
        pointer => format!("the body at `{pointer}`"),
    }
}

/// By line, so that the place can be found.
fn text(what: &str, old: &[u8], new: &[u8]) -> Option<Unlike> {
    if alike(old, new) {
        return None;
    }
    let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else {
        let size = |body: &[u8]| format!("{} bytes", body.len());
        return Some(Unlike::new(what, Some(&size(old)), Some(&size(new))));
    };
    let (mut then, mut now, mut line) = (old.lines(), new.lines(), 0);
    loop {
        line += 1;
        match (then.next(), now.next()) {
            (Some(old), Some(new)) if alike(old.as_bytes(), new.as_bytes()) => {}
            (None, None) => return Some(Unlike::new(what, Some(old), Some(new))),
            (old, new) => return Some(Unlike::new(format!("{what}, line {line}"), old, new)),
        }
    }
}

/// The parts of multipart bodies, whose boundaries are different each time.
fn parts(old: &[u8], then: &str, new: &[u8], now: &str) -> Option<Unlike> {
    let (old, new) = (split(old, then), split(new, now));
    (0..old.len().max(new.len())).find_map(|index| {
        let (old, new) = (old.get(index).copied(), new.get(index).copied());
        let what = match old.or(new).and_then(name) {
            Some(name) => format!("body part `{name}`"),
            None => "the body".to_owned(),
        };
        match (old, new) {
            (Some(old), Some(new)) => text(&what, old, new),
            (old, new) => {
                let there = |part: Option<&[u8]>| part.map(|part| format!("{} bytes", part.len()));
                let (old, new) = (there(old), there(new));
                Some(Unlike::new(what, old.as_deref(), new.as_deref()))
            }
        }
    })
}

fn split<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let delimiter = format!("--{boundary}");
    let (mut parts, mut from) = (Vec::new(), 0);
    for at in memchr::memmem::find_iter(body, &delimiter) {
        parts.extend(body.get(from..at));
        from = at + delimiter.len();
    }
    parts.extend(body.get(from..));
    parts
}

/// `name` of the `Content-Disposition` of a part.
fn name(part: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(part);
    let (_, rest) = text.split_once("name=\"")?;
    rest.split_once('"').map(|(name, _)| name.to_owned())
}

/// The boundary that a media type names.
fn boundary(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').map(str::trim);
    let boundary = parameters.find_map(|it| it.strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"'))
}

/// The media type without its boundary.
pub(super) fn without_boundary(content_type: &str) -> String {
    match boundary(content_type) {
        Some(boundary) => content_type.replace(boundary, ""),
        None => content_type.to_owned(),
    }
}
