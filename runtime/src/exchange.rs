//! One attempt on the wire: the request, the redirects it leads to, and the time both may take.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{COOKIE, HeaderMap, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::client::Client;
use crate::draft::{Draft, push_pair};
use crate::oauth::Bearer;
use crate::path;
use crate::percent::{Keep, encode};
use crate::position::Position;
use crate::problem::Problem;
use crate::redirect::{Hop, LIMIT, Next, Policy, StatusPattern, Unfollowed};
use crate::scheme::Applied;
use crate::security::Chosen;
use crate::transport::{Operation, Outgoing, Timeout, Transport, TransportError};

/// A request that is ready to go.
pub(crate) struct Prepared {
    pub(crate) hop: Hop,
    /// The URL without what is secret in it, if there is something.
    pub(crate) shown: Option<String>,
    /// The media types that the operation declares.
    pub(crate) accept: Option<&'static str>,
    pub(crate) redirects: &'static [StatusPattern],
    pub(crate) xml: Option<crate::xml::ByStatus>,
    pub(crate) lines: bool,
    /// The body as JSON, where `$request.body` is read later.
    pub(crate) kept_body: Option<Value>,
    /// The token among its headers that the client fetched itself.
    pub(crate) bearer: Option<Bearer>,
    /// Schemes without a credential, if it goes out without any.
    pub(crate) unconfigured: Vec<&'static str>,
}

impl Prepared {
    /// The URL as it may be shown.
    pub(crate) fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(self.hop.url.as_str())
    }
}

/// Puts the parts together.
pub(crate) fn prepare(
    mut request: Box<Draft>,
    base: &Url,
    chosen: Chosen,
    defaults: &HeaderMap,
    position: &Position,
) -> Result<Box<Prepared>, Problem> {
    let path = path::expand(base.path(), request.path_template, &request.path)?;
    let query = std::mem::take(&mut request.query);
    let mut shown = shown(&mut request, base, &query)?;
    let query = path::with_own_query(&request.own_query, &request.path, query);
    let mut headers = request.take_headers(defaults, position);
    let mut cookies = std::mem::take(&mut request.cookies);
    let (mut secret_query, mut secret_cookie) = (String::new(), request.secret_cookie);
    for applied in chosen.applied {
        match applied {
            Applied::Header(name, value) => {
                headers.insert(name, value);
            }
            Applied::Query(name, value) => {
                push_pair(
                    &mut secret_query,
                    &encode(name, Keep::Unreserved),
                    &encode(&value, Keep::Unreserved),
                );
            }
            Applied::Cookie(name, value) => {
                secret_cookie = true;
                cookies.push((name.to_owned(), value));
            }
        }
    }
    if !cookies.is_empty() {
        let pairs: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let given = headers
            .get(COOKIE)
            .inspect(|value| secret_cookie |= value.is_sensitive())
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let all = given
            .into_iter()
            .chain(pairs)
            .collect::<Vec<_>>()
            .join("; ");
        let mut value = HeaderValue::from_str(&all)
            .map_err(|_| Problem::encode("a cookie has a name that no header can carry"))?;
        value.set_sensitive(secret_cookie);
        headers.insert(COOKIE, value);
    }
    let mut url = url(base, &path, &query)?;
    if !secret_query.is_empty() {
        shown.get_or_insert_with(|| url.as_str().to_owned());
        let query = match url.query() {
            Some(query) if !query.is_empty() => [query, "&", &secret_query].concat(),
            _ => secret_query,
        };
        set_query(&mut url, &query)?;
    }
    // Boxed, as it is handed on several times, and is in every request's future meanwhile.
    Ok(Box::new(Prepared {
        hop: Hop {
            method: request.method,
            url,
            headers,
            body: request.body.map(|body| body.content).unwrap_or_default(),
        },
        shown,
        accept: request.accept,
        redirects: request.redirects,
        xml: request.xml,
        lines: request.lines,
        kept_body: request.kept_body,
        bearer: chosen.bearer,
        unconfigured: chosen.unconfigured,
    }))
}

/// The URL as it may be shown, if a secret is in its path or query.
fn shown(request: &mut Draft, base: &Url, query: &str) -> Result<Option<String>, Problem> {
    let query_shown = request.shown_query.take();
    if query_shown.is_none() && !request.path.iter().any(|filled| filled.secret) {
        return Ok(None);
    }
    let values: Vec<_> = request.path.iter().map(path::Filled::shown).collect();
    let path = path::expand(base.path(), request.path_template, &values)?;
    let query = query_shown.unwrap_or_else(|| query.to_owned());
    let query = path::with_own_query(&request.own_query, &values, query);
    Ok(Some(url(base, &path, &query)?.into()))
}

/// What `http` takes for a URL is shorter than this, so the parts of one cannot be longer.
const URL_LIMIT: usize = u16::MAX as usize;

/// The path is parsed once more, and not what is before it, which the client knows already.
fn url(base: &Url, path: &str, query: &str) -> Result<Url, Problem> {
    if path.len() >= URL_LIMIT {
        return Err(too_long());
    }
    let mut url = base.clone();
    url.set_path(path);
    if url.as_str().len() >= URL_LIMIT {
        return Err(too_long());
    }
    if !query.is_empty() {
        set_query(&mut url, query)?;
    }
    Ok(url)
}

fn set_query(url: &mut Url, query: &str) -> Result<(), Problem> {
    if query.len() < URL_LIMIT {
        url.set_query(Some(query));
    }
    if query.len() >= URL_LIMIT || url.as_str().len() >= URL_LIMIT {
        return Err(too_long());
    }
    Ok(())
}

fn too_long() -> Problem {
    Problem::encode("the request has an invalid URL: it is too long")
}

/// How a request is sent.
pub(crate) struct Wire<'a, T> {
    pub(crate) client: &'a Client<T>,
    pub(crate) policy: Policy<'a>,
    pub(crate) operation: &'a Operation,
    pub(crate) position: &'a Position,
    /// The largest response body.
    pub(crate) limit: usize,
    pub(crate) timeout: &'a Timeout,
}

impl<T> Clone for Wire<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Wire<'_, T> {}

/// What came back.
pub(crate) struct Answer {
    pub(crate) response: http::Response<Bytes>,
    pub(crate) redirected: bool,
    /// The redirect that the response is, if it was not safe to follow.
    pub(crate) unfollowed: Option<Unfollowed>,
}

/// Sends the request and follows redirects.
pub(crate) async fn exchange<T: Transport>(
    wire: Wire<'_, T>,
    first: &Hop,
) -> Result<Answer, TransportError> {
    let mut redirect: Option<(Hop, Position)> = None;
    for followed in 1..=LIMIT.saturating_add(1) {
        let (hop, position) = match &redirect {
            Some((hop, position)) => (hop, position),
            None => (first, wire.position),
        };
        let response = once(Wire { position, ..wire }, hop).await?;
        let unfollowed = match hop.next(&response, wire.policy) {
            Next::Request(next) => {
                redirect = Some((*next, wire.position.at(followed)));
                continue;
            }
            Next::Response => None,
            Next::Unfollowed(unfollowed) => Some(unfollowed),
        };
        return Ok(Answer {
            response,
            redirected: redirect.is_some(),
            unfollowed,
        });
    }
    Err(too_many_redirects())
}

pub(crate) fn too_many_redirects() -> TransportError {
    TransportError::new(format!("more than {LIMIT} redirects"))
}

/// Sends the request, and follows nothing.
pub(crate) fn once<'a, T: Transport>(
    wire: Wire<'a, T>,
    hop: &'a Hop,
) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + use<'a, T> {
    let outgoing = Outgoing {
        method: &hop.method,
        url: &hop.url,
        headers: Cow::Borrowed(&hop.headers),
        body: &hop.body,
        position: wire.position,
        limit: wire.limit,
        operation: Some(wire.operation),
        timeout: Some(wire.timeout),
    };
    wire.client.dispatch(outgoing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_what_its_parts_together_parse_to() {
        for base in [
            "http://h.test",
            "https://H.test:443/a/b%20c",
            "http://[::1]:80/x/",
        ] {
            let base = Url::parse(base).expect("a URL");
            let before = base.as_str().trim_end_matches('/');
            for path in ["/", "/x/", "//x", "/a%2Fb/\u{fc} c/;k=1", "/a|b{", "/x\\y"] {
                for query in ["", "a=1", "q=%20'\u{fc}\"<`&b"] {
                    let separator = if query.is_empty() { "" } else { "?" };
                    let text = format!("{before}{path}{separator}{query}");
                    let full = format!("{}{path}", base.path().trim_end_matches('/'));
                    let url = url(&base, &full, query).map_err(|problem| problem.message);
                    assert_eq!(url, Ok(Url::parse(&text).expect("a URL")));
                }
            }
        }
    }

    #[test]
    fn a_url_that_cannot_be_sent_is_refused_wherever_it_is_too_long() {
        let base = Url::parse("http://h.test/").expect("a URL");
        let long = |unit: &str, count: usize| format!("/{}", unit.repeat(count));
        for (path, query) in [
            (long("a", 70_000), String::new()),
            (long("\u{fc}", 20_000), String::new()),
            ("/".to_owned(), long("a", 70_000)),
            (long("a", 40_000), long("b", 40_000)),
        ] {
            assert_eq!(
                url(&base, &path, &query).map_err(|problem| problem.kind),
                Err(crate::error::Kind::Encode)
            );
        }
        let url = url(&base, &long("a", 60_000), "q").map(String::from);
        let uri = url.map(|url| url.parse::<http::Uri>().is_ok());
        assert_eq!(uri.ok(), Some(true));
    }
}
