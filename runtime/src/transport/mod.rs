//! The only door to the outside world: send one HTTP request, or let time pass.
//!
//! Everything a workflow does beyond computing goes through [`Transport`]. One with a [journal](crate::Journaled) makes a
//! run durable, one that replays exchanges makes it repeatable, and a [`Script`](crate::testing::Script) makes it testable.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method};
use url::Url;

use crate::journal::Journaling;
use crate::position::Position;

mod any;
mod below;
#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;
mod timeout;
#[cfg(feature = "tower")]
mod tower;

pub use any::AnyTransport;
pub use below::Below;
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;
pub use timeout::{Held, Timeout};
#[cfg(feature = "tower")]
pub use tower::ServiceTransport;

/// Sends requests and waits.
///
/// [`send`](Self::send) and [`sleep`](Self::sleep) are what a transport does. It must not follow redirects (the workflow
/// decides that) and should honour [`ResponseLimit`]. All else it has of the transport [`below`](Self::below) it, unless it
/// says otherwise:
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Mutex;
/// use std::time::Duration;
///
/// use arazzo_runtime::bytes::Bytes;
/// use arazzo_runtime::http::{Method, Request, Response};
/// use arazzo_runtime::{Below, Transport, TransportError};
///
/// /// Asks for each URL once.
/// struct Cached<T> {
///     inner: T,
///     known: Mutex<HashMap<String, Response<Bytes>>>,
/// }
///
/// impl<T: Transport> Transport for Cached<T> {
///     async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
///         let url = request.uri().to_string();
///         let cacheable = request.method() == Method::GET;
///         let known = self.known.lock().unwrap().get(&url).cloned();
///         if let Some(known) = known.filter(|_| cacheable) {
///             return Ok(known);
///         }
///         let response = self.inner.send(request).await?;
///         if cacheable && response.status().is_success() {
///             self.known.lock().unwrap().insert(url, response.clone());
///         }
///         Ok(response)
///     }
///
///     async fn sleep(&self, duration: Duration) {
///         self.inner.sleep(duration).await;
///     }
///
///     fn below(&self) -> Option<&dyn Below> {
///         Some(&self.inner)
///     }
/// }
/// # use arazzo_runtime::testing::{Reply, Script, Target};
/// # use arazzo_runtime::{Api, Client, Server};
/// # static SERVERS: [Server; 1] = [Server::new("https://shop.test")];
/// # static API: Api = Api::new("shop", "https://docs.test/openapi.yaml", &SERVERS);
/// # static APIS: [&Api; 1] = [&API];
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let script = Script::new();
/// script.on(Target::any()).reply(200, "asked once");
/// let inner = script.clone();
/// let known = Mutex::default();
/// let client = Client::builder(&APIS).transport(Cached { inner, known }).build().unwrap();
/// # for _ in 0..2 {
/// #     let mut step = client.call("w").step("s");
/// #     let request = step.request(Method::GET, &API, "/x").unwrap();
/// #     assert_eq!(step.send(request).await.unwrap().status(), 200);
/// # }
/// # assert_eq!(script.sent().len(), 1);
/// # }
/// ```
pub trait Transport: Send + Sync {
    /// Sends one request and reads the whole response. The request carries its [`Position`], an [`Operation`], a
    /// [`ResponseLimit`] and a [`Timeout`] as extensions; in place of the operation and the timeout it has a
    /// [`TokenRequest`] if it is not the step's own but asks for the token that the step needs.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send;

    /// Sends one request that is at hand in parts, its URL parsed already, so that a transport that needs it that way
    /// does not parse it again.
    #[doc(hidden)]
    fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        async move { self.send(outgoing.request()?).await }
    }

    /// Lets `duration` pass: the delay of a retry, or the pause of a polling loop.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// The transport below it, whose clock, certificate and journal it has as well; none if it sends requests itself. It has
    /// to be said, since a transport that forgets the journal below it makes runs forget what they were answered.
    fn below(&self) -> Option<&dyn Below>;

    /// Completes when an exchange that was given `duration` has run out of time. Apart from [`sleep`](Self::sleep) so
    /// that a transport with a clock of its own can treat the two differently.
    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        // It counts from here on, and not from when somebody begins to wait.
        let (below, own) = match self.below() {
            Some(below) => (Some(below.deadline_of(duration)), None),
            None => (None, Some(self.sleep(duration))),
        };
        async move {
            if let Some(below) = below {
                below.await;
            }
            if let Some(own) = own {
                own.await;
            }
        }
    }

    /// Whether it shows a client certificate to servers that ask for one, if that is known. Without one, an alternative of
    /// an operation's security with `mutualTLS` is not chosen.
    fn shows_certificate(&self) -> Option<bool> {
        self.below()?.certificate()
    }

    /// The time of day. A date in a response, such as that of `Retry-After`, is one of this clock.
    fn now(&self) -> SystemTime {
        self.below().map_or_else(SystemTime::now, Below::time)
    }

    /// The journal of the run that it is for, if there is one: see [`Journaled`](crate::Journaled).
    fn journal(&self) -> Option<Journaling<'_>> {
        self.below()?.journaling()
    }

    /// How much time has passed since `moment`; what a delay has already cost is not waited for again.
    fn elapsed(&self, moment: Instant) -> Duration {
        match self.below() {
            Some(below) => below.since(moment),
            None => moment.elapsed(),
        }
    }
}

/// The operation that a step calls; an extension of every request handed to a [`Transport`] but those for tokens. Metrics
/// that are kept by its path do not grow with the values in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the source description.
    pub source: &'static str,
    /// The method.
    pub method: Method,
    /// The path as the API description has it: `/orders/{id}`.
    pub path: &'static str,
}

/// The largest response body, in bytes, that is wanted; an extension of every request handed to a [`Transport`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseLimit(pub usize);

/// Marks a request for an OAuth 2.0 access token, as an extension of it. Request and response hold secrets, and the
/// token expires: a transport that records or replays exchanges should let these pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest;

/// A request that is about to be sent, in parts. They stay with the runtime, which may have to send them again elsewhere.
#[derive(Clone)]
pub struct Outgoing<'a> {
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    pub(crate) headers: Cow<'a, HeaderMap>,
    pub(crate) body: &'a Bytes,
    pub(crate) position: &'a Position,
    /// The largest response body.
    pub(crate) limit: usize,
    /// `None`: it fetches a token.
    pub(crate) operation: Option<&'a Operation>,
    /// That of the attempt; none if it fetches a token.
    pub(crate) timeout: Option<&'a Timeout>,
}

impl Outgoing<'_> {
    /// Its method.
    pub fn method(&self) -> &Method {
        self.method
    }

    /// Its whole URL, a credential that is sent in the query included.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Host and port that it goes to, as its URL has them.
    pub fn authority(&self) -> &str {
        self.url.authority()
    }

    /// Its headers, credentials included. `Host` and `Content-Length` are left to the transport.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Its headers, to be changed. What is changed holds for this sending: a further attempt or a redirect begins with the
    /// headers as they were.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers.to_mut()
    }

    /// Its body; empty if it has none.
    pub fn body(&self) -> &Bytes {
        self.body
    }

    /// Where in a run it belongs.
    pub fn position(&self) -> &Position {
        self.position
    }

    /// The largest response body, in bytes, that is wanted.
    pub fn response_limit(&self) -> ResponseLimit {
        ResponseLimit(self.limit)
    }

    /// The timeout of its attempt; none if the request is not the step's own.
    pub fn timeout(&self) -> Option<&Timeout> {
        self.timeout
    }

    /// The operation that the step calls; none if the request is not the step's own.
    pub fn operation(&self) -> Option<&Operation> {
        self.operation
    }

    /// Whether it is not the step's own but fetches a token that the step needs: see [`TokenRequest`].
    pub fn is_token_request(&self) -> bool {
        self.operation.is_none()
    }

    /// The request as a whole, with its extensions.
    ///
    /// # Errors
    /// Its URL is none that `http` can hold.
    pub fn request(&self) -> Result<http::Request<Bytes>, TransportError> {
        let uri = self.url.as_str().parse();
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() =
            uri.map_err(|_| TransportError::new("the request has an invalid URL"))?;
        *request.headers_mut() = HeaderMap::clone(&self.headers);
        let extensions = request.extensions_mut();
        extensions.insert(self.position.clone());
        extensions.insert(self.response_limit());
        match self.operation {
            Some(operation) => extensions.insert(operation.clone()).is_none(),
            None => extensions.insert(TokenRequest).is_none(),
        };
        if let Some(timeout) = self.timeout {
            extensions.insert(timeout.clone());
        }
        Ok(request)
    }
}

/// URL, headers and body may hold secrets.
impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("method", &self.method)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

/// Why no response came back.
#[derive(Debug)]
pub struct TransportError {
    message: String,
    timeout: bool,
    unsent: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// A failure described by `message`, which must not contain secrets.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            timeout: false,
            unsent: false,
            source: None,
        }
    }

    /// The exchange took too long; the step then fails with kind `timeout` instead of `transport`.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self {
            timeout: true,
            ..Self::new(message)
        }
    }

    /// The same failure with the error that caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The same failure, known to have happened before the server could have seen the request.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.unsent = true;
        self
    }

    /// Whether the server cannot have seen the request.
    pub fn is_unsent(&self) -> bool {
        self.unsent
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// A body of more than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(format!("the response body is larger than {limit} bytes"))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}
