//! What a step waits for besides responses: delays of retries, pauses of polling, called workflows. None of it lasts
//! longer than the run may.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::Step;
use crate::error::{Kind, StepError};
use crate::journal::{Book, JournalError, Journaling};
use crate::observer::EventKind;
use crate::race::{Any, race};
use crate::response::Response;
use crate::retry::{Retry, retry_after};
use crate::run::Failure;
use crate::transport::Transport;

impl<T: Transport> Step<'_, T> {
    /// Whether `retry` is to follow `failure`: retries are left, and the server does not ask for a delay beyond the
    /// limit, which the failure says from then on (D-58).
    pub fn may_retry(&self, retry: &mut Retry, failure: &mut StepError) -> bool {
        if !retry.is_left() {
            return false;
        }
        if let Some(asked) = self.asked(failure)
            && let Some(refusal) = self.refused(asked)
        {
            failure.note(&refusal);
            return false;
        }
        retry.take();
        if !failure.is_repeated() {
            self.note_handled(retry.name(), failure);
        }
        true
    }

    /// Lets the delay of a retry pass, counted from the failure. `Retry-After` of its response replaces `retryAfter`.
    ///
    /// # Errors
    /// [`Kind::Timeout`] if the deadline of the run leaves no time for it, [`Kind::Cancelled`].
    pub async fn wait(&self, retry: &Retry, failure: &StepError) -> Result<(), StepError> {
        self.report_engines();
        let asked = self.asked(failure).unwrap_or(retry.after());
        let elapsed = self.since(failure);
        let delay = asked.saturating_sub(elapsed);
        self.emit(EventKind::ActionTaken {
            action: retry.name(),
            delay,
        });
        let paused = self.pause(delay, Some(retry.left())).await;
        paused.map_err(|late| late.noting(&format!("the last attempt: {}", failure.message())))
    }

    /// Lets the pause between two rounds of a polling loop pass: what `Retry-After` of `response` asks for, else the
    /// poll interval of the client.
    ///
    /// # Errors
    /// [`Kind::Criteria`] if the server asks for more than the limit, [`Kind::Timeout`] if the deadline of the run
    /// leaves no time for it, [`Kind::Cancelled`].
    pub async fn pace<'r>(
        &self,
        response: impl Into<Option<&'r Response>>,
    ) -> Result<(), StepError> {
        self.report_engines();
        let asked = response
            .into()
            .and_then(|response| retry_after(response.headers(), self.now()));
        if let Some(refusal) = asked.and_then(|asked| self.refused(asked)) {
            return Err(self.error(Kind::Criteria, refusal));
        }
        let interval = self.client.limits().poll_interval;
        self.pause(asked.unwrap_or(interval), None).await
    }

    /// Waits for a called workflow, but no longer than the step's timeout.
    ///
    /// # Errors
    /// [`Kind::Timeout`] if it is not done by then; [`Kind::Journal`] in a run with a journal (D-139).
    pub async fn within<F: Future>(
        &self,
        timeout: Duration,
        work: F,
    ) -> Result<F::Output, StepError> {
        if self.client.transport().journal().is_some() {
            let message = format!(
                "the called workflow has a timeout of {timeout:?}, and a run with a journal cannot give it up in the middle: \
                 it would not be played back to the same place"
            );
            return Err(self.unkept(&JournalError::lasting(message)));
        }
        let deadline = pin!(self.client.transport().deadline(timeout));
        let done = race(pin!(work), deadline).await;
        done.map_err(|()| {
            // The steps of the called workflow are cancelled by now, but not those around.
            self.run.set_cancelled(false);
            let message = format!("the called workflow took longer than {timeout:?}");
            self.error(Kind::Timeout, message)
        })
    }

    /// The workflow that this step called failed.
    pub fn nested<S, O, D>(&self, cause: Failure<S, O, D>) -> StepError
    where
        S: Send + Sync + 'static,
        O: Send + Sync + 'static,
        D: 'static,
    {
        let mut message = format!("workflow `{}` failed", cause.workflow());
        let mut kind = Kind::Nested;
        if cause.kind() == Kind::Cancelled {
            kind = Kind::Cancelled;
            message.push_str(": the run was cancelled");
        } else if cause.kind() == Kind::Journal {
            kind = Kind::Journal;
            message.push_str(": its journal does not let it go on");
        } else if cause.is_overdue() {
            kind = Kind::Timeout;
            message.push_str(&match self.run.deadline {
                Some(deadline) => format!(": {deadline} has passed"),
                None => String::new(),
            });
        }
        let response = cause.response().cloned();
        let overdue = cause.is_overdue();
        let error = self
            .error(kind, message)
            .after(self.position.attempt, response)
            .caused_by(cause);
        if overdue { error.overdue() } else { error }
    }

    /// The time of day; with a journal that of its last entry, so that what follows from it is the same each time the run
    /// is executed.
    fn now(&self) -> SystemTime {
        let moment = self.run.moment();
        moment.unwrap_or_else(|| self.client.transport().now())
    }

    /// How much time has passed since the attempt failed.
    fn since(&self, failure: &StepError) -> Duration {
        match failure.moment() {
            Some(moment) => self.now().duration_since(moment).unwrap_or_default(),
            None => self.client.transport().elapsed(failure.at()),
        }
    }

    /// The delay that the response of a failed attempt asks for, counted from the failure.
    fn asked(&self, failure: &StepError) -> Option<Duration> {
        let response = failure.response()?;
        let failed = self.now().checked_sub(self.since(failure));
        retry_after(response.headers(), failed.unwrap_or(SystemTime::UNIX_EPOCH))
    }

    /// Why a delay that the server asks for is not waited for, if it is not.
    fn refused(&self, asked: Duration) -> Option<String> {
        let limit = self.client.limits().max_retry_after;
        (asked > limit).then(|| {
            format!(
                "the server asks to wait for {} s before the next attempt, and the limit for `Retry-After` is {limit:?}",
                asked.as_secs()
            )
        })
    }

    /// Lets `delay` pass, unless the run has to be over before or is cancelled. `left`: see [`EventKind::Waiting`].
    async fn pause(&self, delay: Duration, left: Option<u32>) -> Result<(), StepError> {
        let transport = self.client.transport();
        let journal = transport.journal();
        // A journal may know a delay that is over.
        if journal.is_none() {
            self.has_time_for(delay)?;
        }
        self.emit(EventKind::Waiting { delay, left });
        if delay.is_zero() {
            return Ok(());
        }
        self.waiting.store(true, Ordering::Relaxed);
        let cancelled = Any::of(&self.client.run().cancellations);
        let paused = match journal {
            // Boxed, as what is rare must not make every run's future larger.
            Some(journal) => race(Box::pin(self.sleep_kept(journal, delay)), cancelled).await,
            None => race(pin!(transport.sleep(delay)), cancelled).await.map(Ok),
        };
        self.waiting.store(false, Ordering::Relaxed);
        paused.unwrap_or_else(|()| Err(self.cancelled(&format!(" during a delay of {delay:?}"))))
    }

    /// Whether the deadline of the run leaves time for a delay.
    fn has_time_for(&self, delay: Duration) -> Result<(), StepError> {
        if !delay.is_zero()
            && let Some(deadline) = self.run.deadline
            && deadline.left(self.client.transport()) <= delay
        {
            let message = format!("{deadline} leaves no time for a delay of {delay:?}");
            return Err(self.overdue(message));
        }
        Ok(())
    }

    /// Lets what is left of a delay pass, which began at the last entry of the journal.
    async fn sleep_kept(
        &self,
        journaling: Journaling<'_>,
        delay: Duration,
    ) -> Result<(), StepError> {
        let transport = self.client.transport();
        let clock = || transport.now();
        let book = Book::new(journaling, &self.run, &clock);
        let unkept = |error: JournalError| self.unkept(&error);
        book.begin().await.map_err(unkept)?;
        let until = self.now().checked_add(delay);
        let until = until.ok_or_else(|| unkept(JournalError::lasting("a delay has no end")))?;
        let nth = self.delays.fetch_add(1, Ordering::Relaxed);
        let position = self.position.at(nth);
        if let Some(slept) = book.sleep(&position, until).await {
            return slept.map_err(unkept);
        }
        let until = book.delay(&position, until).await.map_err(unkept)?;
        let left = until.duration_since(transport.now()).unwrap_or_default();
        // Whatever became of the clock, nobody waits for longer than the delay is.
        let left = left.min(delay);
        self.has_time_for(left)?;
        if !left.is_zero() {
            transport.sleep(left).await;
        }
        Ok(())
    }
}
