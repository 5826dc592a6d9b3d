//! Credentials a caller configures, kept out of every message.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Token = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// What authenticates requests under one security scheme. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Credential(pub(crate) Secret);

#[derive(Clone)]
pub(crate) enum Secret {
    /// Fits any scheme: a token, a key, or `user:password`.
    Text(String),
    Basic {
        user: String,
        password: String,
    },
    Provider(Arc<dyn Fn() -> Token + Send + Sync>),
}

impl Credential {
    /// A bearer or OAuth 2 access token.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Secret::Text(token.into()))
    }

    /// User and password of HTTP basic authentication (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Secret::Basic {
            user: user.into(),
            password: password.into(),
        })
    }

    /// The key of an `apiKey` scheme.
    pub fn api_key(key: impl Into<String>) -> Self {
        Self(Secret::Text(key.into()))
    }

    /// A token that `provider` is asked for before every request: where tokens expire, or are fetched by OAuth 2.
    /// An `Err` (which must not hold secrets) fails the step with kind `config`.
    pub fn provider<F, R>(provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, String>> + Send + 'static,
    {
        Self(Secret::Provider(Arc::new(move || Box::pin(provider()))))
    }
}

/// Fits whatever the scheme needs: a token, a key, or `user:password` for basic.
impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self(Secret::Text(text.to_owned()))
    }
}

/// Fits whatever the scheme needs: a token, a key, or `user:password` for basic.
impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self(Secret::Text(text))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}
