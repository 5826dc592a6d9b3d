//! Time that only passes where somebody waits for it.

use std::time::{Duration, Instant, SystemTime};

/// A clock that delays move on at once, and nothing else.
pub(super) struct Clock {
    began: SystemTime,
    /// The delays, and when each was asked for.
    delays: Vec<(Instant, Duration)>,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self {
            began: SystemTime::now(),
            delays: Vec::new(),
        }
    }

    pub(super) fn pass(&mut self, delay: Duration) {
        self.delays.push((Instant::now(), delay));
    }

    pub(super) fn delays(&self) -> Vec<Duration> {
        self.delays.iter().map(|(_, delay)| *delay).collect()
    }

    /// How much has been waited since `moment`.
    pub(super) fn elapsed(&self, moment: Instant) -> Duration {
        let since = self.delays.iter().filter(|(at, _)| *at >= moment);
        since.fold(Duration::ZERO, |sum, (_, delay)| sum.saturating_add(*delay))
    }

    pub(super) fn now(&self) -> SystemTime {
        let passed = self.delays().into_iter();
        let passed = passed.fold(Duration::ZERO, Duration::saturating_add);
        self.began.checked_add(passed).unwrap_or(self.began)
    }
}
