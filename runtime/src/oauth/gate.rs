//! A turn that one task at a time has, whatever runtime polls it.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

#[derive(Default)]
pub(super) struct Gate(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    taken: bool,
    waiting: Vec<Waker>,
}

/// Ends when dropped, also by a task that is cancelled.
pub(super) struct Turn<'a>(&'a Gate);

impl Gate {
    /// Waits until nobody else has it.
    pub(super) async fn turn(&self) -> Turn<'_> {
        poll_fn(|context| {
            let mut queue = self.queue();
            if queue.taken {
                let waker = context.waker();
                if !queue.waiting.iter().any(|it| it.will_wake(waker)) {
                    queue.waiting.push(waker.clone());
                }
                return Poll::Pending;
            }
            queue.taken = true;
            Poll::Ready(Turn(self))
        })
        .await
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.taken = false;
        let waiting = std::mem::take(&mut queue.waiting);
        drop(queue);
        // All of them: were it one, and that one cancelled, the others would sleep for ever.
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn one_at_a_time_and_a_cancelled_one_gives_way() {
        let gate = Gate::default();
        let mut context = Context::from_waker(Waker::noop());
        let (mut second, mut third) = (pin!(gate.turn()), pin!(gate.turn()));
        {
            let mut first = pin!(gate.turn());
            let Poll::Ready(turn) = first.as_mut().poll(&mut context) else {
                panic!("nobody else has it");
            };
            assert!(second.as_mut().poll(&mut context).is_pending());
            drop(turn);
        }
        assert!(third.as_mut().poll(&mut context).is_ready());
        assert!(second.as_mut().poll(&mut context).is_ready());
    }
}
