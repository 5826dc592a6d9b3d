//! An HTTP proxy on loopback that answers as the case's script says and notes every request that differs from it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{body, values::same};

/// A running script.
pub(crate) struct Script {
    /// Where it listens.
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    exchange: Vec<Value>,
    at: usize,
    last: Option<Instant>,
    /// The requests so far.
    seen: Vec<Request>,
    faults: Vec<String>,
}

struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Script {
    /// Starts to play `exchange`.
    pub(crate) fn play(exchange: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State {
            exchange,
            at: 0,
            last: None,
            seen: Vec::new(),
            faults: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { port, state }
    }

    /// What differed from the script.
    pub(crate) fn faults(self) -> Vec<String> {
        let mut state = self.state.lock().expect("no panic in the server");
        let mut faults = std::mem::take(&mut state.faults);
        if state.at < state.exchange.len() {
            faults.push(format!(
                "{} requests, the script has {}",
                state.at,
                state.exchange.len()
            ));
        }
        faults
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<State>) {
    stream
        .set_read_timeout(Some(Duration::from_secs(15)))
        .expect("a socket option");
    let Some(request) = read(&stream) else { return };
    let (now, method) = (Instant::now(), request.method.clone());
    let response = {
        let mut state = shared.lock().expect("no panic in the server");
        let index = state.at;
        state.at += 1;
        let Some(entry) = state.exchange.get(index).cloned() else {
            let fault = format!(
                "request {} not in the script: {} {}",
                index + 1,
                request.method,
                request.target
            );
            state.faults.push(fault);
            drop(stream.write_all(
                b"HTTP/1.1 599 unscripted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            ));
            return;
        };
        let gap = state.last.map(|last| now.duration_since(last));
        let mut found = compare(&entry["request"], &request, gap);
        found.extend(repeated(&entry["request"], &request, &state.seen));
        state.faults.extend(
            found
                .into_iter()
                .map(|fault| format!("request {}: {fault}", index + 1)),
        );
        state.last = Some(now);
        state.seen.push(request);
        entry["response"].clone()
    };
    if let Some(delay) = response["delayMs"].as_u64() {
        thread::sleep(Duration::from_millis(delay));
    }
    if response["drop"] == Value::Bool(true) {
        return;
    }
    drop(stream.write_all(&answer(&response, &method)));
}

fn answer(response: &Value, method: &str) -> Vec<u8> {
    let status = response["status"].as_u64().expect("a status");
    let body = match (response["body"].get("json"), response["body"].get("text")) {
        (Some(json), _) => json.to_string(),
        (None, Some(text)) => text.as_str().unwrap_or_default().to_owned(),
        (None, None) => String::new(),
    };
    let bodiless = matches!(status, 204 | 304);
    let mut head = format!("HTTP/1.1 {status} x\r\n");
    for (name, value) in response["headers"].as_object().into_iter().flatten() {
        head.push_str(&format!(
            "{name}: {}\r\n",
            value.as_str().unwrap_or_default()
        ));
    }
    if !bodiless {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    head.push_str("connection: close\r\n\r\n");
    let mut bytes = head.into_bytes();
    if !bodiless && method != "HEAD" {
        bytes.extend(body.as_bytes());
    }
    bytes
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|size| *size > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
    let find = |name: &str| {
        headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let body = if find("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        chunked(&mut reader)?
    } else {
        let length = find("content-length")
            .and_then(|value| value.parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        body
    };
    Some(Request {
        method,
        target,
        headers,
        body,
    })
}

fn chunked(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let size = usize::from_str_radix(line.trim().split(';').next()?, 16).ok()?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).ok()?;
        if size == 0 {
            return Some(body);
        }
        chunk.truncate(size);
        body.extend(chunk);
    }
}

fn compare(expected: &Value, request: &Request, gap: Option<Duration>) -> Vec<String> {
    let mut faults = Vec::new();
    if expected["method"].as_str() != Some(&request.method) {
        faults.push(format!(
            "method {}, expected {}",
            request.method, expected["method"]
        ));
    }
    let rest = request
        .target
        .strip_prefix("http://")
        .unwrap_or(&request.target);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let host = format!("http://{host}");
    let wanted = expected["host"].as_str().unwrap_or("http://mock.test");
    if host != wanted {
        faults.push(format!("host {host}, expected {wanted}"));
    }
    if upper_escapes(path) != upper_escapes(expected["path"].as_str().unwrap_or_default()) {
        faults.push(format!("path {path}, expected {}", expected["path"]));
    }
    if let Some(raw) = expected["rawQuery"].as_str()
        && query != raw
    {
        faults.push(format!("query {query:?}, expected {raw:?}"));
    }
    if let Some(pairs) = expected.get("query") {
        let found = body::pairs(query);
        if !same(&found, pairs) {
            faults.push(format!("query {found}, expected {pairs}"));
        }
    }
    faults.extend(headers(expected, request));
    faults.extend(pace(expected, gap));
    if let Some(wanted) = expected.get("body") {
        faults.extend(body::faults(
            wanted,
            &request.body,
            header(request, "content-type").unwrap_or_default(),
        ));
    }
    faults
}

fn headers(expected: &Value, request: &Request) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, value) in expected["headers"].as_object().into_iter().flatten() {
        if header(request, name) != value.as_str() {
            faults.push(format!(
                "header {name} is {:?}, expected {value}",
                header(request, name)
            ));
        }
    }
    for name in expected["absentHeaders"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if header(request, name).is_some() {
            faults.push(format!("header {name} present"));
        }
    }
    if let Some(wanted) = expected["contentType"].as_str() {
        let found = header(request, "content-type").unwrap_or_default();
        if found.split(';').next().map(str::trim) != Some(wanted) {
            faults.push(format!("content-type {found:?}, expected {wanted:?}"));
        }
    }
    faults
}

/// Headers that are to be as they were in an earlier request of the script, or other than there; it counts from 1.
fn repeated(expected: &Value, request: &Request, seen: &[Request]) -> Vec<String> {
    let mut faults = Vec::new();
    for (field, wanted) in [("sameHeader", true), ("otherHeader", false)] {
        for (name, number) in expected[field].as_object().into_iter().flatten() {
            let earlier = number
                .as_u64()
                .and_then(|number| usize::try_from(number - 1).ok());
            let earlier = earlier.and_then(|index| header(seen.get(index)?, name));
            let found = header(request, name);
            if found.is_none() || (found == earlier) != wanted {
                faults.push(format!("{field} {name} is {found:?}, and was {earlier:?}"));
            }
        }
    }
    faults
}

fn pace(expected: &Value, gap: Option<Duration>) -> Vec<String> {
    let Some(gap) = gap.map(|gap| u64::try_from(gap.as_millis()).unwrap_or(u64::MAX)) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if let Some(least) = expected["minGapMs"].as_u64()
        && gap + 5 < least
    {
        faults.push(format!("came after {gap} ms, expected at least {least}"));
    }
    if let Some(most) = expected["maxGapMs"].as_u64()
        && gap > most
    {
        faults.push(format!("came after {gap} ms, expected at most {most}"));
    }
    faults
}

fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request
        .headers
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// The path with the digits of its percent-escapes in upper case.
fn upper_escapes(path: &str) -> String {
    let mut pieces = path.split('%');
    let mut upper = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        upper.push('%');
        upper.push_str(&digits.to_ascii_uppercase());
        upper.push_str(rest);
    }
    upper
}
