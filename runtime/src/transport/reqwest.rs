//! Real HTTP, by `reqwest`: proxies from the environment, no redirects, bodies read up to a limit.

use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::{Outgoing, ResponseLimit, Transport, TransportError};

/// Sends requests with a [`reqwest::Client`]. Needs a tokio runtime. Clones share connections.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// A transport that honours `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`.
    ///
    /// # Errors
    /// If the TLS library cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        // Somebody else may have chosen a provider for the process already; theirs stands.
        #[cfg(feature = "rustls-tls")]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            rustls::crypto::ring::default_provider()
                .install_default()
                .ok();
        }
        ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .user_agent(concat!("arazzo-runtime/", env!("CARGO_PKG_VERSION")))
            .build()
            .map(Self::from_client)
            .map_err(|error| {
                TransportError::new("cannot set up the HTTP client").with_source(error)
            })
    }

    /// Uses a client that was configured elsewhere. It must not follow redirects
    /// (`redirect::Policy::none()`), or the rules for redirects and for credentials on them are not kept.
    pub fn from_client(client: ::reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let limit = request
            .extensions()
            .get::<ResponseLimit>()
            .map_or(usize::MAX, |limit| limit.0);
        let request = ::reqwest::Request::try_from(request).map_err(failure)?;
        self.execute(request, limit).await
    }

    async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (method, url) = (outgoing.method.clone(), outgoing.url.clone());
        let mut request = ::reqwest::Request::new(method, url);
        *request.headers_mut() = outgoing.headers.clone();
        if !outgoing.body.is_empty() {
            *request.body_mut() = Some(outgoing.body.clone().into());
        }
        self.execute(request, outgoing.limit).await
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

impl ReqwestTransport {
    async fn execute(
        &self,
        request: ::reqwest::Request,
        limit: usize,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut response = self.client.execute(request).await.map_err(failure)?;
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        if response
            .content_length()
            .is_some_and(|length| length > limit as u64)
        {
            return Err(TransportError::too_large(limit));
        }
        let body = read(response, limit).await?;
        Ok(head.map(|()| body))
    }
}

/// The whole body; one that came in one piece is not copied.
async fn read(mut response: ::reqwest::Response, limit: usize) -> Result<Bytes, TransportError> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        let length = first.len().max(all.len());
        if chunk.len() > limit.saturating_sub(length) {
            return Err(TransportError::too_large(limit));
        }
        if length == 0 {
            first = chunk;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&chunk);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

/// The URL is taken out of the message: it may hold a key.
fn failure(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    let new = if error.is_timeout() {
        TransportError::timeout
    } else {
        TransportError::new
    };
    new("the request failed").with_source(error)
}
