//! The way out of the program: the one transport that all clients of a run share.

use std::time::{Duration, Instant, SystemTime};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{Identity, Outgoing, ReqwestTransport, TransportError, http};

use super::replay::Replay;
use super::watch::{Watched, Watcher};

/// Sends what the program sends: over real HTTP, with the proxies of the environment, or into a recording. Clones share
/// connections, the place in the recording, and watchers.
#[derive(Clone, Debug)]
pub struct Transport(Watched<Way>);

#[derive(Clone, Debug)]
enum Way {
    Live(ReqwestTransport),
    Replay(Replay),
}

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
        Ok(Self(Watched::new(Way::Live(live))))
    }

    /// A transport that answers from a recording.
    #[must_use]
    pub fn replay(replay: Replay) -> Self {
        Self(Watched::new(Way::Replay(replay)))
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

impl arazzo_runtime::Transport for Way {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        match self {
            Self::Live(live) => live.send(request).await,
            Self::Replay(replay) => replay.send(request).await,
        }
    }

    async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        match self {
            Self::Live(live) => live.dispatch(outgoing).await,
            Self::Replay(replay) => replay.dispatch(outgoing).await,
        }
    }

    async fn sleep(&self, duration: Duration) {
        match self {
            Self::Live(live) => live.sleep(duration).await,
            Self::Replay(replay) => replay.sleep(duration).await,
        }
    }

    fn deadline(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        let (live, replay) = match self {
            Self::Live(live) => (Some(live.deadline(duration)), None),
            Self::Replay(replay) => (None, Some(replay.deadline(duration))),
        };
        async move {
            match (live, replay) {
                (Some(live), _) => live.await,
                (None, Some(replay)) => replay.await,
                (None, None) => {}
            }
        }
    }

    fn shows_certificate(&self) -> Option<bool> {
        match self {
            Self::Live(live) => live.shows_certificate(),
            // A certificate is no part of the recording.
            Self::Replay(_) => None,
        }
    }

    fn now(&self) -> SystemTime {
        match self {
            Self::Live(live) => live.now(),
            Self::Replay(replay) => replay.now(),
        }
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        match self {
            Self::Live(live) => live.elapsed(moment),
            Self::Replay(replay) => replay.elapsed(moment),
        }
    }
}
