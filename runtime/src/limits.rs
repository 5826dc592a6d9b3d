//! How long a run may go on, and how long a server may make it wait.

use std::fmt;
use std::time::{Duration, Instant};

use crate::transport::Transport;

/// Limits for single calls, in place of those of their client: see [`Client::with_limits`](crate::Client::with_limits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_retry_after: Option<Duration>,
}

impl Limits {
    /// Those of the client.
    pub const fn new() -> Self {
        Self {
            deadline: None,
            max_retry_after: None,
        }
    }

    /// When the calls have to be over, counted from [`Client::with_limits`](crate::Client::with_limits): a workflow and
    /// the prerequisites that are run for it share the time. See
    /// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline).
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The longest delay that a `Retry-After` header can ask for. See
    /// [`ClientBuilder::max_retry_after`](crate::ClientBuilder::max_retry_after).
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = Some(delay);
        self
    }
}

/// The moment at which runs have to be over: see [`ClientBuilder::until`](crate::ClientBuilder::until).
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    since: Instant,
    limit: Duration,
}

impl Deadline {
    /// `limit` from now.
    #[must_use]
    pub fn after(limit: Duration) -> Self {
        Self {
            since: Instant::now(),
            limit,
        }
    }

    /// How much time is left, by the clock of the transport.
    pub(crate) fn left(self, transport: &impl Transport) -> Duration {
        self.limit.saturating_sub(transport.elapsed(self.since))
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the deadline of {:?} for the whole run", self.limit)
    }
}
