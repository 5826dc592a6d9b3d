//! Which redirects are followed, and what a followed request still carries.

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, Uri};
use url::Url;

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

impl Hop {
    /// The request that `response` asks for instead, if it is a redirect to follow.
    pub(crate) fn next(
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

    #[test]
    fn the_status_decides_about_method_and_body() {
        for (status, method, body) in [
            (301, "GET", 0),
            (302, "GET", 0),
            (303, "GET", 0),
            (307, "POST", 1),
            (308, "POST", 1),
        ] {
            let next = post()
                .next(&answer(status, "../z"), &[])
                .expect("is followed");
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
        assert!(
            post()
                .next(&answer(302, "/z"), &[StatusPattern::Exact(302)])
                .is_none()
        );
        assert!(
            post()
                .next(&answer(302, "/z"), &[StatusPattern::Range(3)])
                .is_none()
        );
        assert!(
            post()
                .next(&answer(302, "/z"), &[StatusPattern::Exact(301)])
                .is_some()
        );
        assert!(post().next(&answer(304, "/z"), &[]).is_none());
        assert!(post().next(&answer(201, "/z"), &[]).is_none());
        assert!(
            post()
                .next(&answer(302, "file:///etc/passwd"), &[])
                .is_none()
        );
    }

    #[test]
    fn another_origin_gets_no_credentials() {
        for location in [
            "https://b.test/",
            "http://a.test/",
            "https://a.test:8443/",
            "//user:pw@b.test/",
        ] {
            let next = post()
                .next(&answer(307, location), &[])
                .expect("is followed");
            let mut names = names(&next);
            names.sort_unstable();
            assert_eq!(names, ["accept", "content-type"], "{location}");
            assert_eq!((next.url.username(), next.url.password()), ("", None));
        }
    }
}
