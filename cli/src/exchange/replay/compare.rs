//! Where a request differs from a recorded one.

use std::collections::BTreeMap;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::CONTENT_TYPE;
use percent_encoding::percent_decode_str;
use url::Url;

use super::super::har;
use super::super::mask::{MARK, Mask};
use super::body;
use super::wildcard::{fits, is_hidden};

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

/// The first difference, if there is one. `ours`: the recording is one of this crate, so that a header is missing if only
/// the recording has it; browsers add some.
pub(super) fn compare(
    recorded: &har::Request,
    now: &arazzo_runtime::http::Request<Bytes>,
    ours: bool,
    mask: &Mask,
) -> Option<Unlike> {
    let method = now.method().as_str();
    if recorded.method != method {
        return Some(Unlike::new(
            "the method",
            Some(&recorded.method),
            Some(method),
        ));
    }
    url(&recorded.url, &now.uri().to_string())
        .or_else(|| headers(recorded, now, ours, mask))
        .or_else(|| body::compare(recorded, now))
}

/// Requests for access tokens are compared by where they go.
pub(super) fn compare_token(
    recorded: &har::Request,
    now: &arazzo_runtime::http::Request<Bytes>,
) -> Option<Unlike> {
    url(&recorded.url, &now.uri().to_string())
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
            (Some(old), Some(new)) if fits(&decoded(old), &decoded(new)) => {}
            _ => break false,
        }
    };
    if !same_path {
        return Some(Unlike::new("the path", Some(then.path()), Some(url.path())));
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
        let given = rest.next_if(|(it, _)| fits(name.as_bytes(), it.as_bytes()));
        match given {
            Some((_, given)) if fits(value.as_bytes(), given.as_bytes()) => {}
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

fn headers(
    recorded: &har::Request,
    now: &arazzo_runtime::http::Request<Bytes>,
    ours: bool,
    mask: &Mask,
) -> Option<Unlike> {
    let mut then: BTreeMap<String, String> = BTreeMap::new();
    for header in &recorded.headers {
        add(&mut then, header.name.to_ascii_lowercase(), &header.value);
    }
    let mut sent: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in now.headers() {
        add(
            &mut sent,
            name.to_string(),
            &String::from_utf8_lossy(value.as_bytes()),
        );
    }
    let names = then.keys().chain(sent.keys());
    let mut names: Vec<&String> = names.collect();
    names.sort();
    names.dedup();
    names.into_iter().find_map(|name| {
        let (old, new) = (then.get(name), sent.get(name));
        let same = match (old, new) {
            (Some(old), Some(new)) if name == CONTENT_TYPE.as_str() => fits(
                body::without_boundary(old).as_bytes(),
                body::without_boundary(new).as_bytes(),
            ),
            (Some(old), Some(new)) => fits(old.as_bytes(), new.as_bytes()),
            // A credential that is not configured this time.
            (Some(old), None) => !ours || is_hidden(old),
            _ => false,
        };
        (!same).then(|| {
            let sent = now.headers().iter().filter(|(it, _)| it.as_str() == name);
            let shown: Vec<String> = sent.map(|(name, value)| mask.header(name, value)).collect();
            let new = new.map(|_| shown.join(", "));
            let place = format!("header `{name}`");
            Unlike::new(place, old.map(String::as_str), new.as_deref())
        })
    })
}

fn add(headers: &mut BTreeMap<String, String>, name: String, value: &str) {
    let all = headers.entry(name).or_default();
    if !all.is_empty() {
        all.push_str(", ");
    }
    all.push_str(value);
}
