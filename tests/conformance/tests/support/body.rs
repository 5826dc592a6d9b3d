//! Compares a request's body with what the script expects.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::values::same;

/// What is wrong with `body`, if anything.
pub(crate) fn faults(expected: &Value, body: &[u8], content_type: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let shown = String::from_utf8_lossy(body).into_owned();
    if expected.get("none").is_some() && !body.is_empty() {
        faults.push(format!("body {shown:?}, expected none"));
    }
    if let Some(text) = expected.get("text").and_then(Value::as_str)
        && shown != text
    {
        faults.push(format!("body {shown:?}, expected {text:?}"));
    }
    if let Some(json) = expected.get("json") {
        match serde_json::from_slice::<Value>(body) {
            Ok(found) if same(&found, json) => {}
            _ => faults.push(format!("body {shown}, expected {json}")),
        }
    }
    if let Some(form) = expected.get("form") {
        let found = pairs(&shown);
        if !same(&found, form) {
            faults.push(format!("form {found}, expected {form}"));
        }
    }
    if let Some(parts) = expected.get("multipart").and_then(Value::as_array) {
        faults.extend(multipart(parts, body, content_type));
    }
    faults
}

/// Decoded name-value pairs of a query or form.
pub(crate) fn pairs(text: &str) -> Value {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Value::from(vec![decode(name), decode(value)])
    };
    Value::Array(if text.is_empty() {
        Vec::new()
    } else {
        text.split('&').map(pair).collect()
    })
}

fn multipart(expected: &[Value], body: &[u8], content_type: &str) -> Vec<String> {
    let Some(boundary) = content_type
        .split("boundary=")
        .nth(1)
        .map(|rest| rest.split(';').next().unwrap_or_default().trim_matches('"'))
    else {
        return vec![format!("no multipart boundary in {content_type:?}")];
    };
    let text = String::from_utf8_lossy(body);
    let delimiter = format!("--{boundary}");
    let pieces: Vec<&str> = text
        .split(&delimiter)
        .skip(1)
        .take_while(|piece| !piece.starts_with("--"))
        .collect();
    if pieces.len() != expected.len() {
        return vec![format!(
            "{} parts, expected {}",
            pieces.len(),
            expected.len()
        )];
    }
    pieces
        .iter()
        .zip(expected)
        .flat_map(|(piece, expected)| part(piece, expected))
        .collect()
}

fn part(piece: &str, expected: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let piece = piece.strip_prefix("\r\n").unwrap_or(piece);
    let piece = piece.strip_suffix("\r\n").unwrap_or(piece);
    let (head, data) = piece.split_once("\r\n\r\n").unwrap_or((piece, ""));
    let header = |name: &str| {
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let name = expected["name"].as_str().unwrap_or_default();
    if !disposition.contains(&format!(" name=\"{name}\"")) {
        faults.push(format!("part {disposition:?}, expected {name:?}"));
    }
    if let Some(text) = expected.get("text").and_then(Value::as_str)
        && data != text
    {
        faults.push(format!("part {name} is {data:?}, expected {text:?}"));
    }
    if let Some(json) = expected.get("json")
        && !serde_json::from_str(data).is_ok_and(|found: Value| same(&found, json))
    {
        faults.push(format!("part {name} is {data:?}, expected {json}"));
    }
    let media = header("content-type").unwrap_or_default();
    if let Some(expected) = expected.get("contentType").and_then(Value::as_str)
        && media.split(';').next() != Some(expected)
    {
        faults.push(format!(
            "part {name} has type {media:?}, expected {expected:?}"
        ));
    }
    if let Some(file) = expected.get("filename").and_then(Value::as_str)
        && !disposition.contains(&format!("filename=\"{file}\""))
    {
        faults.push(format!(
            "part {name} has {disposition:?}, expected file {file:?}"
        ));
    }
    faults
}
