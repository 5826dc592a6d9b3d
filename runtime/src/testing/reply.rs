//! What a script answers with.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use super::failed;
use super::step::{Step, is_json};

/// A response to script with.
#[derive(Clone, Debug)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// Its author knows that the operation does not declare it.
    undeclared: bool,
}

/// The body of a [`Reply`]: JSON of a [`serde_json::Value`], a text, bytes, or `()` for none.
///
/// Unless the reply has a `Content-Type` header, its media type is the first that the operation declares for the status
/// and that JSON, a text or bytes can have; else `application/json`, `text/plain` or `application/octet-stream`.
#[derive(Clone, Debug)]
pub struct Body(Kind);

#[derive(Clone, Debug)]
enum Kind {
    None,
    Json(Value),
    Text(String),
    Bytes(Bytes),
    /// Bytes whose media type is in the headers or not there at all.
    Recorded(Bytes),
}

impl Reply {
    /// A response without headers and body.
    ///
    /// # Panics
    /// The status is not between 100 and 999.
    #[must_use]
    #[track_caller]
    pub fn new(status: u16) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            failed(&format!("a response has no status {status}"))
        };
        Self {
            status,
            headers: HeaderMap::new(),
            body: Body(Kind::None),
            undeclared: false,
        }
    }

    /// A response whose body is this JSON, as `application/json`.
    ///
    /// # Panics
    /// The status is not between 100 and 999.
    #[must_use]
    #[track_caller]
    pub fn json(status: u16, body: Value) -> Self {
        let json = HeaderValue::from_static("application/json");
        let mut reply = Self::new(status).body(body);
        reply.headers.insert(CONTENT_TYPE, json);
        reply
    }

    /// Adds a header.
    ///
    /// # Panics
    /// A header cannot have this name or value.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let header = (name.parse::<HeaderName>(), value.parse::<HeaderValue>());
        let (Ok(name), Ok(value)) = header else {
            failed(&format!("there is no header `{name}: {value}`"))
        };
        self.headers.append(name, value);
        self
    }

    /// Its body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// The operation does not declare it, and the test is about that.
    #[must_use]
    pub fn undeclared(mut self) -> Self {
        self.undeclared = true;
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The media type that it says.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The same with the media type that `step` declares for its body, if it has none.
    ///
    /// # Errors
    /// What the operation of `step` does not declare of it.
    pub(super) fn declared_by(mut self, step: Option<&Step>) -> Result<Self, String> {
        let status = self.status();
        let declared = |fits: fn(&str) -> bool| step.and_then(|it| it.media_type(status, fits));
        let implied = match self.body.0 {
            Kind::None | Kind::Recorded(_) => None,
            Kind::Json(_) => Some(declared(is_json).unwrap_or("application/json")),
            Kind::Text(_) => Some(declared(|_| true).unwrap_or("text/plain")),
            Kind::Bytes(_) => Some(declared(|_| true).unwrap_or("application/octet-stream")),
        };
        if let Some(implied) = implied
            && !self.headers.contains_key(CONTENT_TYPE)
        {
            self.headers
                .insert(CONTENT_TYPE, HeaderValue::from_static(implied));
        }
        let undeclared = step.filter(|_| !self.undeclared);
        match undeclared.and_then(|step| step.undeclared(&self)) {
            Some(undeclared) => Err(undeclared),
            None => Ok(self),
        }
    }

    pub(super) fn into_response(self) -> http::Response<Bytes> {
        let mut response = http::Response::new(match self.body.0 {
            Kind::None => Bytes::new(),
            Kind::Json(value) => Bytes::from(value.to_string()),
            Kind::Text(text) => Bytes::from(text),
            Kind::Bytes(bytes) | Kind::Recorded(bytes) => bytes,
        });
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// As it came from elsewhere, such as a file of recorded responses.
impl<B: Into<Bytes>> From<http::Response<B>> for Reply {
    fn from(response: http::Response<B>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: Body(Kind::Recorded(body.into())),
            undeclared: false,
        }
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self(Kind::None)
    }
}

impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Self(Kind::Json(value))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Self(Kind::Text(text.to_owned()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Kind::Text(text))
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}
