//! Which redirects are followed, and what a followed request still carries.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, Uri};
use url::{Origin, Url};

/// How many redirects one attempt follows.
pub(crate) const LIMIT: u32 = 10;

/// A status, or a range of them, that an operation declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusPattern {
    /// One status.
    Exact(u16),
    /// All statuses of this first digit (`3XX`).
    Range(u8),
    /// All statuses (`default`).
    Any,
}

impl StatusPattern {
    pub(crate) fn matches(self, status: u16) -> bool {
        match self {
            Self::Exact(exact) => exact == status,
            Self::Range(digit) => u16::from(digit) == status / 100,
            Self::Any => true,
        }
    }
}

/// A request that can be sent again elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Hop {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What an answer leads to.
#[derive(Debug)]
pub(crate) enum Next {
    /// It is the response.
    Response,
    /// It is the response although it is a redirect, because following it would not be safe.
    Unfollowed(Unfollowed),
    /// Another request.
    Request(Box<Hop>),
}

/// A redirect that was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfollowed {
    /// Scheme, host and port it leads to; its path and query are nobody's business.
    to: String,
    why: &'static str,
}

impl fmt::Display for Unfollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the redirect to `{}` was not followed: {}",
            self.to, self.why
        )
    }
}

/// Which redirects count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy<'a> {
    /// Redirects that are responses, because the operation declares them.
    pub(crate) declared: &'static [StatusPattern],
    /// Other origins that may get bodies.
    pub(crate) trusted: &'a [Origin],
}

impl Hop {
    /// What `response` asks for instead, if it is a redirect to follow.
    pub(crate) fn next(&self, response: &http::Response<Bytes>, policy: Policy<'_>) -> Next {
        let Some(next) = self.redirected(response, policy.declared) else {
            return Next::Response;
        };
        match self.danger(&next, policy.trusted) {
            Some(why) => Next::Unfollowed(Unfollowed {
                to: next.url.origin().ascii_serialization(),
                why,
            }),
            None => Next::Request(Box::new(next)),
        }
    }

    /// Why `next` must not be sent. Any server could name itself as the place to send a body to, and a body may hold a
    /// password.
    fn danger(&self, next: &Self, trusted: &[Origin]) -> Option<&'static str> {
        let origin = next.url.origin();
        if origin == self.url.origin() {
            return None;
        }
        if self.url.scheme() == "https" && next.url.scheme() != "https" {
            return Some("it leads from https to http");
        }
        let harmless = next.method.is_safe() && next.body.is_empty();
        (!harmless && !trusted.contains(&origin)).then_some(
            "another origin gets no body and no request that changes something, unless the client trusts it with \
             `trust_redirects_to`",
        )
    }

    /// The request that `response` asks for, wherever it leads.
    fn redirected(
        &self,
        response: &http::Response<Bytes>,
        declared: &[StatusPattern],
    ) -> Option<Self> {
        let status = response.status().as_u16();
        if !(300..400).contains(&status)
            || status == 304
            || declared.iter().any(|it| it.matches(status))
        {
            return None;
        }
        let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
        let url = target(&self.url, location)?;
        // Not every URL is one that `http` can send something to.
        url.as_str().parse::<Uri>().ok()?;
        let mut next = Self {
            url,
            ..self.clone()
        };
        let to_get = match status {
            303 => self.method != Method::GET && self.method != Method::HEAD,
            301 | 302 => self.method == Method::POST,
            _ => false,
        };
        if to_get {
            next.method = Method::GET;
            next.body = Bytes::new();
            next.headers.remove(CONTENT_TYPE);
            next.headers.remove(CONTENT_ENCODING);
        }
        if next.url.origin() != self.url.origin() {
            next.headers = harmless(&next.headers);
        }
        Some(next)
    }
}

/// The target without fragment, and without the user information by which a server could make us send credentials.
fn target(from: &Url, location: &str) -> Option<Url> {
    let mut url = from.join(location).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(url)
}

/// Any header may hold a key, so another origin gets only those that cannot.
fn harmless(headers: &HeaderMap) -> HeaderMap {
    let keep = [
        ACCEPT,
        ACCEPT_LANGUAGE,
        CONTENT_ENCODING,
        CONTENT_TYPE,
        USER_AGENT,
    ];
    let kept = headers
        .iter()
        .filter(|(name, value)| keep.contains(name) && !value.is_sensitive());
    kept.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post() -> Hop {
        let url = Url::parse("https://a.test/x/y?k=1").expect("a URL");
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("authorization", "Bearer t"),
            ("x-key", "k"),
            ("accept", "a/b"),
            ("content-type", "c/d"),
        ] {
            headers.insert(name, value.parse().expect("a value"));
        }
        Hop {
            method: Method::POST,
            url,
            headers,
            body: Bytes::from_static(b"b"),
        }
    }

    fn answer(status: u16, location: &str) -> http::Response<Bytes> {
        http::Response::builder()
            .status(status)
            .header("location", location)
            .body(Bytes::new())
            .expect("a response")
    }

    fn names(hop: &Hop) -> Vec<&str> {
        hop.headers.keys().map(|name| name.as_str()).collect()
    }

    fn follow(hop: &Hop, answer: &http::Response<Bytes>, trusted: &[Origin]) -> Next {
        let declared = &[];
        hop.next(answer, Policy { declared, trusted })
    }

    fn request(next: Next) -> Hop {
        match next {
            Next::Request(hop) => *hop,
            other => panic!("is not followed: {other:?}"),
        }
    }

    #[test]
    fn the_status_decides_about_method_and_body() {
        for (status, method, body) in [
            (301, "GET", 0),
            (302, "GET", 0),
            (303, "GET", 0),
            (307, "POST", 1),
            (308, "POST", 1),
        ] {
            let next = request(follow(&post(), &answer(status, "../z"), &[]));
            assert_eq!(
                (next.method.as_str(), next.body.len()),
                (method, body),
                "{status}"
            );
            assert_eq!(next.url.as_str(), "https://a.test/z");
            assert!(names(&next).contains(&"authorization"));
        }
    }

    #[test]
    fn declared_statuses_and_other_answers_are_the_response() {
        let is_response = |status, location, declared| {
            let trusted = &[];
            let policy = Policy { declared, trusted };
            matches!(
                post().next(&answer(status, location), policy),
                Next::Response
            )
        };
        assert!(is_response(302, "/z", &[StatusPattern::Exact(302)]));
        assert!(is_response(302, "/z", &[StatusPattern::Range(3)]));
        assert!(!is_response(302, "/z", &[StatusPattern::Exact(301)]));
        assert!(is_response(304, "/z", &[]));
        assert!(is_response(201, "/z", &[]));
        assert!(is_response(302, "file:///etc/passwd", &[]));
    }

    #[test]
    fn another_origin_gets_no_credentials() {
        for location in [
            "https://b.test/",
            "https://a.test:8443/",
            "//user:pw@b.test/",
        ] {
            let next = request(follow(&post(), &answer(303, location), &[]));
            assert_eq!(names(&next), ["accept"], "{location}");
            assert_eq!((next.url.username(), next.url.password()), ("", None));
        }
    }

    #[test]
    fn another_origin_gets_no_body_and_no_request_that_changes_something() {
        let delete = Hop {
            method: Method::DELETE,
            body: Bytes::new(),
            ..post()
        };
        let put = Hop {
            method: Method::PUT,
            ..post()
        };
        let get = Hop {
            method: Method::GET,
            ..post()
        };
        for (hop, status) in [
            (&post(), 307),
            (&post(), 308),
            (&delete, 307),
            (&put, 302),
            (&get, 302),
        ] {
            for location in ["https://b.test/key=k", "https://a.test:8443/", "//b.test/"] {
                let next = follow(hop, &answer(status, location), &[]);
                assert!(matches!(next, Next::Unfollowed(_)), "{status} {next:?}");
            }
        }
        let Next::Unfollowed(told) = follow(&post(), &answer(307, "https://b.test/key=k"), &[])
        else {
            panic!("is followed");
        };
        assert!(
            told.to_string()
                .starts_with("the redirect to `https://b.test` was not followed: another origin")
        );
    }

    #[test]
    fn an_origin_that_is_trusted_gets_the_body_and_still_no_credentials() {
        let trusted = [Url::parse("https://b.test/x").expect("a URL").origin()];
        let next = request(follow(&post(), &answer(307, "https://b.test/"), &trusted));
        assert_eq!(
            (next.body.len(), names(&next).len()),
            (1, 2),
            "{:?}",
            names(&next)
        );
        let other = follow(&post(), &answer(307, "https://c.test/"), &trusted);
        assert!(matches!(other, Next::Unfollowed(_)));
    }

    #[test]
    fn https_never_becomes_http() {
        let trusted = [Url::parse("http://a.test").expect("a URL").origin()];
        for status in [302, 303, 307, 308] {
            let next = follow(&post(), &answer(status, "http://a.test/"), &trusted);
            let Next::Unfollowed(told) = next else {
                panic!("{status} is followed");
            };
            assert!(told.to_string().contains("from https to http"));
        }
    }
}
