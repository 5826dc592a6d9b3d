//! Credentials a caller configures, kept out of every message.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::header::HeaderValue;

use crate::oauth::ClientCredentials;
use crate::scheme::{Scheme, bearer};

type Token = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// What authenticates requests under one security scheme. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Credential(pub(crate) Secret);

#[derive(Clone)]
pub(crate) enum Secret {
    /// Fits any scheme: a token, a key, `user:password`, or `client:ID:SECRET`.
    Text {
        text: String,
        /// The header that it is as a token, made once instead of for every request.
        bearer: Option<HeaderValue>,
    },
    Basic {
        user: String,
        password: String,
    },
    Client(ClientCredentials),
    Provider(Arc<dyn Fn() -> Token + Send + Sync>),
}

impl Credential {
    fn text(text: String) -> Self {
        let bearer = bearer(&text).ok();
        Self(Secret::Text { text, bearer })
    }

    /// A bearer or OAuth 2 access token.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::text(token.into())
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
        Self::text(key.into())
    }

    /// Id and secret of an OAuth 2.0 client (RFC 6749, section 4.4). The client fetches the access token itself, when
    /// the first request needs it, and renews it.
    ///
    /// The token URL and the scopes are those of the document; [`token_url`](Self::token_url) replaces the former. A
    /// step fails with kind `transport` or `timeout` if the token endpoint gives no answer (or one with status 429 or
    /// 5xx), and with kind `config` if it refuses.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self(Secret::Client(ClientCredentials {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
        }))
    }

    /// Where [client credentials](Self::client_credentials) fetch their token, whatever the document says; as good as
    /// needed for `openIdConnect`, whose documents do not say. Other credentials do not have this.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        if let Secret::Client(client) = &mut self.0 {
            client.token_url = Some(url.into());
        }
        self
    }

    /// A token that `provider` is asked for before every request: for the other ways to get one, such as the
    /// authorization code grant.
    /// An `Err` (which must not hold secrets) fails the step with kind `config`.
    pub fn provider<F, R>(provider: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<String, String>> + Send + 'static,
    {
        Self(Secret::Provider(Arc::new(move || Box::pin(provider()))))
    }

    /// The client to fetch a token as, if that is what the scheme needs and this credential gives.
    pub(crate) fn client(&self, scheme: &Scheme) -> Option<Cow<'_, ClientCredentials>> {
        match &self.0 {
            Secret::Client(client) if scheme.is_bearer() => Some(Cow::Borrowed(client)),
            Secret::Text { text, .. } if scheme.token_url.is_some() => {
                ClientCredentials::from_text(text).map(Cow::Owned)
            }
            _ => None,
        }
    }

    /// The token URL that was given.
    pub(crate) fn token_endpoint(&self) -> Option<&str> {
        match &self.0 {
            Secret::Client(client) => client.token_url.as_deref(),
            _ => None,
        }
    }
}

/// Fits whatever the scheme needs: a token, a key, or `user:password` for basic. For an OAuth 2 scheme whose document
/// names the token URL of its `clientCredentials` flow, `client:ID:SECRET` stands for
/// [`client_credentials`](Credential::client_credentials); the id then ends at the first colon.
impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self::text(text.to_owned())
    }
}

/// Read like a `&str`.
impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}
