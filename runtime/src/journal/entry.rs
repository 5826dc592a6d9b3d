//! What is kept: one format for all engines.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::JournalError;

/// Something that happened in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum What {
    /// A workflow began. It was generated with this fingerprint, which changes with its steps and those of the workflows
    /// that it calls.
    Began(String),
    /// A request is about to be sent that a server may process twice if it is sent again: its method, and its URL
    /// without secrets.
    Sending(String),
    /// An exchange that is over.
    #[serde(rename_all = "camelCase")]
    Answered {
        /// Method and URL of the request, without secrets.
        request: String,
        /// The status.
        status: u16,
        /// The headers in their order.
        headers: Vec<(String, Body)>,
        /// The body.
        body: Body,
    },
    /// An exchange without a response.
    #[serde(rename_all = "camelCase")]
    Unanswered {
        /// Method and URL of the request, without secrets.
        request: String,
        /// The word of the failure's kind, such as `transport`.
        kind: String,
        /// Why.
        message: String,
        /// Whether the server cannot have seen the request.
        unsent: bool,
    },
    /// A delay began, which ends at this time, in milliseconds since 1970.
    DelayUntil(u64),
}

/// Bytes, as text where they are that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Body {
    /// As they came.
    Text(String),
    /// In base64.
    Base64(String),
    /// Sealed by a [`Seal`](super::Seal), in base64.
    Sealed(String),
}

impl Body {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    pub(crate) fn sealed(bytes: &[u8]) -> Self {
        Self::Sealed(STANDARD.encode(bytes))
    }

    /// The bytes; those of a seal if they are sealed.
    pub(crate) fn bytes(&self) -> Result<Bytes, JournalError> {
        match self {
            Self::Text(text) => Ok(Bytes::copy_from_slice(text.as_bytes())),
            Self::Base64(text) | Self::Sealed(text) => STANDARD
                .decode(text)
                .map(Bytes::from)
                .map_err(|_| JournalError::lasting("the journal has bytes that are no base64")),
        }
    }
}

impl Entry {
    pub(crate) fn new(at: SystemTime, what: What) -> Self {
        Self {
            at: millis(at),
            what,
        }
    }
}

pub(crate) fn headers(response: &http::Response<Bytes>) -> Vec<(String, Body)> {
    let headers = response.headers().iter();
    headers
        .map(|(name, value)| (name.to_string(), Body::new(value.as_bytes())))
        .collect()
}

/// The response that was kept.
pub(crate) fn response(
    status: u16,
    headers: &[(String, Body)],
    body: Bytes,
) -> Result<http::Response<Bytes>, JournalError> {
    let unreadable = || JournalError::lasting("the journal has a response that is none");
    let mut response = http::Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).map_err(|_| unreadable())?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unreadable())?;
        let value = HeaderValue::from_bytes(&value.bytes()?).map_err(|_| unreadable())?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.unwrap_or_default().as_millis();
    u64::try_from(millis).unwrap_or(u64::MAX)
}

pub(crate) fn time(millis: u64) -> SystemTime {
    let since = Duration::from_millis(millis);
    let time = SystemTime::UNIX_EPOCH.checked_add(since);
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_kept_as_it_came() {
        let mut sent = http::Response::new(Bytes::from_static(b"\xff\x00"));
        *sent.status_mut() = StatusCode::ACCEPTED;
        for value in [&b"one"[..], b"two", b"\xe9"] {
            let value = HeaderValue::from_bytes(value).expect("a value");
            sent.headers_mut().append("x-many", value);
        }
        let what = What::Answered {
            request: "GET https://h.test/".to_owned(),
            status: sent.status().as_u16(),
            headers: headers(&sent),
            body: Body::new(sent.body()),
        };
        let entry = Entry::new(SystemTime::UNIX_EPOCH + Duration::from_millis(7), what);
        let text = serde_json::to_string(&entry).expect("writes");
        let read: Entry = serde_json::from_str(&text).expect("reads");
        assert_eq!((&read, read.at), (&entry, 7));
        let What::Answered {
            status,
            headers,
            body,
            ..
        } = read.what
        else {
            panic!("{text}");
        };
        let body = body.bytes().expect("bytes");
        let back = response(status, &headers, body).expect("a response");
        assert_eq!(
            (back.status(), back.headers()),
            (sent.status(), sent.headers())
        );
        assert_eq!(back.body(), sent.body());
    }
}
