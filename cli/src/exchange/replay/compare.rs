//! Where a request differs from a recorded one.

use std::collections::{BTreeMap, BTreeSet};

use arazzo_runtime::http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use url::Url;

use super::super::har;
use super::body;
use super::unlike::{Unlike, fields};
use super::wildcard::{alike, is_hidden};

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
