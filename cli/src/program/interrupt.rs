//! Ends a run on SIGINT (Ctrl-C), so that what it leaves behind is written.

use std::pin::pin;
use std::task::Poll;

/// The result of `work`; none if the program is interrupted before, in which case the work is dropped where it is.
pub(super) async fn until_interrupted<F: Future>(work: F) -> Option<F::Output> {
    let (mut work, mut interrupt) = (pin!(work), pin!(tokio::signal::ctrl_c()));
    let mut listening = true;
    std::future::poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        if listening && let Poll::Ready(signal) = interrupt.as_mut().poll(context) {
            // Where signals cannot be received the program ends as ever.
            listening = false;
            if signal.is_ok() {
                return Poll::Ready(None);
            }
        }
        Poll::Pending
    })
    .await
}
