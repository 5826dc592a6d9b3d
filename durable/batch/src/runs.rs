//! Inputs in, results out.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use futures_util::stream::{self, FuturesUnordered, Iter, Stream};
use pin_project_lite::pin_project;

/// A run that came to its end.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Ended<O> {
    /// Which input it was for, counting from 0.
    pub index: u64,
    /// What the function returned.
    pub result: O,
    /// When it began.
    pub started: SystemTime,
    /// How long it took.
    pub took: Duration,
}

/// Runs for many inputs, of which a number is under way at a time. A [`Stream`] of the results in the order in which they
/// come; nothing happens unless it is asked for them.
///
/// An input is taken when there is room for its run, and a result is handed over before the next one is waited for, so
/// that as many inputs, runs and results are in memory as may be under way.
pub struct Runs<S, F, R> {
    /// None once there are no more.
    inputs: Option<Pin<Box<S>>>,
    concurrency: usize,
    run: F,
    taken: u64,
    running: FuturesUnordered<Running<R>>,
}

impl<I: Iterator, F, R> Runs<Iter<I>, F, R> {
    /// Runs `run` for each input, `concurrency` of them at a time, but at least one.
    pub fn new<O>(inputs: impl IntoIterator<IntoIter = I>, concurrency: usize, run: F) -> Self
    where
        F: FnMut(I::Item) -> R,
        R: Future<Output = O>,
    {
        Self::of_stream(stream::iter(inputs), concurrency, run)
    }
}

impl<S: Stream, F: FnMut(S::Item) -> R, R: Future> Runs<S, F, R> {
    /// The same for inputs that come as a stream.
    pub fn of_stream(inputs: S, concurrency: usize, run: F) -> Self {
        Self {
            inputs: Some(Box::pin(inputs)),
            concurrency: concurrency.max(1),
            run,
            taken: 0,
            running: FuturesUnordered::new(),
        }
    }

    /// The next result; none when all inputs have had theirs. Nothing is lost if it is not waited for to the end.
    pub async fn next(&mut self) -> Option<Ended<R::Output>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Takes no further inputs: what is under way comes to its end.
    pub fn stop(&mut self) {
        self.inputs = None;
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Ended<R::Output>>> {
        self.fill(context);
        let next = Pin::new(&mut self.running).poll_next(context);
        match next {
            // There is nothing under way, but an input may come.
            Poll::Ready(None) if self.inputs.is_some() => Poll::Pending,
            other => other,
        }
    }

    /// Begins runs while there are inputs and room for them.
    fn fill(&mut self, context: &mut Context<'_>) {
        while self.running.len() < self.concurrency {
            let Some(inputs) = &mut self.inputs else {
                return;
            };
            match inputs.as_mut().poll_next(context) {
                Poll::Ready(Some(input)) => {
                    self.running.push(Running {
                        index: self.taken,
                        started: SystemTime::now(),
                        since: Instant::now(),
                        run: (self.run)(input),
                    });
                    self.taken = self.taken.saturating_add(1);
                }
                Poll::Ready(None) => self.inputs = None,
                Poll::Pending => return,
            }
        }
    }
}

impl<S, F, R> Runs<S, F, R> {
    /// How many runs are under way.
    pub fn under_way(&self) -> usize {
        self.running.len()
    }
}

/// Its parts that have to stay where they are, are on the heap.
impl<S, F, R> Unpin for Runs<S, F, R> {}

impl<S: Stream, F: FnMut(S::Item) -> R, R: Future> Stream for Runs<S, F, R> {
    type Item = Ended<R::Output>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<S, F, R> fmt::Debug for Runs<S, F, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runs")
            .field("taken", &self.taken)
            .field("under_way", &self.under_way())
            .finish_non_exhaustive()
    }
}

pin_project! {
    /// A run under way.
    struct Running<R> {
        index: u64,
        started: SystemTime,
        since: Instant,
        #[pin]
        run: R,
    }
}

impl<R: Future> Future for Running<R> {
    type Output = Ended<R::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let own = self.project();
        own.run.poll(context).map(|result| Ended {
            index: *own.index,
            result,
            started: *own.started,
            took: own.since.elapsed(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use futures_util::StreamExt as _;
    use tokio::time::sleep;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn results_come_as_they_are_ready_with_the_index_of_their_input() {
        let delays = [30, 10, 20].map(Duration::from_millis);
        let runs = Runs::new(delays, 3, |delay| async move {
            sleep(delay).await;
            delay.as_millis()
        });
        let ended: Vec<_> = runs.map(|it| (it.index, it.result)).collect().await;
        assert_eq!(ended, [(1, 10), (2, 20), (0, 30)]);
    }

    #[tokio::test(start_paused = true)]
    async fn inputs_are_taken_when_there_is_room() {
        let (taken, running) = (Cell::new(0), Cell::new(0_usize));
        let inputs = (0..1000).inspect(|_| taken.set(taken.get() + 1));
        let mut runs = Runs::new(inputs, 7, |number: u64| {
            let running = &running;
            async move {
                running.set(running.get() + 1);
                sleep(Duration::from_millis(number % 5)).await;
                assert!(running.get() <= 7);
                running.set(running.get() - 1);
            }
        });
        let mut ended = 0;
        while runs.next().await.is_some() {
            ended += 1;
            assert!(taken.get() <= ended + 7, "{} {ended}", taken.get());
        }
        assert_eq!((ended, taken.get(), runs.under_way()), (1000, 1000, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_under_way_when_it_is_stopped_comes_to_its_end() {
        let second = Duration::from_secs(1);
        let mut runs = Runs::new(0.., 3, |_: u32| sleep(second));
        assert!(runs.next().await.is_some());
        runs.stop();
        let mut rest = 0;
        while runs.next().await.is_some() {
            rest += 1;
        }
        assert_eq!(rest, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn inputs_may_come_later() {
        let inputs = stream::iter(0..3).then(|number: u32| async move {
            sleep(Duration::from_secs(1)).await;
            number
        });
        let runs = Runs::of_stream(inputs, 2, async |number| number);
        let ended: Vec<_> = runs.map(|it| it.result).collect().await;
        assert_eq!(ended, [0, 1, 2]);
    }
}
