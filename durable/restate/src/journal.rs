//! The journal of an invocation, as a journal of a run.

use std::fmt;
use std::future::pending;
use std::time::Duration;

use arazzo_runtime::{Entry, Journal, JournalError, Kept, Live, RunId};
use restate_sdk::errors::TerminalError;
use restate_sdk::prelude::{Context, ContextSideEffects, ContextTimers, Json, RunFuture};
use tokio::sync::oneshot;

/// Keeps a run in the journal of the invocation that executes it. The run has the id of the invocation.
pub struct InvocationJournal<'c, 'ctx>(&'c Context<'ctx>);

impl<'c, 'ctx> InvocationJournal<'c, 'ctx> {
    /// The journal of an invocation, which is for one run, since Restate knows entries by their order.
    pub fn new(context: &'c Context<'ctx>) -> Self {
        Self(context)
    }
}

impl Journal for InvocationJournal<'_, '_> {
    fn run(&self) -> RunId {
        self.0.invocation_id().into()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        // What the context runs has to live as long as the invocation, and `live` does not: it is awaited here, and the
        // context is handed its result.
        let (begin, begun) = oneshot::channel();
        let (answer, answered) = oneshot::channel();
        let kept = self.0.run(move || async move {
            begin.send(()).ok();
            match answered.await {
                Ok(entry) => Ok(Json(entry)),
                // The run was stopped by something that is not kept.
                Err(_) => pending().await,
            }
        });
        let kept = kept.name(key);
        Box::pin(async move {
            let happens = async move {
                if begun.await.is_err() {
                    // It is played back.
                    return pending().await;
                }
                match live.await {
                    Ok(entry) => {
                        answer.send(entry).ok();
                        pending().await
                    }
                    Err(error) => error,
                }
            };
            tokio::select! {
                kept = kept => kept.map(Json::into_inner).map_err(stopped),
                error = happens => Err(error),
            }
        })
    }

    fn sleep<'a>(&'a self, _: &'a str, duration: Duration) -> Option<Kept<'a, ()>> {
        let slept = self.0.sleep(duration);
        Some(Box::pin(async move { slept.await.map_err(stopped) }))
    }
}

/// The invocation was cancelled, or the like.
fn stopped(error: TerminalError) -> JournalError {
    JournalError::lasting(format!("the invocation was stopped: {}", error.message()))
}

impl fmt::Debug for InvocationJournal<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InvocationJournal")
            .field(&self.0.invocation_id())
            .finish()
    }
}
