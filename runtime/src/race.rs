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

/// The result of `work`, unless `end` completes before it.
///
/// # Errors
/// The result of `end`.
pub(crate) async fn race<W: Future, E: Future>(work: W, end: E) -> Result<W::Output, E::Output> {
    let (mut work, mut end) = (pin!(work), pin!(end));
    std::future::poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Ok(result));
        }
        end.as_mut().poll(context).map(Err)
    })
    .await
}

/// Completes with `deadline`, or as soon as any of `cancellations` is called for.
pub(crate) async fn ended(
    deadline: impl Future<Output = ()>,
    cancellations: &[Cancellation],
) -> Ended {
    match race(deadline, Any::of(cancellations)).await {
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
