//! Real HTTP, by `reqwest`: proxies from the environment, no redirects, bodies read up to a limit.

use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::proxy::proxies;
use super::{Below, Outgoing, ResponseLimit, Transport, TransportError};
use crate::identity::Identity;

/// Sends requests with a [`reqwest::Client`]. Needs a tokio runtime. Clones share connections.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    /// Whether there is a client certificate, if it is known.
    certificate: Option<bool>,
}

impl ReqwestTransport {
    /// A transport that honours `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` of the environment. Hosts that
    /// are this machine (`localhost`, `127.0.0.0/8`, `::1`) are reached directly, whatever it says.
    ///
    /// # Errors
    /// If the TLS library cannot be set up.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_environment(|name| std::env::var(name).ok())
    }

    /// The same for an environment of one's own: `variable` is asked for the values by name.
    ///
    /// # Errors
    /// If the TLS library cannot be set up.
    pub fn with_environment(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, TransportError> {
        Self::build(builder(variable), Some(false))
    }

    /// The same as [`new`](Self::new) with settings of one's own on top: a client certificate
    /// (`builder.identity(..)`, which is what a `mutualTLS` security scheme asks for), an authority of one's own, a
    /// connect timeout. Redirects stay with the rules of this crate whatever the settings say.
    ///
    /// # Errors
    /// If the client cannot be set up with these settings.
    pub fn configured(
        configure: impl FnOnce(::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder,
    ) -> Result<Self, TransportError> {
        Self::build(configure(builder(|name| std::env::var(name).ok())), None)
    }

    /// The same as [`new`](Self::new) with a client certificate.
    ///
    /// # Errors
    /// If the client certificate cannot be read, or the TLS library cannot be set up.
    pub fn with_identity(identity: &Identity) -> Result<Self, TransportError> {
        let builder = builder(|name| std::env::var(name).ok());
        identified(builder, identity)
            .map_err(TransportError::new)
            .and_then(|builder| Self::build(builder, Some(true)))
    }

    fn build(
        builder: ::reqwest::ClientBuilder,
        certificate: Option<bool>,
    ) -> Result<Self, TransportError> {
        let client = builder
            .redirect(::reqwest::redirect::Policy::none())
            .build();
        client
            .map(|client| Self {
                client,
                certificate,
            })
            .map_err(|error| {
                TransportError::new("cannot set up the HTTP client").with_source(error)
            })
    }

    /// The client that it sends with, to put something around it.
    pub fn client(&self) -> &::reqwest::Client {
        &self.client
    }

    /// Reads a response as a transport has to: its whole body, up to a limit.
    ///
    /// # Errors
    /// The body is larger, or the connection breaks off.
    pub async fn read(
        response: ::reqwest::Response,
        limit: ResponseLimit,
    ) -> Result<http::Response<Bytes>, TransportError> {
        receive(std::future::ready(Ok(response)), limit.0).await
    }

    /// Uses a client that was configured elsewhere; [`configured`](Self::configured) is safer where it suffices. The
    /// client must not follow redirects (`redirect::Policy::none()`): one that does hides the 3xx responses that an
    /// operation declares, and takes API keys in headers of their own along to other hosts.
    pub fn from_client(client: ::reqwest::Client) -> Self {
        Self {
            client,
            certificate: None,
        }
    }
}

/// What every client of ours has in common.
fn builder(variable: impl Fn(&str) -> Option<String>) -> ::reqwest::ClientBuilder {
    // Somebody else may have chosen a provider for the process already; theirs stands.
    #[cfg(feature = "rustls-tls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
    }
    let mut builder = ::reqwest::Client::builder()
        .user_agent(concat!("arazzo-runtime/", env!("CARGO_PKG_VERSION")))
        // Proxies by the environment are among those added below, with exceptions of ours.
        .no_proxy();
    if !cfg!(feature = "http2") {
        // What it repeats are streams that HTTP/2 refused, and to that end it copies every request.
        builder = builder.retry(::reqwest::retry::never().max_retries_per_request(0));
    }
    proxies(variable)
        .into_iter()
        .fold(builder, ::reqwest::ClientBuilder::proxy)
}

/// Adds a client certificate. What the library says about a malformed one stays here: it might quote it.
#[cfg(any(feature = "rustls-tls", feature = "native-tls"))]
fn identified(
    builder: ::reqwest::ClientBuilder,
    Identity(pem): &Identity,
) -> Result<::reqwest::ClientBuilder, &'static str> {
    // Where both are there, the system's library is the one that is used.
    #[cfg(feature = "native-tls")]
    let identity = ::reqwest::Identity::from_pkcs8_pem(pem, private_key(pem));
    #[cfg(not(feature = "native-tls"))]
    let identity = ::reqwest::Identity::from_pem(pem);
    identity
        .map(|identity| builder.identity(identity))
        .map_err(|_| "the client certificate is no PEM of a certificate and its private key")
}

/// The part of a PEM file that starts with the private key: the system's library looks for it at the very beginning.
#[cfg(feature = "native-tls")]
fn private_key(pem: &[u8]) -> &[u8] {
    const BEGIN: &[u8] = b"-----BEGIN PRIVATE KEY-----";
    let start = pem.windows(BEGIN.len()).position(|part| part == BEGIN);
    start.and_then(|start| pem.get(start..)).unwrap_or(pem)
}

#[cfg(not(any(feature = "rustls-tls", feature = "native-tls")))]
fn identified(
    _: ::reqwest::ClientBuilder,
    _: &Identity,
) -> Result<::reqwest::ClientBuilder, &'static str> {
    Err("a client certificate needs the feature `rustls-tls` or `native-tls`")
}

impl Transport for ReqwestTransport {
    fn below(&self) -> Option<&dyn Below> {
        None
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let limit = request
            .extensions()
            .get::<ResponseLimit>()
            .map_or(usize::MAX, |limit| limit.0);
        let request = ::reqwest::Request::try_from(request)?;
        receive(self.client.execute(request), limit).await
    }

    fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        let (method, url) = (outgoing.method.clone(), outgoing.url.clone());
        let mut request = ::reqwest::Request::new(method, url);
        *request.headers_mut() = outgoing.headers.into_owned();
        if !outgoing.body.is_empty() {
            *request.body_mut() = Some(outgoing.body.clone().into());
        }
        receive(self.client.execute(request), outgoing.limit)
    }

    fn shows_certificate(&self) -> Option<bool> {
        self.certificate
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// Waits for a response and reads its body. One that comes in one piece is not copied.
async fn receive(
    response: impl Future<Output = ::reqwest::Result<::reqwest::Response>>,
    limit: usize,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = response.await?;
    if response
        .content_length()
        .is_some_and(|length| length > limit as u64)
    {
        return Err(TransportError::too_large(limit));
    }
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(chunk) = response.chunk().await? {
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
    let body = if all.is_empty() { first } else { all.freeze() };
    let mut answer = http::Response::new(body);
    *answer.status_mut() = response.status();
    *answer.headers_mut() = std::mem::take(response.headers_mut());
    Ok(answer)
}

/// The URL is taken out of the message: it may hold a key.
impl From<::reqwest::Error> for TransportError {
    fn from(error: ::reqwest::Error) -> Self {
        let error = error.without_url();
        let new = if error.is_timeout() {
            Self::timeout
        } else {
            Self::new
        };
        let unsent = error.is_connect() || error.is_builder();
        let failure = new("the request failed").with_source(error);
        match unsent {
            true => failure.unsent(),
            false => failure,
        }
    }
}
