//! One attempt on the wire: the request, the redirects it leads to, and the time both may take.

use std::future::Future;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http::Uri;
use http::header::{COOKIE, HeaderValue};
use url::Url;

use crate::error::Kind;
use crate::oauth::Bearer;
use crate::path;
use crate::percent::{Keep, encode};
use crate::problem::Problem;
use crate::redirect::{Hop, LIMIT, StatusPattern};
use crate::request::{Request, push_pair};
use crate::scheme::Applied;
use crate::security::Chosen;
use crate::transport::{Attempt, ResponseLimit, Transport, TransportError};

/// A request that is ready to go.
pub(crate) struct Prepared {
    pub(crate) hop: Hop,
    /// The URL without a credential in its query.
    pub(crate) shown: String,
    pub(crate) accepts_json: bool,
    pub(crate) redirects: &'static [StatusPattern],
    /// The token among its headers that the client fetched itself.
    pub(crate) bearer: Option<Bearer>,
}

/// Puts the parts together.
pub(crate) fn prepare(
    mut request: Request,
    base: &str,
    chosen: Chosen,
) -> Result<Prepared, Problem> {
    let path = path::expand(request.template, &request.path)?;
    let accepted = request.accepted();
    let mut headers = request.take_headers();
    let mut cookies = std::mem::take(&mut request.cookies);
    let (mut secret_query, mut secret_cookie) = (String::new(), false);
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
                cookies.push((name.to_owned(), encode(&value, Keep::Unreserved)));
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
    let shown = url(base, &path, &request.query)?;
    let mut url = shown.clone();
    if !secret_query.is_empty() {
        let query = shown.query().filter(|query| !query.is_empty());
        let query = query.map_or_else(
            || secret_query.clone(),
            |all| format!("{all}&{secret_query}"),
        );
        url.set_query(Some(&query));
    }
    let uri: Uri = url
        .as_str()
        .parse()
        .map_err(|_| invalid("the request has an invalid URL"))?;
    let accepts_json = accepted
        .to_str()
        .is_ok_and(|accept| accept.split(',').any(crate::response::is_json));
    Ok(Prepared {
        hop: Hop {
            method: request.method,
            url,
            uri,
            headers,
            body: request.body.map(|body| body.content).unwrap_or_default(),
        },
        shown: shown.into(),
        accepts_json,
        redirects: request.redirects,
        bearer: chosen.bearer,
    })
}

fn url(base: &str, path: &str, query: &str) -> Result<Url, Problem> {
    let separator = if query.is_empty() { "" } else { "?" };
    let url = [base, path, separator, query].concat();
    Url::parse(&url).map_err(|error| invalid(&format!("the request has an invalid URL: {error}")))
}

fn invalid(message: &str) -> Problem {
    Problem::new(Kind::Encode, message)
}

/// How a request is sent.
pub(crate) struct Wire<'a, T> {
    pub(crate) transport: &'a T,
    /// The redirects that are responses.
    pub(crate) declared: &'static [StatusPattern],
    pub(crate) attempt: Attempt,
    /// The largest response body.
    pub(crate) limit: usize,
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
}

/// Sends the request and follows redirects.
pub(crate) async fn exchange<T: Transport>(
    wire: Wire<'_, T>,
    mut hop: Hop,
) -> Result<Answer, TransportError> {
    let limit = wire.limit;
    for followed in 0..=LIMIT {
        let mut request = http::Request::new(hop.body.clone());
        *request.method_mut() = hop.method.clone();
        *request.uri_mut() = hop.uri.clone();
        *request.headers_mut() = hop.headers.clone();
        request.extensions_mut().insert(wire.attempt);
        request.extensions_mut().insert(ResponseLimit(limit));
        let response = wire.transport.send(request).await?;
        if response.body().len() > limit {
            return Err(TransportError::too_large(limit));
        }
        match hop.next(&response, wire.declared) {
            Some(next) => hop = next,
            None => {
                let redirected = followed > 0;
                return Ok(Answer {
                    response,
                    redirected,
                });
            }
        }
    }
    Err(TransportError::new(format!("more than {LIMIT} redirects")))
}

/// The result of `work`, unless `deadline` completes before it.
pub(crate) async fn race<W: Future, D: Future<Output = ()>>(
    work: W,
    deadline: D,
) -> Option<W::Output> {
    let (mut work, mut deadline) = (pin!(work), pin!(deadline));
    std::future::poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        deadline.as_mut().poll(context).map(|()| None)
    })
    .await
}
