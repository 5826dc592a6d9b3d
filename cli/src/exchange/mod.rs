//! The way out of the program: the one transport that all clients of a run share.

mod mask;

use std::time::{Duration, Instant};

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::{Identity, Outgoing, ReqwestTransport, TransportError, http};

pub use mask::Mask;

/// Sends what the program sends: over real HTTP, with the proxies of the environment. Clones share connections.
#[derive(Clone, Debug)]
pub struct Transport {
    live: ReqwestTransport,
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
        Ok(Self { live })
    }
}

impl arazzo_runtime::Transport for Transport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.live.send(request).await
    }

    async fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.live.dispatch(outgoing).await
    }

    async fn sleep(&self, duration: Duration) {
        self.live.sleep(duration).await;
    }

    async fn deadline(&self, duration: Duration) {
        self.live.deadline(duration).await;
    }

    fn shows_certificate(&self) -> Option<bool> {
        self.live.shows_certificate()
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        self.live.elapsed(moment)
    }
}
