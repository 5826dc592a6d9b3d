//! What the steps of one run share, those of called workflows included.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use crate::limits::Deadline;
use crate::response::Response;
use crate::run::Handled;
use crate::run_id::RunId;
use crate::transport::{Timeout, Transport};

/// The state of one run. A run does one thing at a time, so nobody waits for a lock.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) id: RunId,
    /// The workflow that the run is of.
    pub(crate) workflow: &'static str,
    /// What its version is known by; nothing if nobody said.
    pub(crate) fingerprint: OnceLock<&'static str>,
    /// Whether its journal is known to be of this version.
    begun: AtomicBool,
    /// When the last entry of its journal was made, in milliseconds since 1970; 0 without one.
    moment: AtomicU64,
    /// Step executions that are left.
    budget: AtomicU32,
    pub(crate) deadline: Option<Deadline>,
    /// That of the attempt under way.
    pub(crate) timeout: Timeout,
    /// The last response, for the workflow step around it.
    last: Mutex<Option<Response>>,
    /// The failures that actions handled so far.
    handled: Mutex<Vec<Handled>>,
    /// A step was dropped or cancelled while it waited for something; the steps around it are cancelled, too.
    cancelled: AtomicBool,
}

impl State {
    pub(crate) fn new(
        id: RunId,
        workflow: &'static str,
        max_steps: u32,
        deadline: Option<Deadline>,
    ) -> Self {
        Self {
            id,
            workflow,
            fingerprint: OnceLock::new(),
            begun: AtomicBool::new(false),
            moment: AtomicU64::new(0),
            budget: AtomicU32::new(max_steps),
            deadline,
            timeout: Timeout::default(),
            last: Mutex::default(),
            handled: Mutex::default(),
            cancelled: AtomicBool::new(false),
        }
    }

    /// How long an attempt that may take `timeout` is waited for: the run has to be over by its deadline. While the
    /// timeout is `held` nothing else ends it.
    pub(crate) fn patience(
        &self,
        transport: &impl Transport,
        timeout: Duration,
        held: bool,
    ) -> Option<Duration> {
        let left = self.deadline.map(|deadline| deadline.left(transport));
        match held {
            true => left,
            false => Some(left.map_or(timeout, |left| left.min(timeout))),
        }
    }

    /// Takes one execution from the budget, if one is left.
    pub(crate) fn spend(&self) -> bool {
        let budget = &self.budget;
        let less = |left: u32| left.checked_sub(1);
        budget
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }

    pub(crate) fn last(&self) -> Option<Response> {
        locked(&self.last).clone()
    }

    pub(crate) fn set_last(&self, response: Response) {
        *locked(&self.last) = Some(response);
    }

    pub(crate) fn handle(&self, handled: Handled) {
        locked(&self.handled).push(handled);
    }

    /// How many failures were handled so far.
    pub(crate) fn handled_count(&self) -> usize {
        locked(&self.handled).len()
    }

    /// The failures that were handled after the first `count`.
    pub(crate) fn handled_since(&self, count: usize) -> Vec<Handled> {
        let handled = locked(&self.handled);
        handled.get(count..).map(<[_]>::to_vec).unwrap_or_default()
    }

    pub(crate) fn is_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    pub(crate) fn set_begun(&self) {
        self.begun.store(true, Ordering::Relaxed);
    }

    /// When the last entry of the journal was made. Time passes in a journaled run from entry to entry, so that what it
    /// decides by the time is the same each time it is executed.
    pub(crate) fn moment(&self) -> Option<SystemTime> {
        let millis = Some(self.moment.load(Ordering::Relaxed)).filter(|it| *it > 0)?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis))
    }

    /// Takes milliseconds since 1970.
    pub(crate) fn set_moment(&self, millis: u64) {
        self.moment.fetch_max(millis, Ordering::Relaxed);
    }

    pub(crate) fn set_cancelled(&self, cancelled: bool) {
        self.cancelled.store(cancelled, Ordering::Relaxed);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
