//! The way out of the program: the one transport that all clients of a run share.

use std::time::{Duration, Instant, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{AnyTransport, Outgoing, TransportError, http};

use super::watch::{Watched, Watcher};

/// Sends what the program sends, whatever way that goes. Clones share that way and the watchers.
#[derive(Clone, Debug)]
pub struct Transport(Watched<AnyTransport>);

impl Transport {
    /// A transport that sends through another one: over real HTTP, or into a recording ([`Replay`](super::Replay)).
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
