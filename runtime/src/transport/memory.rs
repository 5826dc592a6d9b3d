//! A transport for tests: answers from a closure, remembers every request, and never really waits.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::{Transport, TransportError};

type Answer = Result<http::Response<Bytes>, TransportError>;
type Script = dyn FnMut(&http::Request<Bytes>) -> Answer + Send;

/// Answers requests from a script instead of a network. Clones share script and records.
///
/// Time does not pass in it: [`sleep`](Transport::sleep) returns at once and is recorded, and no exchange runs into its
/// timeout unless the script answers [`TransportError::timeout`].
#[derive(Clone)]
pub struct MemoryTransport(Arc<Mutex<State>>);

struct State {
    script: Box<Script>,
    requests: Vec<http::Request<Bytes>>,
    sleeps: Vec<Duration>,
}

impl MemoryTransport {
    /// Answers every request by calling `script`.
    pub fn new(script: impl FnMut(&http::Request<Bytes>) -> Answer + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(State {
            script: Box::new(script),
            requests: Vec::new(),
            sleeps: Vec::new(),
        })))
    }

    /// Answers with these, in order; a request beyond the last one fails.
    pub fn queue(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: VecDeque<Answer> = answers.into_iter().collect();
        Self::new(move |_| {
            answers
                .pop_front()
                .unwrap_or_else(|| Err(TransportError::new("the script has no further response")))
        })
    }

    /// A response to script with: a status, and a JSON body unless `body` is empty.
    ///
    /// A status outside 100 to 999 answers with a failure.
    pub fn json(status: u16, body: impl Into<String>) -> Answer {
        let body: String = body.into();
        let mut builder = http::Response::builder().status(status);
        if !body.is_empty() {
            builder = builder.header("content-type", "application/json");
        }
        builder
            .body(Bytes::from(body))
            .map_err(|error| TransportError::new(error.to_string()))
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().requests.clone()
    }

    /// The delays so far.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state().sleeps.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTransport")
            .field("requests", &self.state().requests.len())
            .finish_non_exhaustive()
    }
}

impl Transport for MemoryTransport {
    async fn send(&self, request: http::Request<Bytes>) -> Answer {
        let state = &mut *self.state();
        let answer = (state.script)(&request);
        state.requests.push(request);
        answer
    }

    async fn sleep(&self, duration: Duration) {
        self.state().sleeps.push(duration);
    }

    async fn deadline(&self, _: Duration) {
        std::future::pending().await
    }

    fn elapsed(&self, _: Instant) -> Duration {
        Duration::ZERO
    }
}
