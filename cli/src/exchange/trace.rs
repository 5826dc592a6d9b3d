//! Records exchanges, and writes them as an HTTP Archive.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use arazzo_runtime::http::{Request, Response, Version};
use arazzo_runtime::{Position, TokenRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::form_urlencoded;

use super::har::{
    Content, Cookie, Creator, Entry, Failure, Har, Log, Pair, PostData, Request as HarRequest,
    Response as HarResponse, Timings,
};
use super::mask::{MARK, Mask};
use super::watch::{Exchange, Outcome, Watcher};

/// The version of the format.
const VERSION: &str = "1.2";

/// Records all exchanges of a run, to be written as an HTTP Archive (HAR 1.2) that browsers' tools open and
/// [`Replay`](super::Replay) answers from. Clones share the record.
///
/// Secrets are taken out when it is written, so that those that turned up late are hidden in early exchanges too. Which
/// step an exchange belongs to is in `_workflow`, `_step` and `_attempt`; one without a response has status 0, a comment
/// that says why, and `_failure`. Of requests for access tokens the bodies are not recorded.
///
/// ```
/// # use arazzo_runtime::testing::Script;
/// use arazzo_cli::exchange::{Mask, Trace, Watched};
///
/// # let transport = Script::new();
/// let trace = Trace::new(Mask::new());
/// let transport = Watched::new(transport).watcher(trace.clone());
/// // Client::builder().transport(transport)..., and after the run, whether it failed or not:
/// # let folder = std::env::temp_dir();
/// # let path = folder.join(format!("doc-{}.har", std::process::id()));
/// trace.write(&path)?;
/// # std::fs::remove_file(path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Trace {
    mask: Mask,
    records: Arc<Mutex<Vec<Record>>>,
}

/// An exchange that is over, with its secrets.
struct Record {
    request: Request<Bytes>,
    answer: Answer,
    started: SystemTime,
    took: Duration,
}

enum Answer {
    Response(Response<Bytes>),
    None(Failure),
}

impl Trace {
    /// Records nothing yet; `mask` knows the secrets, and learns those that are fetched on the way.
    #[must_use]
    pub fn new(mask: Mask) -> Self {
        Self {
            mask,
            records: Arc::default(),
        }
    }

    /// The archive as JSON, without secrets.
    #[must_use]
    pub fn to_json(&self) -> String {
        let records = self.records();
        let entries = records.iter().map(|record| entry(&self.mask, record));
        let har = Har {
            log: Log {
                version: VERSION.to_owned(),
                creator: Creator {
                    name: env!("CARGO_PKG_NAME").to_owned(),
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                },
                entries: entries.collect(),
            },
        };
        let mut text = serde_json::to_string_pretty(&har).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Writes the archive, over a file that may be there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        fs::write(path, self.to_json())
    }

    fn records(&self) -> MutexGuard<'_, Vec<Record>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watcher for Trace {
    fn finished(&self, exchange: &Exchange<'_>) {
        self.mask.learn_request(exchange.request);
        let answer = match exchange.outcome {
            Outcome::Response(response) => {
                self.mask.learn_response(exchange.request, response);
                Answer::Response(response.clone())
            }
            Outcome::Failed(error) if error.is_timeout() => {
                Answer::None(Failure::Timeout(error.to_string()))
            }
            Outcome::Failed(error) => Answer::None(Failure::Transport(error.to_string())),
            Outcome::GivenUp => Answer::None(Failure::GivenUp),
        };
        self.records().push(Record {
            request: exchange.request.clone(),
            answer,
            started: exchange.started,
            took: exchange.took,
        });
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace")
            .field("exchanges", &self.records().len())
            .finish_non_exhaustive()
    }
}

fn entry(mask: &Mask, record: &Record) -> Entry {
    let extensions = record.request.extensions();
    let position = extensions.get::<Position>();
    let token = extensions.get::<TokenRequest>().is_some();
    let time = milliseconds(record.took);
    let (response, failure) = match &record.answer {
        Answer::Response(answer) => (response(mask, answer, token), None),
        Answer::None(failure) => (no_response(), Some(masked(mask, failure))),
    };
    Entry {
        started_date_time: humantime::format_rfc3339_millis(record.started).to_string(),
        time,
        request: request(mask, &record.request, token),
        response,
        timings: Timings {
            wait: time,
            ..Timings::default()
        },
        workflow: position.map(|it| it.workflow.to_owned()),
        step: position.map(|it| it.step.to_owned()),
        attempt: position.map(|it| it.attempt),
        token,
        comment: failure.as_ref().map(|failure| match failure {
            Failure::Transport(why) | Failure::Timeout(why) => format!("no response: {why}"),
            Failure::GivenUp => "no response in time".to_owned(),
        }),
        failure,
        ..Entry::default()
    }
}

fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

fn masked(mask: &Mask, failure: &Failure) -> Failure {
    match failure {
        Failure::Transport(why) => Failure::Transport(mask.text(why)),
        Failure::Timeout(why) => Failure::Timeout(mask.text(why)),
        Failure::GivenUp => Failure::GivenUp,
    }
}

/// A request as it is recorded.
pub(super) fn request(mask: &Mask, request: &Request<Bytes>, token: bool) -> HarRequest {
    // What the parts of a query or of a cookie are is asked of the masked text: a secret may be spread over several.
    let url = mask.url(&request.uri().to_string());
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query_string = form_urlencoded::parse(query.as_bytes()).map(|(name, value)| Pair {
        name: name.into_owned(),
        value: value.into_owned(),
    });
    let headers = headers(mask, request.headers());
    let cookies = values(&headers, COOKIE.as_str()).flat_map(|value| value.split(';'));
    let body = request.body();
    HarRequest {
        method: request.method().to_string(),
        query_string: query_string.collect(),
        url,
        http_version: version(request.version()),
        cookies: cookies.filter_map(cookie).collect(),
        post_data: (!body.is_empty()).then(|| {
            let (text, encoding) = match token {
                true => (MARK.to_owned(), None),
                false => text(mask.body(body)),
            };
            PostData {
                mime_type: values(&headers, CONTENT_TYPE.as_str()).collect(),
                text,
                encoding,
            }
        }),
        headers,
        headers_size: -1,
        body_size: size(body),
    }
}

fn response(mask: &Mask, response: &Response<Bytes>, token: bool) -> HarResponse {
    let headers = headers(mask, response.headers());
    let body = response.body();
    let shown = match token {
        true => granted(body),
        false => mask.body(body),
    };
    let (text, encoding) = text(shown);
    HarResponse {
        status: response.status().as_u16(),
        status_text: response
            .status()
            .canonical_reason()
            .unwrap_or_default()
            .to_owned(),
        http_version: version(response.version()),
        cookies: values(&headers, SET_COOKIE.as_str())
            .filter_map(set_cookie)
            .collect(),
        content: Content {
            size: size(body),
            mime_type: values(&headers, CONTENT_TYPE.as_str()).collect(),
            text: (!body.is_empty()).then_some(text),
            encoding,
        },
        redirect_url: values(&headers, LOCATION.as_str()).collect(),
        headers,
        headers_size: -1,
        body_size: size(body),
    }
}

/// As browsers write it.
fn no_response() -> HarResponse {
    HarResponse {
        headers_size: -1,
        body_size: -1,
        ..HarResponse::default()
    }
}

/// What a token endpoint answered, without any text of it but what replaying needs.
fn granted(body: &[u8]) -> Vec<u8> {
    const SHOWN: [&str; 3] = ["token_type", "expires_in", "error"];
    let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else {
        return MARK.as_bytes().to_vec();
    };
    for (name, value) in &mut members {
        if !SHOWN.contains(&name.as_str()) {
            *value = Value::String(MARK.to_owned());
        }
    }
    Value::Object(members).to_string().into_bytes()
}

fn headers(mask: &Mask, headers: &HeaderMap) -> Vec<Pair> {
    let pairs = headers.iter().map(|(name, value)| Pair {
        name: name.to_string(),
        value: mask.header(name, value),
    });
    pairs.collect()
}

fn values<'h>(headers: &'h [Pair], name: &'h str) -> impl Iterator<Item = &'h str> {
    let named = headers.iter().filter(move |header| header.name == name);
    named.map(|header| header.value.as_str())
}

fn cookie(pair: &str) -> Option<Cookie> {
    let (name, value) = pair.split_once('=')?;
    Some(Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        ..Cookie::default()
    })
}

fn set_cookie(header: &str) -> Option<Cookie> {
    let mut parts = header.split(';');
    let mut cookie = cookie(parts.next()?)?;
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim().to_owned();
        match name.trim().to_ascii_lowercase().as_str() {
            "path" => cookie.path = Some(value),
            "domain" => cookie.domain = Some(value),
            "httponly" => cookie.http_only = Some(true),
            "secure" => cookie.secure = Some(true),
            _ => {}
        }
    }
    Some(cookie)
}

/// A body as a text, and the encoding of one that is none.
fn text(body: Vec<u8>) -> (String, Option<String>) {
    match String::from_utf8(body) {
        Ok(text) => (text, None),
        Err(error) => (STANDARD.encode(error.as_bytes()), Some("base64".to_owned())),
    }
}

fn size(body: &Bytes) -> i64 {
    i64::try_from(body.len()).unwrap_or(-1)
}

fn version(version: Version) -> String {
    format!("{version:?}")
}

#[cfg(test)]
mod tests;
