//! What was sent, and asserts about it.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use super::failed;
use crate::position::Position;
use crate::transport::TokenRequest;

/// A request that was sent. What the asserts do not cover is in the [`http::Request`] that it derefs to.
#[derive(Clone, Debug)]
pub struct SentRequest(pub(super) http::Request<Bytes>);

impl SentRequest {
    /// The method is this one.
    ///
    /// # Panics
    /// It is another.
    #[track_caller]
    pub fn assert_method(&self, method: &str) -> &Self {
        self.check(self.method() == method, &format!("the method {method}"))
    }

    /// The path of the URL, that of the server included, is this one.
    ///
    /// # Panics
    /// It is another.
    #[track_caller]
    pub fn assert_path(&self, path: &str) -> &Self {
        self.check(self.uri().path() == path, &format!("the path `{path}`"))
    }

    /// The query has this name with this value, perhaps among others. Both are as they were before they were encoded.
    ///
    /// # Panics
    /// It has not.
    #[track_caller]
    pub fn assert_query(&self, name: &str, value: &str) -> &Self {
        let query = self.uri().query().unwrap_or_default();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let holds = pairs.any(|pair| pair == (name.into(), value.into()));
        self.check(holds, &format!("`{name}` = `{value}` in the query"))
    }

    /// There is this header with this value, perhaps among others of its name.
    ///
    /// # Panics
    /// There is not.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        let mut values = self.headers().get_all(name).iter();
        let holds = values.any(|it| it.as_bytes() == value.as_bytes());
        if holds {
            return self;
        }
        let hidden = self.headers().get_all(name).iter();
        let hidden: Vec<String> = hidden
            .filter(|it| it.is_sensitive())
            .map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned())
            .collect();
        let shown = match hidden.is_empty() {
            true => String::new(),
            false => format!(" (it has `{}`)", hidden.join("`, `")),
        };
        self.check(false, &format!("the header `{name}: {value}`{shown}"))
    }

    /// The body is this JSON, whatever the order of its members.
    ///
    /// # Panics
    /// It is not.
    #[track_caller]
    pub fn assert_json(&self, json: Value) -> &Self {
        let body: Option<Value> = serde_json::from_slice(self.body()).ok();
        self.check(body.as_ref() == Some(&json), &format!("the JSON `{json}`"))
    }

    /// The body is this text.
    ///
    /// # Panics
    /// It is not.
    #[track_caller]
    pub fn assert_text(&self, text: &str) -> &Self {
        self.check(
            &self.body()[..] == text.as_bytes(),
            &format!("the text `{text}`"),
        )
    }

    #[track_caller]
    fn check(&self, holds: bool, what: &str) -> &Self {
        if holds {
            return self;
        }
        failed(&format!(
            "{} was not sent with {what}, but as\n\n{self}\n",
            self.origin()
        ))
    }

    /// Which step sent it.
    pub(super) fn origin(&self) -> String {
        let token = match self.is_token_request() {
            true => "a request for a token by ",
            false => "",
        };
        match self.position() {
            Some(Position { step, workflow, .. }) => {
                format!("{token}step `{step}` of workflow `{workflow}`")
            }
            None => "a request without a step".to_owned(),
        }
    }

    pub(super) fn position(&self) -> Option<&Position> {
        self.extensions().get()
    }

    pub(super) fn is_token_request(&self) -> bool {
        self.extensions().get::<TokenRequest>().is_some()
    }
}

impl Deref for SentRequest {
    type Target = http::Request<Bytes>;

    fn deref(&self) -> &http::Request<Bytes> {
        &self.0
    }
}

/// As it was sent, without the values of headers that are credentials.
impl fmt::Display for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.uri())?;
        for (name, value) in self.headers() {
            let shown = match value.is_sensitive() {
                true => "[redacted]".into(),
                false => String::from_utf8_lossy(value.as_bytes()),
            };
            write!(f, "\n{name}: {shown}")?;
        }
        match self.body().is_empty() {
            true => Ok(()),
            false => write!(f, "\n\n{}", String::from_utf8_lossy(self.body())),
        }
    }
}
