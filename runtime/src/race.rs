//! Whatever a run waits for, until something ends the wait.

use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::cancellation::{Cancellation, Cancelled};

/// What ended a wait before there was a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Time ran out.
    Late,
    /// The run was cancelled.
    Cancelled,
}

/// The result of `work`, unless `end` completes before it: then that of `end`, as an error.
///
/// Both stay where they are, since large futures are dear to move.
pub(crate) fn race<W: Future + Unpin, E: Future + Unpin>(
    mut work: W,
    mut end: E,
) -> impl Future<Output = Result<W::Output, E::Output>> {
    std::future::poll_fn(move |context| {
        if let Poll::Ready(result) = Pin::new(&mut work).poll(context) {
            return Poll::Ready(Ok(result));
        }
        Pin::new(&mut end).poll(context).map(Err)
    })
}

/// Completes with `deadline`, or as soon as any of `cancellations` is called for.
pub(crate) async fn ended(
    deadline: impl Future<Output = ()>,
    cancellations: &[Cancellation],
) -> Ended {
    match race(pin!(deadline), Any::of(cancellations)).await {
        Ok(()) => Ended::Late,
        Err(()) => Ended::Cancelled,
    }
}

/// Completes with the first of several cancellations; never if there are none.
pub(crate) struct Any<'a>(Vec<Cancelled<'a>>);

impl<'a> Any<'a> {
    pub(crate) fn of(cancellations: &'a [Cancellation]) -> Self {
        Self(cancellations.iter().map(Cancellation::wait).collect())
    }
}

impl Future for Any<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        for cancelled in &mut self.0 {
            if Pin::new(cancelled).poll(context).is_ready() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}
