//! Whether a text is an HTTP Archive 1.2: every field that the format requires, of its type.

use serde_json::Value;

type Is = fn(&Value) -> bool;

const TEXT: Is = Value::is_string;
const NUMBER: Is = Value::is_number;
const LIST: Is = Value::is_array;
const OBJECT: Is = Value::is_object;

/// Fields of an entry, of its request and of its response.
const ENTRY: [(&str, Is); 6] = [
    ("/startedDateTime", is_time),
    ("/time", NUMBER),
    ("/request", OBJECT),
    ("/response", OBJECT),
    ("/cache", OBJECT),
    ("/timings", OBJECT),
];
const TIMINGS: [(&str, Is); 3] = [("/send", NUMBER), ("/wait", NUMBER), ("/receive", NUMBER)];
const MESSAGE: [(&str, Is); 5] = [
    ("/httpVersion", TEXT),
    ("/cookies", LIST),
    ("/headers", LIST),
    ("/headersSize", NUMBER),
    ("/bodySize", NUMBER),
];
const REQUEST: [(&str, Is); 3] = [("/method", TEXT), ("/url", is_url), ("/queryString", LIST)];
const RESPONSE: [(&str, Is); 6] = [
    ("/status", NUMBER),
    ("/statusText", TEXT),
    ("/redirectURL", TEXT),
    ("/content", OBJECT),
    ("/content/size", NUMBER),
    ("/content/mimeType", TEXT),
];
const PAIR: [(&str, Is); 2] = [("/name", TEXT), ("/value", TEXT)];

/// What is missing or of another type.
pub(crate) fn faults(text: &str) -> Vec<String> {
    let har: Value = match serde_json::from_str(text) {
        Ok(har) => har,
        Err(error) => return vec![format!("the trace is no JSON: {error}")],
    };
    let log = [
        ("/log/version", (|it| it == "1.2") as Is),
        ("/log/creator/name", TEXT),
        ("/log/creator/version", TEXT),
        ("/log/entries", LIST),
    ];
    let mut faults = missing("", &har, &log);
    for (index, entry) in har["log"]["entries"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let place = format!("entries/{index}");
        faults.extend(missing(&place, entry, &ENTRY));
        faults.extend(missing(
            &format!("{place}/timings"),
            &entry["timings"],
            &TIMINGS,
        ));
        faults.extend(missing(
            &format!("{place}/request"),
            &entry["request"],
            &REQUEST,
        ));
        faults.extend(missing(
            &format!("{place}/response"),
            &entry["response"],
            &RESPONSE,
        ));
        for message in ["request", "response"] {
            let place = format!("{place}/{message}");
            faults.extend(missing(&place, &entry[message], &MESSAGE));
            for list in ["cookies", "headers", "queryString"] {
                for pair in entry[message][list].as_array().into_iter().flatten() {
                    faults.extend(missing(&format!("{place}/{list}"), pair, &PAIR));
                }
            }
        }
        if let Some(data) = entry["request"].get("postData") {
            let both = [("/mimeType", TEXT), ("/text", TEXT)];
            faults.extend(missing(&format!("{place}/request/postData"), data, &both));
        }
        let own = [
            ("/_workflow", TEXT),
            ("/_step", TEXT),
            ("/_attempt", NUMBER),
        ];
        faults.extend(missing(&place, entry, &own));
        if entry["response"]["status"] == 0 {
            faults.extend(missing(&place, entry, &[("/comment", TEXT)]));
        }
    }
    faults
}

fn missing(place: &str, value: &Value, fields: &[(&str, Is)]) -> Vec<String> {
    let wrong = fields
        .iter()
        .filter(|(pointer, is)| !value.pointer(pointer).is_some_and(is));
    wrong
        .map(|(pointer, _)| format!("HAR: {place}{pointer}"))
        .collect()
}

/// ISO 8601, as `2023-11-14T22:13:20.000Z`.
fn is_time(value: &Value) -> bool {
    let pattern = "dddd-dd-ddTdd:dd:dd.dddZ";
    value.as_str().is_some_and(|text| {
        text.len() == pattern.len()
            && text
                .chars()
                .zip(pattern.chars())
                .all(|(c, wanted)| match wanted {
                    'd' => c.is_ascii_digit(),
                    wanted => c == wanted,
                })
    })
}

/// Characters that RFC 3986 knows.
fn is_url(value: &Value) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    value
        .as_str()
        .is_some_and(|url| url.starts_with("http") && url.chars().all(known))
}
