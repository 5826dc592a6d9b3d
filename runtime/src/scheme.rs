//! OpenAPI security schemes, and what each of them adds to a request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue, InvalidHeaderValue};

use crate::cookie;
use crate::credential::{Credential, Secret};
use crate::problem::Problem;

/// A Security Scheme Object, as a constant of the generated code.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(crate) source: &'static str,
    pub(crate) name: &'static str,
    place: Place,
    pub(crate) token_url: Option<&'static str>,
    pub(crate) scopes: &'static [&'static str],
}

/// Where a credential goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Bearer,
    Basic,
    /// Another scheme of HTTP, which stands before the credential.
    Http(&'static str),
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Connection,
}

/// What a request already holds: a place that a parameter filled is left alone.
pub(crate) trait Places {
    fn has_header(&self, name: &str) -> bool;
    fn has_query(&self, name: &str) -> bool;
    fn has_cookie(&self, name: &str) -> bool;
}

/// A credential, ready to be put on a request.
pub(crate) enum Applied {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    Cookie(&'static str, String),
}

impl Scheme {
    const fn new(source: &'static str, name: &'static str, place: Place) -> Self {
        Self {
            source,
            name,
            place,
            token_url: None,
            scopes: &[],
        }
    }

    /// `type: http`, `scheme: bearer`.
    pub const fn bearer(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Place::Bearer)
    }

    /// `type: http`, `scheme: basic`.
    pub const fn basic(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Place::Basic)
    }

    /// `type: http` with another `scheme`: the credential is what follows its name (RFC 9110, section 11.4).
    pub const fn http(source: &'static str, name: &'static str, scheme: &'static str) -> Self {
        Self::new(source, name, Place::Http(scheme))
    }

    /// `type: apiKey`, `in: header`.
    pub const fn api_key_header(
        source: &'static str,
        name: &'static str,
        header: &'static str,
    ) -> Self {
        Self::new(source, name, Place::Header(header))
    }

    /// `type: apiKey`, `in: query`.
    pub const fn api_key_query(
        source: &'static str,
        name: &'static str,
        parameter: &'static str,
    ) -> Self {
        Self::new(source, name, Place::Query(parameter))
    }

    /// `type: apiKey`, `in: cookie`.
    pub const fn api_key_cookie(
        source: &'static str,
        name: &'static str,
        cookie: &'static str,
    ) -> Self {
        Self::new(source, name, Place::Cookie(cookie))
    }

    /// `type: oauth2`; the access token is sent as bearer token.
    pub const fn oauth2(source: &'static str, name: &'static str) -> Self {
        Self::bearer(source, name)
    }

    /// `type: openIdConnect`; the access token is sent as bearer token.
    pub const fn open_id_connect(source: &'static str, name: &'static str) -> Self {
        Self::bearer(source, name)
    }

    /// The `tokenUrl` of the scheme's `clientCredentials` flow. A relative one is resolved against the server.
    #[must_use]
    pub const fn token_url(self, url: &'static str) -> Self {
        Self {
            token_url: Some(url),
            ..self
        }
    }

    /// The scopes that the operation's Security Requirement Object asks for.
    #[must_use]
    pub const fn scopes(self, scopes: &'static [&'static str]) -> Self {
        Self { scopes, ..self }
    }

    /// `type: mutualTLS`; the certificate is the transport's business.
    pub const fn mutual_tls(source: &'static str, name: &'static str) -> Self {
        Self::new(source, name, Place::Connection)
    }

    /// The name of the scheme in its document.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the scheme adds nothing to a request.
    pub(crate) fn is_connection(&self) -> bool {
        self.place == Place::Connection
    }

    /// Whether the credential is a token in the `Authorization` header.
    pub(crate) fn is_bearer(&self) -> bool {
        self.place == Place::Bearer
    }

    /// Whether a parameter already fills the scheme's place.
    pub(crate) fn is_filled(&self, request: &impl Places) -> bool {
        match self.place {
            Place::Bearer | Place::Basic | Place::Http(_) => request.has_header("authorization"),
            Place::Header(name) => request.has_header(name),
            Place::Query(name) => request.has_query(name),
            Place::Cookie(name) => request.has_cookie(name),
            Place::Connection => false,
        }
    }

    /// What to put on the request, if it is the same for every one.
    pub(crate) fn constant(&self, credential: &Credential) -> Option<Applied> {
        match &credential.0 {
            Secret::Text { bearer, .. } if self.is_bearer() => {
                Some(Applied::Header(AUTHORIZATION, bearer.clone()?))
            }
            _ => None,
        }
    }

    /// The text of a credential that needs no token endpoint.
    pub(crate) async fn text(&self, credential: &Credential) -> Result<String, Problem> {
        match &credential.0 {
            Secret::Text { text, .. } => Ok(text.clone()),
            Secret::Basic { user, password } if self.place == Place::Basic => {
                Ok(format!("{user}:{password}"))
            }
            Secret::Basic { .. } => {
                Err(self.problem("is user and password, which this scheme has no place for"))
            }
            Secret::Client(_) => {
                Err(self.problem("is a client id and secret, which this scheme has no place for"))
            }
            Secret::Provider(provider) => provider()
                .await
                .map_err(|error| self.problem(&format!("could not be provided: {error}"))),
        }
    }

    /// What to put on the request.
    pub(crate) fn apply(&self, text: String) -> Result<Option<Applied>, Problem> {
        Ok(match self.place {
            Place::Bearer => Some(self.header(AUTHORIZATION, bearer(&text))?),
            Place::Basic => {
                let text = format!("Basic {}", STANDARD.encode(text));
                Some(self.header(AUTHORIZATION, HeaderValue::try_from(text))?)
            }
            Place::Http(scheme) => {
                let text = format!("{scheme} {text}");
                Some(self.header(AUTHORIZATION, HeaderValue::try_from(text))?)
            }
            Place::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                    self.problem(&format!("belongs into `{name}`, which is no header name"))
                })?;
                Some(self.header(name, HeaderValue::try_from(text))?)
            }
            Place::Query(name) => Some(Applied::Query(name, text)),
            // As it is: it comes from a `Set-Cookie` header or a console, with whatever escapes the API wants.
            Place::Cookie(name) if cookie::is_value(&text) => Some(Applied::Cookie(name, text)),
            Place::Cookie(_) => {
                return Err(self.problem("has characters that no cookie can carry"));
            }
            Place::Connection => None,
        })
    }

    fn header(
        &self,
        name: HeaderName,
        value: Result<HeaderValue, InvalidHeaderValue>,
    ) -> Result<Applied, Problem> {
        let mut value =
            value.map_err(|_| self.problem("has characters that no header can carry"))?;
        value.set_sensitive(true);
        Ok(Applied::Header(name, value))
    }

    pub(crate) fn problem(&self, what: &str) -> Problem {
        Problem::config(format!(
            "the credential for `{}` of source `{}` {what}",
            self.name, self.source
        ))
    }
}

/// The `Authorization` header of a token.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))?;
    value.set_sensitive(true);
    Ok(value)
}
