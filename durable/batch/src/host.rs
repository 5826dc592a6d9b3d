//! One host: how many requests it is sent at a time, and when it is left alone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::Instant;

/// The first pause after an answer that does not say how long to wait.
const FIRST: Duration = Duration::from_millis(100);
/// Pauses double up to this one.
const LONGEST: Duration = Duration::from_secs(60);
/// A server that asks for more is asked again after this long.
const MOST: Duration = Duration::from_secs(3600);

/// A host (D-142).
///
/// A refusal halves the number of requests that may be under way, and as many answers as that is let it grow by an eighth
/// until it is the limit again. Requests that were under way when the host refused one know nothing of it, so that what
/// they come to changes nothing: a refusal counts once.
#[derive(Debug)]
pub(crate) struct Host {
    slots: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: usize,
    /// How many requests may be under way.
    window: usize,
    /// How many of those under way are more than that.
    surplus: usize,
    under_way: usize,
    /// The most that were since the window changed.
    most: usize,
    /// Answers since the window changed.
    answers: usize,
    /// Counts refusals.
    round: u64,
    pause: Duration,
    until: Option<Instant>,
}

impl Host {
    pub(crate) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            slots: Semaphore::new(limit),
            state: Mutex::new(State {
                limit,
                window: limit,
                surplus: 0,
                under_way: 0,
                most: 0,
                answers: 0,
                round: 0,
                pause: Duration::ZERO,
                until: None,
            }),
        }
    }

    /// Waits until a request more may be under way. First come, first served.
    pub(crate) async fn turn(self: Arc<Self>) -> Turn {
        // It is never closed, so that there is no error.
        if let Ok(permit) = self.slots.acquire().await {
            permit.forget();
        }
        let mut state = self.state();
        state.under_way = state.under_way.saturating_add(1);
        state.most = state.most.max(state.under_way);
        let round = state.round;
        drop(state);
        Turn { host: self, round }
    }

    /// The moment until which it is left alone, if that is to come.
    pub(crate) fn paused_until(&self) -> Option<Instant> {
        let until = self.state().until;
        until.filter(|until| *until > Instant::now())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request under way; it is over when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    host: Arc<Host>,
    round: u64,
}

impl Turn {
    /// It is sent now, and not when its turn began.
    pub(crate) fn sent(&mut self) {
        self.round = self.host.state().round;
    }

    /// The host refused it as one too many, and asked for a delay or not.
    pub(crate) fn refused(self, asked: Option<Duration>) {
        let mut state = self.host.state();
        let is_news = self.round == state.round;
        if is_news {
            state.round = state.round.wrapping_add(1);
            state.pause = state.pause.saturating_mul(2).clamp(FIRST, LONGEST);
            let fewer = (state.window.min(state.most) / 2).max(1);
            let less = state.window.saturating_sub(fewer);
            let free = self.host.slots.forget_permits(less);
            state.surplus = state.surplus.saturating_add(less.saturating_sub(free));
            (state.window, state.most, state.answers) = (fewer, state.under_way, 0);
        }
        let pause = asked.map(|asked| asked.min(MOST));
        let pause = pause.or(is_news.then_some(state.pause));
        let until = pause.and_then(|pause| Instant::now().checked_add(pause));
        state.until = state.until.max(until);
    }

    /// The host answered it.
    pub(crate) fn answered(self) {
        let mut state = self.host.state();
        if self.round != state.round {
            return;
        }
        state.pause = Duration::ZERO;
        state.answers = state.answers.saturating_add(1);
        if state.window < state.limit && state.answers >= state.window {
            let more = (state.window / 8).max(1);
            let more = more.min(state.limit.saturating_sub(state.window));
            let taken = more.min(state.surplus);
            state.surplus = state.surplus.saturating_sub(taken);
            self.host.slots.add_permits(more.saturating_sub(taken));
            state.window = state.window.saturating_add(more);
            (state.most, state.answers) = (state.under_way, 0);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.host.state();
        state.under_way = state.under_way.saturating_sub(1);
        match state.surplus.checked_sub(1) {
            Some(left) => state.surplus = left,
            None => self.host.slots.add_permits(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// The turns that can be had now.
    fn all(host: &Arc<Host>) -> Vec<Turn> {
        let turns = std::iter::from_fn(|| Arc::clone(host).turn().now_or_never());
        turns.collect()
    }

    fn paused(host: &Host) -> u128 {
        let until = host.paused_until();
        until.map_or(0, |until| until.duration_since(Instant::now()).as_millis())
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_the_window_once_and_answers_widen_it_again() {
        let host = Arc::new(Host::new(8));
        let mut turns = all(&host);
        assert_eq!(turns.len(), 8);
        // All that were under way are refused.
        turns.drain(..4).for_each(|turn| turn.refused(None));
        assert!(all(&host).is_empty());
        turns.drain(..).for_each(|turn| turn.refused(None));
        assert_eq!(all(&host).len(), 4);
        assert_eq!(paused(&host), 100);
        for window in [5, 6, 7, 8, 8] {
            all(&host).into_iter().for_each(Turn::answered);
            assert_eq!(all(&host).len(), window);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_double_until_a_request_is_answered() {
        let host = Arc::new(Host::new(2));
        let mut pauses = Vec::new();
        for _ in 0..12 {
            for turn in all(&host) {
                turn.refused(None);
            }
            pauses.push(paused(&host));
            tokio::time::advance(LONGEST).await;
        }
        assert_eq!(pauses[..4], [100, 200, 400, 800]);
        assert_eq!(pauses[10..], [60_000, 60_000]);
        all(&host).into_iter().for_each(Turn::answered);
        all(&host).remove(0).refused(None);
        assert_eq!(paused(&host), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_server_asks_for_counts_up_to_a_limit() {
        let host = Arc::new(Host::new(3));
        let mut turns = all(&host);
        let second = Duration::from_secs(1);
        turns.remove(0).refused(Some(7 * second));
        assert_eq!(paused(&host), 7000);
        // Another one was told something shorter, and the last one more than anybody waits for.
        turns.remove(0).refused(Some(second));
        assert_eq!(paused(&host), 7000);
        turns.remove(0).refused(Some(Duration::MAX));
        assert_eq!(paused(&host), 3_600_000);
    }
}
