//! The timeout of an attempt, which a transport can hold while it lets a request wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

/// The timeout of the attempt that a request belongs to; an extension of every request handed to a
/// [`Transport`](super::Transport) but those with a [`TokenRequest`](super::TokenRequest).
///
/// A transport that lets a request wait before it sends it (for a connection, or because the server is busy)
/// [holds](Self::hold) the timeout meanwhile: it is about how long the server takes. The deadline of the run goes on.
#[derive(Clone, Debug, Default)]
pub struct Timeout(Arc<AtomicUsize>);

/// While it lives the timeout does not run; afterwards it begins anew.
#[derive(Debug)]
#[must_use = "the timeout runs again as soon as this is dropped"]
pub struct Held(Timeout);

impl Timeout {
    /// Holds the timeout until what is returned is dropped, which has to happen where the exchange is polled.
    pub fn hold(&self) -> Held {
        self.0.fetch_add(1, Ordering::Relaxed);
        Held(self.clone())
    }

    fn is_held(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    /// Completes when an attempt has run out of time: when `timer` has, or the one that is begun instead when the timeout
    /// is held, or no longer is. How long it runs is what `patience` says of a timeout that is held or not.
    pub(crate) async fn elapse<D: Future<Output = ()>>(
        &self,
        mut timer: Pin<&mut Option<D>>,
        begin: impl Fn(Duration) -> D,
        patience: impl Fn(bool) -> Option<Duration>,
    ) {
        let mut held = false;
        poll_fn(|context| {
            // Whoever holds it is polled before this is, in the same turn.
            if self.is_held() != held {
                held = !held;
                timer.set(patience(held).map(&begin));
            }
            match timer.as_mut().as_pin_mut() {
                Some(timer) => timer.poll(context),
                None => Poll::Pending,
            }
        })
        .await
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
