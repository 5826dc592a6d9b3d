//! How long a run may go on, how much it may cost, and how long a server may make it wait.

use std::fmt;
use std::time::{Duration, Instant};

use crate::transport::Transport;

/// The limits of a client's runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) max_steps: u32,
    pub(crate) poll_interval: Duration,
    /// `None`: the default, which a step's own timeout replaces.
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retry_after: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_response_header_bytes: usize,
    pub(crate) deadline: Option<RunDeadline>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_steps: 1000,
            poll_interval: Duration::from_secs(1),
            timeout: None,
            max_retry_after: Duration::from_secs(3600),
            max_response_bytes: 64 << 20,
            max_response_header_bytes: 64 << 10,
            deadline: None,
        }
    }
}

/// When runs have to be over.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RunDeadline {
    /// Each so long after it began.
    Each(Duration),
    /// All of them at one moment.
    All(Deadline),
}

impl RunDeadline {
    /// That of a run which begins now.
    pub(crate) fn begun(self) -> Deadline {
        match self {
            Self::Each(limit) => Deadline::after(limit),
            Self::All(deadline) => deadline,
        }
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
