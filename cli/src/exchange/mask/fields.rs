//! Parts of messages that are hidden for what they are, whatever they hold.

use arazzo_runtime::http::header::{
    AUTHORIZATION, COOKIE, HeaderName, HeaderValue, LOCATION, PROXY_AUTHORIZATION, SET_COOKIE,
};
use percent_encoding::percent_decode_str;

use super::{MARK, MARK_IN_URL, Mask, text_of};

/// Names of authentication schemes, which may be shown; anything else could be a part of the secret.
const SCHEMES: [&str; 12] = [
    "basic",
    "bearer",
    "digest",
    "dpop",
    "negotiate",
    "ntlm",
    "oauth",
    "token",
    "apikey",
    "hoba",
    "privatetoken",
    "aws4-hmac-sha256",
];

impl Mask {
    /// A URL without its secrets, which still is one.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let masked = text_of(self.replaced(url.as_bytes(), MARK_IN_URL));
        let Some((before, query)) = masked.split_once('?') else {
            return masked;
        };
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.hides_query(name) => format!("{name}={MARK_IN_URL}"),
            _ => pair.to_owned(),
        });
        format!("{before}?{}", pairs.collect::<Vec<_>>().join("&"))
    }

    fn hides_query(&self, name: &str) -> bool {
        let name = name.replace('+', " ");
        let name = percent_decode_str(&name).decode_utf8_lossy();
        self.read().query.contains(name.as_ref())
    }

    /// The value of a header without what is secret in it: of credentials the name of their scheme is left, of cookies
    /// their names and attributes.
    #[must_use]
    pub fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        let text = || text_of(self.bytes(value.as_bytes()));
        if *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION {
            return credential(value);
        }
        if *name == COOKIE {
            return text().split(';').map(cookie).collect::<Vec<_>>().join("; ");
        }
        if *name == SET_COOKIE {
            return set_cookie(&text());
        }
        if value.is_sensitive() || self.read().headers.contains(name.as_str()) {
            return MARK.to_owned();
        }
        if *name == LOCATION {
            return self.url(&String::from_utf8_lossy(value.as_bytes()));
        }
        text()
    }
}

fn credential(value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let scheme = text.split_once(' ').map(|(scheme, _)| scheme);
    match scheme.filter(|it| SCHEMES.contains(&it.to_ascii_lowercase().as_str())) {
        Some(scheme) => format!("{scheme} {MARK}"),
        None => MARK.to_owned(),
    }
}

fn cookie(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, _)) => format!("{}={MARK}", name.trim()),
        None => MARK.to_owned(),
    }
}

fn set_cookie(text: &str) -> String {
    match text.split_once(';') {
        Some((pair, attributes)) => format!("{};{attributes}", cookie(pair)),
        None => cookie(text),
    }
}
