//! The line in which requests stand that are sent one every so often.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Who comes this much late, because timers are no finer, does not hold up those behind.
const TOLERANCE: Duration = Duration::from_millis(10);

/// Hands out moments that are `interval` apart, in the order in which they are asked for.
#[derive(Debug)]
pub(crate) struct Line {
    interval: Duration,
    next: Mutex<Option<Instant>>,
}

impl Line {
    pub(crate) fn new(interval: Duration) -> Self {
        Self {
            interval,
            next: Mutex::new(None),
        }
    }

    /// The moment at which the next request may be sent. It is taken, whether one is sent then or not.
    pub(crate) fn moment(&self) -> Instant {
        let now = Instant::now();
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let earliest = now.checked_sub(TOLERANCE).unwrap_or(now);
        let moment = next.map_or(now, |next| next.max(earliest));
        // Later than any clock goes is as good as now: nobody waits that long.
        *next = moment.checked_add(self.interval);
        moment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLI: Duration = Duration::from_millis(1);

    #[tokio::test(start_paused = true)]
    async fn moments_are_apart_and_those_that_passed_are_lost() {
        let line = Line::new(20 * MILLI);
        let start = Instant::now();
        let after = |line: &Line| line.moment().duration_since(start).as_millis();
        assert_eq!([after(&line), after(&line), after(&line)], [0, 20, 40]);
        tokio::time::advance(65 * MILLI).await;
        assert_eq!([after(&line), after(&line)], [60, 80]);
        tokio::time::advance(100 * MILLI).await;
        assert_eq!([after(&line), after(&line)], [155, 175]);
    }
}
