//! Time as it passed in the recording: nobody waits for it.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::{Duration, Instant, SystemTime};

#[derive(Debug, Default)]
pub(super) struct Clock {
    /// How much time has passed.
    passed: Duration,
    /// How much had passed at some moments.
    moments: Vec<(Instant, Duration)>,
    /// The time of day at the beginning, by the latest exchange.
    origin: Option<SystemTime>,
    /// Time limits that somebody waits for, by number: when they end, as time that has passed by then.
    deadlines: BTreeMap<usize, Duration>,
    next: usize,
    /// The first of the deadlines is over.
    late: bool,
    waiting: Vec<Waker>,
}

impl Clock {
    /// An exchange begins at this time of day (RFC 3339).
    pub(super) fn begin(&mut self, started: &str) {
        let started = humantime::parse_rfc3339_weak(started).ok();
        self.origin = started.and_then(|it| it.checked_sub(self.passed));
    }

    pub(super) fn pass(&mut self, duration: Duration) {
        self.passed = self.passed.saturating_add(duration);
        self.moments.push((Instant::now(), self.passed));
    }

    /// Lets a delay pass; `false` if a deadline ends before it.
    pub(super) fn sleep(&mut self, duration: Duration) -> bool {
        let first = self.deadlines.values().min().copied();
        let left = first.map(|it| it.saturating_sub(self.passed));
        match left.filter(|left| *left <= duration) {
            Some(left) => {
                self.pass(left);
                self.run_out();
                false
            }
            None => {
                self.pass(duration);
                true
            }
        }
    }

    /// The first deadline is over, whatever the clock says: it began a little before the exchange that was given up.
    pub(super) fn run_out(&mut self) {
        self.late = true;
        self.waiting.drain(..).for_each(Waker::wake);
    }

    /// A new deadline.
    pub(super) fn deadline(&mut self, duration: Duration) -> usize {
        let id = self.next;
        self.next += 1;
        self.deadlines
            .insert(id, self.passed.saturating_add(duration));
        id
    }

    pub(super) fn forget(&mut self, id: usize) {
        self.deadlines.remove(&id);
    }

    /// Whether a deadline is the one that is over.
    pub(super) fn is_over(&mut self, id: usize, waker: &Waker) -> bool {
        let first = self.deadlines.iter().min_by_key(|(_, ends)| **ends);
        if self.late && first.is_some_and(|(first, _)| *first == id) {
            self.late = false;
            return true;
        }
        self.waiting.retain(|it| !it.will_wake(waker));
        self.waiting.push(waker.clone());
        false
    }

    pub(super) fn now(&self) -> SystemTime {
        let now = self.origin.and_then(|it| it.checked_add(self.passed));
        now.unwrap_or_else(SystemTime::now)
    }

    pub(super) fn elapsed(&self, moment: Instant) -> Duration {
        let mut before = self.moments.iter().rev();
        let then = before.find(|(at, _)| *at <= moment);
        self.passed
            .saturating_sub(then.map_or(Duration::ZERO, |(_, passed)| *passed))
    }
}
