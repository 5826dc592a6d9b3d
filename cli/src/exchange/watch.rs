//! Exchanges as they happen: a transport that shows them to watchers on the way.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::{Request, Response};
use arazzo_runtime::{Below, Outgoing, Transport, TransportError};

/// One request and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The request as it was handed to the transport, credentials included. Its extensions say which step it belongs to
    /// ([`Position`](arazzo_runtime::Position)), and whether it asks for a token
    /// ([`TokenRequest`](arazzo_runtime::TokenRequest)).
    pub request: &'a Request<Bytes>,
    /// What came back.
    pub outcome: Outcome<'a>,
    /// When it was sent.
    pub started: SystemTime,
    /// How long it took.
    pub took: Duration,
}

/// What came back for a request.
#[derive(Clone, Copy, Debug)]
pub enum Outcome<'a> {
    /// A response, whatever its status; redirects among them.
    Response(&'a Response<Bytes>),
    /// None: the server could not be reached, or broke off.
    Failed(&'a TransportError),
    /// Nothing before the time for it was over, or the run was dropped.
    GivenUp,
}

/// Watches exchanges. Both methods are called with secrets in view: what is shown has to go through a
/// [`Mask`](super::Mask).
pub trait Watcher: Send + Sync + 'static {
    /// A request is about to be sent.
    fn sent(&self, request: &Request<Bytes>) {
        let _ = request;
    }

    /// An exchange is over.
    fn finished(&self, exchange: &Exchange<'_>);
}

/// Sends through another transport, and shows all exchanges to watchers: first attempts and further ones, redirects,
/// requests for tokens, and those without a response.
///
/// ```
/// # use arazzo_runtime::testing::Script;
/// use arazzo_cli::exchange::{Mask, Verbose, Watched};
///
/// # let transport = Script::new();
/// let mask = Mask::new();
/// let transport = Watched::new(transport).watcher(Verbose::new(mask, std::io::stderr()));
/// // Client::builder().transport(transport)...
/// ```
#[derive(Clone)]
pub struct Watched<T> {
    inner: T,
    watchers: Vec<Arc<dyn Watcher>>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl<T: Transport> Watched<T> {
    /// Sends through `inner`; nobody watches yet.
    pub fn new(inner: T) -> Self {
        Self {
            inner,
            watchers: Vec::new(),
            clock: Arc::new(SystemTime::now),
        }
    }

    /// Adds a watcher; several are called in the order in which they were added.
    #[must_use]
    pub fn watcher(mut self, watcher: impl Watcher) -> Self {
        self.watchers.push(Arc::new(watcher));
        self
    }

    /// Takes the time of exchanges from another clock than the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The transport behind it.
    pub fn inner(&self) -> &T {
        &self.inner
    }
}

impl<T: Transport> Transport for Watched<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if self.watchers.is_empty() {
            return self.inner.send(request).await;
        }
        self.watchers.iter().for_each(|it| it.sent(&request));
        let mut open = Open {
            transport: self,
            started: (self.clock)(),
            request: Some(request.clone()),
        };
        let result = self.inner.send(request).await;
        open.close(match &result {
            Ok(response) => Outcome::Response(response),
            Err(error) => Outcome::Failed(error),
        });
        result
    }

    async fn dispatch(&self, outgoing: Outgoing<'_>) -> Result<Response<Bytes>, TransportError> {
        if self.watchers.is_empty() {
            return self.inner.dispatch(outgoing).await;
        }
        self.send(outgoing.request()?).await
    }

    async fn sleep(&self, duration: Duration) {
        self.inner.sleep(duration).await;
    }

    fn below(&self) -> Option<&dyn Below> {
        Some(&self.inner)
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

/// An exchange under way. One that runs out of time is dropped where it is, and has to be told of as well.
struct Open<'t, T> {
    transport: &'t Watched<T>,
    started: SystemTime,
    request: Option<Request<Bytes>>,
}

impl<T> Open<'_, T> {
    fn close(&mut self, outcome: Outcome<'_>) {
        let Some(request) = self.request.take() else {
            return;
        };
        let now = (self.transport.clock)();
        let exchange = Exchange {
            request: &request,
            outcome,
            started: self.started,
            took: now.duration_since(self.started).unwrap_or_default(),
        };
        let watchers = self.transport.watchers.iter();
        watchers.for_each(|watcher| watcher.finished(&exchange));
    }
}

impl<T> Drop for Open<'_, T> {
    fn drop(&mut self) {
        self.close(Outcome::GivenUp);
    }
}
