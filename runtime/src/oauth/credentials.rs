//! The credentials of a client.

/// What a client identifies itself with at the token endpoint. Never shown: it has no `Debug`.
#[derive(Clone)]
pub(crate) struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: String,
    /// Replaces the token URL of the document.
    pub(crate) token_url: Option<String>,
}

impl ClientCredentials {
    /// Reads `client:ID:SECRET`, which cannot be mistaken for a bearer token: those have no colon (RFC 6750, 2.1).
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix("client:")?.split_once(':')?;
        Some(Self {
            id: id.to_owned(),
            secret: secret.to_owned(),
            token_url: None,
        })
    }
}
