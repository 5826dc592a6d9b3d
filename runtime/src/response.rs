//! The response of an attempt, and its body as value, text or selected parts.

use std::fmt;
use std::sync::{Arc, OnceLock};

use arazzo_syntax::media_type::is_json_lines;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;

use crate::body_error::BodyError;
use crate::charset;
use crate::idempotency::HEADER;
use crate::locate::locate;
use crate::redirect::Unfollowed;
use crate::{Binary, misfit};

/// A response, with the request line it answers. Cheap to clone. `Debug` shows neither headers nor body.
#[derive(Clone)]
pub struct Response(Arc<Inner>);

struct Inner {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    url: String,
    method: Method,
    /// The media type of the body that was sent.
    sent: Option<HeaderValue>,
    /// The idempotency key that was sent.
    key: Option<HeaderValue>,
    /// The body that was sent, where somebody reads it later.
    sent_body: Option<Value>,
    /// Whether the body is JSON: by its media type, or without one by what the operation declares.
    json: bool,
    /// The redirect that it is, if that was not safe to follow.
    unfollowed: Option<Unfollowed>,
    /// The body as JSON, if it is XML that its description makes readable.
    xml: Option<FromXml>,
    /// The body as a JSON array once somebody looks into it, if it is JSON lines that are read as one.
    lines: Option<OnceLock<Result<String, String>>>,
}

/// An XML body, and its JSON once somebody looks into it.
struct FromXml {
    root: crate::xml::Xml,
    json: OnceLock<Result<String, String>>,
}

impl Response {
    /// `accept`: the media types that the operation declares, which decide about a body without one.
    pub(crate) fn new(
        response: http::Response<Bytes>,
        method: Method,
        url: String,
        accept: Option<&'static str>,
    ) -> Self {
        let (head, body) = response.into_parts();
        let json = match head.headers.get(CONTENT_TYPE) {
            Some(media_type) if media_type == "application/json" => true,
            Some(media_type) => is_json(&String::from_utf8_lossy(media_type.as_bytes())),
            None => accept.is_some_and(|accept| accept.split(',').any(is_json)),
        };
        Self(Arc::new(Inner {
            status: head.status.as_u16(),
            headers: head.headers,
            body,
            url,
            method,
            sent: None,
            key: None,
            sent_body: None,
            json,
            unfollowed: None,
            xml: None,
            lines: None,
        }))
    }

    /// Keeps the `Content-Type` of the request that this answers, its idempotency key, and its body if it is to be read
    /// later.
    pub(crate) fn answering(mut self, headers: &HeaderMap, body: Option<Value>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            // There are few, and no hash of a name has to be computed for a look at each.
            for (name, value) in headers {
                if *name == CONTENT_TYPE {
                    inner.sent.get_or_insert_with(|| value.clone());
                } else if *name == HEADER {
                    inner.key.get_or_insert_with(|| value.clone());
                }
            }
            inner.sent_body = body;
        }
        self
    }

    /// Lets JSON Pointers and types look into the body if it is XML: by its media type, or without one because it is
    /// nothing else that the operation declares.
    pub(crate) fn with_xml(mut self, by_status: Option<crate::xml::ByStatus>) -> Self {
        if let (Some(by_status), Some(inner)) = (by_status, Arc::get_mut(&mut self.0)) {
            let media_type = inner.headers.get(CONTENT_TYPE);
            let is_xml = media_type.map_or(!inner.json, |media_type| {
                media_type.to_str().is_ok_and(crate::xml::is_xml)
            });
            inner.xml = is_xml.then(|| FromXml {
                root: crate::xml::of_status(inner.status, by_status),
                json: OnceLock::new(),
            });
        }
        self
    }

    /// Lets JSON Pointers and types look into the body if it is JSON lines: by its media type, or without one because the
    /// operation declares that and no JSON.
    pub(crate) fn with_lines(mut self, accept: Option<&'static str>) -> Self {
        if let (Some(accept), Some(inner)) = (accept, Arc::get_mut(&mut self.0)) {
            let is_lines = match inner.headers.get(CONTENT_TYPE) {
                Some(media_type) => media_type.to_str().is_ok_and(is_json_lines),
                None => {
                    let declared = accept.split(',').any(is_json_lines);
                    declared && !inner.json && !inner.body.is_empty()
                }
            };
            inner.lines = is_lines.then(OnceLock::new);
        }
        self
    }

    /// The same response, as a redirect that was not followed.
    pub(crate) fn unfollowed(mut self, redirect: Option<Unfollowed>) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.unfollowed = redirect;
        }
        self
    }

    /// Why it is a redirect although those are followed.
    pub(crate) fn redirect(&self) -> Option<&Unfollowed> {
        self.0.unfollowed.as_ref()
    }

    /// An XML body as JSON, or why it cannot be read.
    fn read_xml(&self) -> Option<&Result<String, String>> {
        let xml = self.0.xml.as_ref()?;
        Some(xml.json.get_or_init(|| {
            let text = charset::exact(&self.0.body, self.header("content-type"));
            let value = text.and_then(|text| crate::xml::read(&text, &xml.root));
            let json = value.map(|value| value.json());
            json.inspect_err(|problem| crate::notes::push("xml", problem))
        }))
    }

    /// A body of JSON lines as one array, or why it cannot be read. Without any lines it is empty.
    fn read_lines(&self) -> Option<&Result<String, String>> {
        let lines = self.0.lines.as_ref()?;
        Some(lines.get_or_init(|| {
            let text = json_text(without_mark(&self.0.body));
            text.and_then(crate::lines::array)
        }))
    }

    /// The body as JSON text, if it is meant to be JSON or has a form as JSON, and is not empty.
    ///
    /// # Errors
    /// Why it is neither.
    fn structured(&self) -> Result<Option<&str>, String> {
        if let Some(lines) = self.read_lines() {
            return lines.as_deref().map(Some).map_err(Clone::clone);
        }
        match self.read_xml() {
            Some(Ok(json)) if !self.0.body.is_empty() => Ok(Some(json)),
            Some(Err(problem)) if !self.0.body.is_empty() => {
                Err(format!("it is no XML that its schema describes: {problem}"))
            }
            _ => self.json_body().map(json_text).transpose(),
        }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The URL of the request as it was sent first, before redirects. A credential that the client added to its query
    /// is left out, and `[redacted]` stands for a secret among its parameters.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The method of the request as it was sent first.
    pub fn method(&self) -> &str {
        self.0.method.as_str()
    }

    /// The `Content-Type` that was sent, with the boundary of a multipart body; `None` where no body was.
    pub fn sent_content_type(&self) -> Option<&str> {
        let sent = self.0.sent.as_ref()?;
        std::str::from_utf8(sent.as_bytes()).ok()
    }

    /// The idempotency key that was sent, if there was one.
    pub fn sent_idempotency_key(&self) -> Option<&str> {
        let key = self.0.key.as_ref()?;
        std::str::from_utf8(key.as_bytes()).ok()
    }

    /// The body that was sent, as JSON, where the workflow reads it later.
    pub fn sent_body(&self) -> Option<&Value> {
        self.0.sent_body.as_ref()
    }

    /// The first value of a header, by name without regard to case. A value that is no text counts as missing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0
            .headers
            .get(name)
            .and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        &self.0.body
    }

    /// The body as a workflow sees it in `$response.body`: JSON media types decoded, other types and broken JSON as text, an
    /// empty body as nothing. See [`json`](Self::json) for what is to be JSON.
    pub fn value(&self) -> Option<Value> {
        self.try_value()
            .unwrap_or_else(|_| self.text().map(Value::String))
    }

    /// The same, but JSON that breaks off is no text.
    ///
    /// # Errors
    /// Why the body cannot be read.
    pub(crate) fn try_value(&self) -> Result<Option<Value>, String> {
        match self.json_body().map(json_text) {
            None => Ok(self.text().map(Value::String)),
            Some(json) => {
                match json.and_then(|json| serde_json::from_str(json).map_err(unreadable)) {
                    Ok(value) => Ok(Some(value)),
                    Err(_) if !self.begins_as_json() => Ok(self.text().map(Value::String)),
                    Err(reason) => Err(reason),
                }
            }
        }
    }

    /// Whether the body, whatever its media type says, is more than some other text.
    fn begins_as_json(&self) -> bool {
        let body = without_mark(&self.0.body).trim_ascii_start();
        matches!(body.first(), Some(b'{' | b'[' | b'"'))
    }

    /// The body as text; an empty one is nothing. UTF-16 and ISO-8859-1 are read where a byte order mark, the media type or
    /// an XML declaration says so; else bytes that are no UTF-8 become replacement characters.
    pub fn text(&self) -> Option<String> {
        let is_empty = without_mark(&self.0.body).is_empty();
        (!is_empty).then(|| charset::text(&self.0.body, self.header("content-type")))
    }

    /// The body as bytes; an empty one is nothing.
    pub fn binary(&self) -> Option<Binary> {
        let body = &self.0.body;
        (!body.is_empty()).then(|| Binary(body.to_vec()))
    }

    /// The parts of a JSON body that the JSON Pointers (RFC 6901) name, read in one pass that skips the rest. A body
    /// that is no JSON has none of them.
    pub fn select<const N: usize>(&self, pointers: [&str; N]) -> [Option<Value>; N] {
        self.try_select(pointers).unwrap_or([const { None }; N])
    }

    /// The same for a body that has to be readable where it is meant to be JSON.
    ///
    /// # Errors
    /// Why it is not.
    pub(crate) fn try_select<const N: usize>(
        &self,
        pointers: [&str; N],
    ) -> Result<[Option<Value>; N], String> {
        let Some(json) = self.structured()? else {
            return Ok([const { None }; N]);
        };
        crate::projection::try_select(json, pointers).map_err(unreadable)
    }

    /// The part of a JSON body that a JSON Pointer names, as a type. Nothing stays nothing.
    pub(crate) fn read<D: DeserializeOwned>(&self, pointer: &str) -> Result<Option<D>, BodyError> {
        let Some(json) = self.structured().map_err(BodyError::Unreadable)? else {
            return Ok(None);
        };
        let found = locate(json, pointer).map_err(unreadable);
        let found = found.map_err(BodyError::Unreadable)?;
        let typed = found.map(misfit::text).transpose();
        typed.map_err(BodyError::Mismatch)
    }

    /// Whether a body that is meant to be JSON or XML can be read as what it is meant to be.
    pub(crate) fn is_readable(&self) -> bool {
        let is_json = |json: &str| serde_json::from_str::<IgnoredAny>(json).is_ok();
        self.structured().is_ok_and(|json| json.is_none_or(is_json))
    }

    /// The media type of a body that is not meant to be JSON, without parameters.
    pub(crate) fn other_media_type(&self) -> Option<&str> {
        let media_type = self.header("content-type").filter(|_| !self.0.json)?;
        media_type.split(';').next().map(str::trim)
    }

    /// The body, if it is meant to be JSON and not empty.
    pub(crate) fn json_body(&self) -> Option<&[u8]> {
        let body = without_mark(&self.0.body);
        (self.0.json && !body.is_empty()).then_some(body)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// As those of [`decode`](Self::decode).
    pub fn json(&self) -> Result<Value, BodyError> {
        self.decode()
    }

    /// The body as a type. Whatever its media type says, it has to be JSON; JSON lines, and XML whose schema the workflow
    /// reads by, are read as the JSON that the workflow sees in them.
    ///
    /// # Errors
    /// It is empty, no JSON, or does not fit.
    pub fn decode<D: DeserializeOwned>(&self) -> Result<D, BodyError> {
        let body = without_mark(&self.0.body).trim_ascii();
        // No lines at all are an empty list.
        if body.is_empty() && self.0.lines.is_none() {
            return Err(BodyError::Empty);
        }
        if let Some(found) = self.decode_structured() {
            return found;
        }
        let named = |reason: String| match self.other_media_type() {
            Some(media_type) => format!("it is `{media_type}` and no JSON: {reason}"),
            None => reason,
        };
        let json = json_text(body).map_err(|reason| BodyError::Unreadable(named(reason)))?;
        decoded(json).map_err(|error| match error {
            BodyError::Unreadable(reason) => BodyError::Unreadable(named(reason)),
            other => other,
        })
    }

    /// The body as a type; `None` if it is empty or not meant to be JSON.
    pub(crate) fn decode_structured<D: DeserializeOwned>(&self) -> Option<Result<D, BodyError>> {
        match self.structured() {
            Ok(json) => json.map(decoded),
            Err(reason) => Some(Err(BodyError::Unreadable(reason))),
        }
    }
}

/// JSON text as a type.
fn decoded<D: DeserializeOwned>(json: &str) -> Result<D, BodyError> {
    let error = match misfit::from_str(json) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // Reading a part of the body may fail before the point where it stops being JSON.
    serde_json::from_str::<IgnoredAny>(json)
        .map_err(|error| BodyError::Unreadable(unreadable(error)))?;
    if error.to_string().starts_with("recursion limit exceeded") {
        return Err(BodyError::Unreadable(unreadable(error)));
    }
    // A member that comes twice is an error to a derived type, and so is the integer `5.0`.
    misfit::again(json).map_err(BodyError::Mismatch)
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("method", &self.0.method)
            .field("status", &self.0.status)
            .field("body_bytes", &self.0.body.len())
            .finish_non_exhaustive()
    }
}

/// JSON is UTF-8 (RFC 8259 section 8.1).
fn json_text(body: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(body).map_err(|_| "it is not UTF-8".to_owned())
}

/// Where a text stops being JSON, which the parser says without quoting it.
fn unreadable(error: serde_json::Error) -> String {
    match error.classify() {
        Category::Data => misfit::describe(&error),
        _ => error.to_string(),
    }
}

/// The bytes without a byte order mark.
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Whether a media type, with or without parameters, is of the JSON family.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let suffix = essence.len().checked_sub("+json".len());
    let suffix = suffix.and_then(|start| essence.get(start..));
    ["application/json", "text/json"]
        .iter()
        .any(|json| essence.eq_ignore_ascii_case(json))
        || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
}

#[cfg(test)]
mod tests;
