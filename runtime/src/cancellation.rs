//! A way to end runs from outside.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Ends the runs that it was given to ([`RunOptions::cancellation`](crate::RunOptions::cancellation)), from any thread.
/// Clones end the same runs.
///
/// What a run waits for, be it a response, a token or a delay, is dropped at once, and the run fails with
/// [`Kind::Cancelled`](crate::Kind::Cancelled), whatever its failure actions say. What a run cannot be stopped in is a
/// computation of its own, such as reading a response. A run that is simply dropped ends as well, without a failure to
/// look at.
#[derive(Clone, Default)]
pub struct Cancellation(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    cancelled: bool,
    /// Whoever waits, by the number they have.
    waiting: BTreeMap<u64, Waker>,
    next: u64,
}

impl Cancellation {
    /// One that has not been called for yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the runs. Those that begin later end before their first request.
    pub fn cancel(&self) {
        let mut state = self.state();
        state.cancelled = true;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_values().for_each(Waker::wake);
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Completes when [`cancel`](Self::cancel) is called.
    pub async fn cancelled(&self) {
        self.wait().await;
    }

    pub(crate) fn wait(&self) -> Cancelled<'_> {
        Cancelled {
            cancellation: self,
            number: None,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancellation")
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}

/// Waits for a cancellation; keeps its waker there until it is dropped.
pub(crate) struct Cancelled<'a> {
    cancellation: &'a Cancellation,
    number: Option<u64>,
}

impl Future for Cancelled<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.cancellation.state();
        if state.cancelled {
            return Poll::Ready(());
        }
        let number = self.number.unwrap_or(state.next);
        if self.number.is_none() {
            state.next = state.next.wrapping_add(1);
        }
        let waker = state
            .waiting
            .entry(number)
            .or_insert_with(|| context.waker().clone());
        waker.clone_from(context.waker());
        drop(state);
        self.number = Some(number);
        Poll::Pending
    }
}

impl Drop for Cancelled<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.cancellation.state().waiting.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Count(AtomicU32);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn everybody_who_waits_is_woken_and_nobody_who_gave_up() {
        let cancellation = Cancellation::new();
        let woken = Arc::new(Count::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        let (mut one, mut other) = (
            pin!(cancellation.cancelled()),
            pin!(cancellation.cancelled()),
        );
        for _ in 0..2 {
            assert!(one.as_mut().poll(&mut context).is_pending());
            assert!(other.as_mut().poll(&mut context).is_pending());
        }
        {
            let mut gone = pin!(cancellation.cancelled());
            assert!(gone.as_mut().poll(&mut context).is_pending());
        }
        cancellation.clone().cancel();
        assert!(cancellation.is_cancelled());
        assert_eq!(woken.0.load(Ordering::Relaxed), 2);
        assert!(one.as_mut().poll(&mut context).is_ready());
        assert!(pin!(cancellation.cancelled()).poll(&mut context).is_ready());
    }
}
