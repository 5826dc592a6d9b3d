//! Secrets that turn up on the way: tokens that were fetched, sessions that were opened.

use arazzo_runtime::Position;
use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::header::{
    AUTHORIZATION, COOKIE, HeaderValue, PROXY_AUTHORIZATION, SET_COOKIE,
};
use arazzo_runtime::http::{Request, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::Mask;

/// What is shorter is hardly a secret: cookies hold languages and flags as well.
const LEAST: usize = 8;

/// Members of answers that are secrets by their definition (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3;
/// RFC 7591, section 3.2.1).
const TOKENS: [&str; 4] = ["access_token", "refresh_token", "id_token", "client_secret"];

impl Mask {
    /// Hides from now on what a request carries as credentials.
    pub fn learn_request(&self, request: &Request<Bytes>) {
        for (name, value) in request.headers() {
            let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
                continue;
            };
            if *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION {
                self.learn_credential(text);
            } else if *name == COOKIE && value.is_sensitive() {
                let values = text.split(';').filter_map(|pair| pair.split_once('='));
                values.for_each(|(_, value)| self.learn(value));
            } else if value.is_sensitive() {
                self.learn(text);
            }
        }
    }

    /// Hides from now on what an answer hands out as credentials, and what [`hide_answers`](Self::hide_answers) says of
    /// the step that it answers.
    pub fn learn_response(&self, request: &Request<Bytes>, response: &Response<Bytes>) {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        for cookie in response.headers().get_all(SET_COOKIE).iter().map(text) {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((_, value)) = pair.split_once('=') {
                self.learn(value);
            }
        }
        let body = response.body();
        let has = |name: &&str| memchr::memmem::find(body, name.as_bytes()).is_some();
        if TOKENS.iter().any(has)
            && let Ok(value) = serde_json::from_slice(body)
        {
            self.learn_tokens(&value);
        }
        let position = request.extensions().get::<Position>();
        let place = position.map(|it| (it.workflow.to_owned(), it.step.to_owned()));
        let pointers = place.and_then(|place| self.read().answers.get(&place).cloned());
        if let Some(pointers) = pointers
            && let Ok(value) = serde_json::from_slice(body)
        {
            for pointer in pointers {
                self.learn_at(&value, pointer.strip_prefix('/').unwrap_or_default());
            }
        }
    }

    /// Hides what is at the tokens of a pointer.
    fn learn_at(&self, value: &Value, pointer: &str) {
        if pointer.is_empty() {
            return self.hide_json(value);
        }
        let (token, rest) = pointer.split_once('/').unwrap_or((pointer, ""));
        match (value, token) {
            (Value::Array(items), "*") => items.iter().for_each(|it| self.learn_at(it, rest)),
            (Value::Object(members), "*") => {
                members.values().for_each(|it| self.learn_at(it, rest));
            }
            (value, token) => {
                if let Some(value) = value.pointer(&format!("/{token}")) {
                    self.learn_at(value, rest);
                }
            }
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
