//! What a request is made of until it is sent.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{
    ACCEPT, CONTENT_TYPE, COOKIE, Entry, HeaderMap, HeaderValue, InvalidHeaderValue,
};
use serde_json::Value;

use crate::api::{Api, Server};
use crate::idempotency;
use crate::path::{self, Filled};
use crate::position::Position;
use crate::problem::Problem;
use crate::redirect::StatusPattern;
use crate::requirements::Requirements;
use crate::scheme::Places;
use crate::secret::REDACTED;

/// The parts, and the first thing that went wrong with them.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) method: Method,
    pub(crate) api: &'static Api,
    pub(crate) servers: Option<&'static [Server]>,
    pub(crate) template: &'static str,
    /// The template without its own query.
    pub(crate) path_template: &'static str,
    /// Whether the template is no more than a path, whose parameters are one segment each.
    pub(crate) plain: bool,
    pub(crate) path: Vec<Filled>,
    /// The pairs of the template that no parameter replaces.
    pub(crate) own_query: Vec<&'static str>,
    pub(crate) query: String,
    /// The query as it may be shown, where that is another.
    pub(crate) shown_query: Option<String>,
    pub(crate) query_names: Vec<&'static str>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Vec<(String, String)>,
    /// Whether a cookie must not be shown.
    pub(crate) secret_cookie: bool,
    pub(crate) accept: Option<&'static str>,
    pub(crate) security: Requirements,
    pub(crate) body: Option<Body>,
    /// The body as JSON, where `$request.body` is read later.
    pub(crate) kept_body: Option<Value>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) redirects: &'static [StatusPattern],
    pub(crate) xml: Option<crate::xml::ByStatus>,
    /// Whether JSON lines are read as a list.
    pub(crate) lines: bool,
    /// Whether it has a key by which the server knows it again.
    pub(crate) idempotency: bool,
    pub(crate) problem: Option<Problem>,
}

#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) content_type: HeaderValue,
    pub(crate) content: Bytes,
}

impl Draft {
    pub(crate) fn new(method: Method, api: &'static Api, template: &'static str) -> Self {
        let plain = path::is_plain(template);
        let (path_template, own_query) = match plain {
            true => (template, ""),
            false => path::split(template),
        };
        Self {
            method,
            api,
            servers: None,
            template,
            path_template,
            plain,
            path: Vec::new(),
            own_query: path::own_query(own_query),
            query: String::new(),
            shown_query: None,
            query_names: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            secret_cookie: false,
            accept: None,
            security: Requirements::default(),
            body: None,
            kept_body: None,
            timeout: None,
            redirects: &[],
            xml: None,
            lines: false,
            idempotency: false,
            problem: None,
        }
    }

    /// Marks what a secret has just become, as a parameter called `name`, as nothing to show; `before` is how long the
    /// query was until then.
    pub(crate) fn hide(&mut self, place: &str, name: &str, before: usize) {
        match place {
            "path" => {
                if let Some(filled) = self.path.last_mut() {
                    filled.secret = true;
                }
            }
            "header" => {
                for (own, value) in self.headers.iter_mut() {
                    if own.as_str().eq_ignore_ascii_case(name) {
                        value.set_sensitive(true);
                    }
                }
            }
            "cookie" => self.secret_cookie = true,
            _ => {
                if self.shown_query.is_none() {
                    self.shown_query = self.query.get(..before).map(str::to_owned);
                }
            }
        }
    }

    /// Shows what came to the query since it was `before` long, if another one is shown: of a secret only the names, and
    /// where it is all of a query not even those, since they may be parts of it.
    pub(crate) fn show(&mut self, place: &str, before: usize, secret: bool) {
        let (Some(shown), Some(added)) = (&mut self.shown_query, self.query.get(before..)) else {
            return;
        };
        if secret && place == "querystring" {
            if !shown.is_empty() {
                shown.push('&');
            }
            shown.push_str(REDACTED);
            return;
        }
        for pair in added.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                _ if !secret => {
                    if !shown.is_empty() {
                        shown.push('&');
                    }
                    shown.push_str(pair);
                }
                Some((name, _)) => push_pair(shown, name, REDACTED),
                None => push_pair(shown, "", REDACTED),
            }
        }
    }

    pub(crate) fn fail(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }

    /// The headers, complete but for credentials; `defaults` are for names that the document does not set.
    pub(crate) fn take_headers(&mut self, defaults: &HeaderMap, position: &Position) -> HeaderMap {
        let mut headers = std::mem::take(&mut self.headers);
        for (name, value) in defaults {
            if let Entry::Vacant(place) = headers.entry(name) {
                place.insert(value.clone());
            }
        }
        if self.idempotency
            && let Entry::Vacant(place) = headers.entry(idempotency::HEADER)
            && let Ok(key) = HeaderValue::try_from(idempotency::key(position))
        {
            place.insert(key);
        }
        if let Entry::Vacant(accept) = headers.entry(ACCEPT) {
            let given = self.accept.and_then(|accept| header_value(accept).ok());
            accept.insert(given.unwrap_or_else(|| HeaderValue::from_static("*/*")));
        }
        if let Some(body) = &self.body {
            headers.insert(CONTENT_TYPE, body.content_type.clone());
        }
        headers
    }
}

/// Values stay out of it: which of them are secret is told only once they are sent.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("method", &self.method)
            .field("template", &self.template)
            .finish_non_exhaustive()
    }
}

impl Places for Draft {
    fn has_header(&self, name: &str) -> bool {
        !self.headers.is_empty() && self.headers.contains_key(name)
    }

    fn has_query(&self, name: &str) -> bool {
        self.query_names.contains(&name)
    }

    fn has_cookie(&self, name: &str) -> bool {
        let given = self.headers.get_all(COOKIE).iter();
        let mut pairs = given
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'));
        self.cookies.iter().any(|(cookie, _)| cookie == name)
            || pairs.any(|pair| pair.split('=').next().map(str::trim) == Some(name))
    }
}

/// A header value of text that lives for ever, which need not be copied.
pub(crate) fn header_value(text: &'static str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
}

/// Appends a pair to a query.
pub(crate) fn push_pair(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.push_str(value);
}
