//! The way out of the program: the one transport that all clients of a run share.

use std::time::{Duration, Instant, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{AnyTransport, Identity, Outgoing, ReqwestTransport, TransportError, http};

use super::watch::{Watched, Watcher};

/// Sends what the program sends: over real HTTP, with the proxies of the environment, or into a recording. Clones share
/// connections, the place in the recording, and watchers.
#[derive(Clone, Debug)]
pub struct Transport(Watched<AnyTransport>);

impl Transport {
    /// A transport that shows this client certificate, if there is one.
    ///
    /// # Errors
    /// The certificate is none, or the TLS library cannot be set up.
    pub fn live(identity: Option<&Identity>) -> Result<Self, TransportError> {
        let live = match identity {
            Some(identity) => ReqwestTransport::with_identity(identity)?,
            None => ReqwestTransport::new()?,
        };
        Ok(Self::through(live))
    }

    /// A transport that sends through another one: a [`Replay`](super::Replay), which answers from a recording.
    #[must_use]
    pub fn through(inner: impl arazzo_runtime::Transport + 'static) -> Self {
        Self(Watched::new(AnyTransport::new(inner)))
    }

    /// Shows all exchanges to a watcher.
    #[must_use]
    pub fn watcher(self, watcher: impl Watcher) -> Self {
        Self(self.0.watcher(watcher))
    }
}

impl arazzo_runtime::Transport for Transport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.send(request).await
    }

    async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.dispatch(outgoing).await
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }

    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.0.deadline(duration)
    }

    fn shows_certificate(&self) -> Option<bool> {
        self.0.shows_certificate()
    }

    fn now(&self) -> SystemTime {
        self.0.now()
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        self.0.elapsed(moment)
    }
}
