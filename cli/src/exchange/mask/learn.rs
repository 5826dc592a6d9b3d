//! Secrets that turn up on the way: tokens that were fetched, sessions that were opened.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderValue, PROXY_AUTHORIZATION, SET_COOKIE};
use serde_json::Value;

use super::Mask;

/// What is shorter is hardly a secret: cookies hold languages and flags as well.
const LEAST: usize = 8;

/// Members of answers that are secrets by their definition (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3;
/// RFC 7591, section 3.2.1).
const TOKENS: [&str; 4] = ["access_token", "refresh_token", "id_token", "client_secret"];

impl Mask {
    /// Hides from now on what a request carries as credentials.
    pub fn learn_request(&self, request: &http::Request<Bytes>) {
        for (name, value) in request.headers() {
            let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
                continue;
            };
            if *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION {
                self.learn_credential(text);
            } else if *name == COOKIE {
                let values = text.split(';').filter_map(|pair| pair.split_once('='));
                values.for_each(|(_, value)| self.learn(value));
            } else if value.is_sensitive() {
                self.learn(text);
            }
        }
    }

    /// Hides from now on what an answer hands out as credentials.
    pub fn learn_response(&self, response: &http::Response<Bytes>) {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        for cookie in response.headers().get_all(SET_COOKIE).iter().map(text) {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((_, value)) = pair.split_once('=') {
                self.learn(value);
            }
        }
        let body = response.body();
        let has = |name: &&str| memchr::memmem::find(body, name.as_bytes()).is_some();
        if TOKENS.iter().any(|name| has(&name))
            && let Ok(value) = serde_json::from_slice(body)
        {
            self.learn_tokens(&value);
        }
    }

    fn learn_tokens(&self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn_tokens(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(token) if TOKENS.contains(&name.as_str()) => {
                            self.learn(token)
                        }
                        other => self.learn_tokens(other),
                    }
                }
            }
            _ => {}
        }
    }

    fn learn_credential(&self, text: &str) {
        let (scheme, credential) = text.split_once(' ').unwrap_or(("", text));
        self.learn(credential);
        if scheme.eq_ignore_ascii_case("basic")
            && let Ok(decoded) = STANDARD.decode(credential.trim())
            && let Ok(pair) = String::from_utf8(decoded)
        {
            self.learn(
                pair.split_once(':')
                    .map_or(&*pair, |(_, password)| password),
            );
        }
    }

    fn learn(&self, secret: &str) {
        let secret = secret.trim();
        if secret.len() >= LEAST {
            self.hide(secret);
        }
    }
}
