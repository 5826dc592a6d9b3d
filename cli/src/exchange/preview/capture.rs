//! A way out that leads nowhere: it keeps the request.

use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arazzo_runtime::bytes::Bytes;
use arazzo_runtime::http::{Request, Response};
use arazzo_runtime::{TokenRequest, Transport, TransportError};

/// Stands for the token that a run would fetch.
const TOKEN: &str = r#"{"access_token": "not-fetched-yet", "token_type": "bearer"}"#;

/// Keeps the last request instead of sending it; a client for a [`Preview`](super::Preview) is built with one. Clones
/// share the request.
#[derive(Clone, Debug, Default)]
pub struct Capture(Arc<Mutex<Option<Request<Bytes>>>>);

impl Capture {
    /// Has kept nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn take(&self) -> Option<Request<Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Transport for Capture {
    fn below(&self) -> Option<&dyn arazzo_runtime::Below> {
        None
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if request.extensions().get::<TokenRequest>().is_some() {
            return Ok(Response::new(Bytes::from_static(TOKEN.as_bytes())));
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        Err(TransportError::new("nothing is sent for a preview"))
    }

    async fn sleep(&self, _: Duration) {}

    async fn deadline(&self, _: Duration) {
        pending().await
    }
}
