//! Where a request differs from a recorded one.

use std::collections::{BTreeMap, BTreeSet};

use arazzo_runtime::http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use url::Url;

use super::super::har;
use super::super::mask::MARK;
use super::body;
use super::wildcard::{alike, is_hidden};

/// A place of a request and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unlike {
    /// `query parameter `limit``
    pub(super) place: String,
    pub(super) recorded: Option<String>,
    pub(super) now: Option<String>,
}

impl Unlike {
    pub(super) fn new(place: impl Into<String>, recorded: Option<&str>, now: Option<&str>) -> Self {
        Self {
            place: place.into(),
            recorded: recorded.map(str::to_owned),
            now: now.map(str::to_owned),
        }
    }
}

/// The header that tells a server which requests are one and the same.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The first difference, if there is one. `ours`: the recording is one of this crate, so that a header is missing if only
/// the recording has it; browsers add some.
///
/// Both requests are without their secrets: one of now that is spread over several parameters is told by none of them.
pub(super) fn compare(recorded: &har::Request, now: &har::Request, ours: bool) -> Option<Unlike> {
    if recorded.method != now.method {
        return Some(Unlike::new(
            "the method",
            Some(&recorded.method),
            Some(&now.method),
        ));
    }
    url(&recorded.url, &now.url)
        .or_else(|| headers(recorded, now, ours))
        .or_else(|| body::compare(recorded, now))
}

/// Requests for access tokens are compared by where they go.
pub(super) fn compare_token(recorded: &har::Request, now: &har::Request) -> Option<Unlike> {
    url(&recorded.url, &now.url)
}

fn url(recorded: &str, now: &str) -> Option<Unlike> {
    let (Ok(then), Ok(url)) = (Url::parse(recorded), Url::parse(now)) else {
        let same = recorded == now;
        return (!same).then(|| Unlike::new("the URL", Some(recorded), Some(now)));
    };
    let origin = |url: &Url| url.origin().ascii_serialization();
    if origin(&then) != origin(&url) {
        let (then, now) = (origin(&then), origin(&url));
        return Some(Unlike::new("the server", Some(&then), Some(&now)));
    }
    let (mut old, mut new) = (then.path().split('/'), url.path().split('/'));
    let same_path = loop {
        match (old.next(), new.next()) {
            (None, None) => break true,
            (Some(old), Some(new)) if alike(&decoded(old), &decoded(new)) => {}
            _ => break false,
        }
    };
    if !same_path {
        return Some(Unlike::new("the path", Some(then.path()), Some(url.path())));
    }
    let query = |url: &Url| decoded(url.query().unwrap_or_default());
    if alike(&query(&then), &query(&url)) {
        return None;
    }
    let pairs = |url: &Url| -> Vec<(String, String)> { url.query_pairs().into_owned().collect() };
    fields("query parameter", &pairs(&then), &pairs(&url))
}

fn decoded(segment: &str) -> Vec<u8> {
    percent_decode_str(segment).collect()
}

/// The pairs of a query or a form, in order.
pub(super) fn fields(
    what: &str,
    recorded: &[(String, String)],
    now: &[(String, String)],
) -> Option<Unlike> {
    let mut rest = now.iter().peekable();
    for (name, value) in recorded {
        let given = rest.next_if(|(it, _)| alike(name.as_bytes(), it.as_bytes()));
        match given {
            Some((_, given)) if alike(value.as_bytes(), given.as_bytes()) => {}
            // A credential that is not configured this time.
            None if value == MARK => {}
            found => {
                let place = format!("{what} `{name}`");
                let found = found.map(|(_, value)| value.as_str());
                return Some(Unlike::new(place, Some(value), found));
            }
        }
    }
    let (name, value) = rest.next()?;
    Some(Unlike::new(format!("{what} `{name}`"), None, Some(value)))
}

fn headers(recorded: &har::Request, now: &har::Request, ours: bool) -> Option<Unlike> {
    let (then, sent) = (joined(&recorded.headers), joined(&now.headers));
    let names = BTreeSet::from_iter(then.keys().chain(sent.keys()));
    names.into_iter().find_map(|name| {
        let (old, new) = (then.get(name), sent.get(name));
        let same = match (old, new) {
            (Some(old), Some(new)) if name == CONTENT_TYPE.as_str() => alike(
                body::without_boundary(old).as_bytes(),
                body::without_boundary(new).as_bytes(),
            ),
            // Made of the run's id, and every run has its own.
            (Some(old), Some(new)) if is_made_key(name, old) && is_made_key(name, new) => true,
            (Some(old), Some(new)) => alike(old.as_bytes(), new.as_bytes()),
            // A credential that is not configured this time.
            (Some(old), None) => !ours || is_hidden(old),
            _ => false,
        };
        let place = || format!("header `{name}`");
        let (old, new) = (old.map(String::as_str), new.map(String::as_str));
        (!same).then(|| Unlike::new(place(), old, new))
    })
}

/// Whether a header is an idempotency key that the runtime made: a UUID of version 5.
fn is_made_key(name: &str, value: &str) -> bool {
    name == IDEMPOTENCY_KEY && value.len() == 36 && value.as_bytes().get(14) == Some(&b'5')
}

/// Headers by name, several values of one in one text.
fn joined(headers: &[har::Pair]) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for header in headers {
        let all = joined.entry(header.name.to_ascii_lowercase()).or_default();
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(&header.value);
    }
    joined
}
