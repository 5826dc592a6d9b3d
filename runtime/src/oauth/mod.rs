//! OAuth 2.0 client credentials (RFC 6749, section 4.4): tokens that the client fetches and renews by itself.
//!
//! A token is fetched when the first request needs it, kept in the client, fetched anew shortly before it expires, and
//! once more when the API answers 401 to a token that was kept. However many calls wait for it, one of them fetches.

use std::sync::Arc;
use std::time::Instant;

use url::Url;

use crate::api::Api;
use crate::client::Client;
use crate::position::Position;
use crate::problem::Problem;
use crate::scheme::Scheme;
use crate::server;
use crate::settings::Settings;
use crate::transport::Transport;

mod cache;
mod credentials;
mod fetch;
mod gate;
mod renew;

pub(crate) use cache::Tokens;
use cache::{Held, Slot};
pub(crate) use credentials::ClientCredentials;
use fetch::Endpoint;
pub(crate) use renew::{exchange_renewing, renewed};

/// A token that a request carries.
pub(crate) struct Bearer {
    pub(crate) scheme: &'static Scheme,
    pub(crate) text: Arc<str>,
    /// It was not fetched for this request, so it may have been revoked since.
    pub(crate) kept: bool,
}

/// Where a request gets its tokens from: the client's cache, else the token endpoint through the client's transport.
pub(crate) struct Authority<'a, T> {
    client: &'a Client<T>,
    api: &'static Api,
    position: &'a Position,
}

impl<'a, T: Transport> Authority<'a, T> {
    pub(crate) fn new(client: &'a Client<T>, api: &'static Api, position: &'a Position) -> Self {
        Self {
            client,
            api,
            position,
        }
    }

    pub(crate) fn settings(&self) -> &'a Settings {
        self.client.settings()
    }

    /// A token for the scheme.
    pub(crate) async fn token(
        &self,
        scheme: &'static Scheme,
        client: &ClientCredentials,
    ) -> Result<Bearer, Problem> {
        let (text, kept) = self.obtain(scheme, client, None).await?;
        Ok(Bearer { scheme, text, kept })
    }

    /// A token in place of one that the API refused; none if there is no other.
    pub(crate) async fn renew(&self, refused: &Bearer) -> Result<Option<Arc<str>>, Problem> {
        let scheme = refused.scheme;
        let credential = self.settings().credential(scheme.source, scheme.name);
        let Some(client) = credential.and_then(|credential| credential.client(scheme)) else {
            return Ok(None);
        };
        let (text, _) = self.obtain(scheme, &client, Some(&refused.text)).await?;
        Ok((text != refused.text).then_some(text))
    }

    /// A token, and whether it was there before.
    async fn obtain(
        &self,
        scheme: &'static Scheme,
        client: &ClientCredentials,
        refused: Option<&str>,
    ) -> Result<(Arc<str>, bool), Problem> {
        let slot = self.client.tokens().slot(scheme);
        let before = slot.state();
        if let Some(held) = before.held().filter(|it| self.is_usable(it, refused)) {
            return Ok((Arc::clone(&held.text), true));
        }
        let _turn = slot.gate.turn().await;
        let now = slot.state();
        if now.round != before.round
            && let Some(latest) = now.latest
        {
            // Somebody fetched while we waited: what they got, be it a failure, is what we would get.
            return latest.map(|held| (held.text, true));
        }
        let fetched = self.fetch(scheme, client, &slot).await;
        slot.finish(fetched.clone());
        fetched.map(|held| (held.text, false))
    }

    fn is_usable(&self, held: &Held, refused: Option<&str>) -> bool {
        let fresh = held
            .lifetime
            .is_none_or(|lifetime| self.client.transport().elapsed(held.since) < lifetime);
        fresh && refused != Some(&*held.text)
    }

    async fn fetch(
        &self,
        scheme: &'static Scheme,
        client: &ClientCredentials,
        slot: &Slot,
    ) -> Result<Held, Problem> {
        let url = self.token_url(scheme, client)?;
        let endpoint = Endpoint {
            url,
            scheme,
            client,
            position: self.position,
        };
        // Counted from before the request, or a slow answer would make the token look younger than it is.
        let since = Instant::now();
        let granted = endpoint.fetch(self.client, slot.in_body()).await?;
        slot.remember_in_body(granted.in_body);
        Ok(Held {
            text: granted.token.into(),
            since,
            lifetime: granted.lifetime,
        })
    }

    /// The token endpoint: that of the credential, else that of the document, which may be relative to the server.
    fn token_url(
        &self,
        scheme: &'static Scheme,
        client: &ClientCredentials,
    ) -> Result<Url, Problem> {
        let given = client.token_url.as_deref().or(scheme.token_url);
        let Some(given) = given else {
            return Err(scheme.problem(
                "is a client id and secret, but no token URL is known: give one to the credential",
            ));
        };
        if server::is_http(given) {
            return server::parse(given).map_err(Problem::config);
        }
        let base = server::trimmed(self.client.base(self.api, None)?.into_owned());
        // As paths of operations are: below the server, also where its URL has no slash at the end.
        server::join(&format!("{base}/"), given)
            .map_err(|error| Problem::config(format!("token URL {error}")))
    }
}
