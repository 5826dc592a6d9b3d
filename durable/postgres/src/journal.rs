//! The steps of a workflow of DBOS, as a journal of a run.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use arazzo_runtime::{Entry, Journal, JournalError, Kept, Live, RunId, What};
use dbos::Error;
use dbos::sysdb::Error as Database;

use crate::lease::{Epoch, Keeping, Lease};

/// Keeps a run in the steps of the workflow that executes it. The run has the id of the workflow.
///
/// It is for one run and the workflows that are executed for it, since DBOS knows steps by their order.
pub struct WorkflowJournal {
    run: RunId,
    lease: Arc<Lease>,
    epoch: Epoch,
    /// From the entry that says that a request is about to be sent until its answer is kept. It is sent then: who finds the
    /// entry without an answer does not send it, and has to take it for sent.
    sending: Mutex<Option<Keeping>>,
}

impl WorkflowJournal {
    pub(crate) fn new(run: RunId, lease: Arc<Lease>) -> Self {
        let epoch = lease.epoch();
        Self {
            run,
            lease,
            epoch,
            sending: Mutex::default(),
        }
    }
}

impl Journal for WorkflowJournal {
    fn run(&self) -> RunId {
        self.run.clone()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            let announced = self.sending().take();
            let is_announced = announced.is_some();
            let keeping = announced.unwrap_or_else(|| self.lease.begin());
            // An error of a step is kept unless it is one of the engine, which has no room for ours.
            let failed = OnceLock::new();
            let failure = &failed;
            let happened = AtomicBool::new(false);
            let now = &happened;
            let mut live = Some(live);
            let step = dbos::step(key, move || {
                let live = live.take();
                async move {
                    let happens = async {
                        if !is_announced {
                            self.lease.held(self.epoch).await?;
                        }
                        now.store(true, Ordering::Relaxed);
                        match live {
                            Some(live) => live.await,
                            None => Err(JournalError::new("a step happens once")),
                        }
                    };
                    happens.await.map_err(|error| {
                        failure.set(error).ok();
                        self.interrupted()
                    })
                }
            });
            let kept = step.await;
            let is_announced = matches!(&kept, Ok(entry) if matches!(entry.what, What::Sending(_)));
            if is_announced && happened.load(Ordering::Relaxed) {
                *self.sending() = Some(keeping);
            }
            kept.map_err(|error| failed.into_inner().unwrap_or_else(|| stopped(error)))
        })
    }

    fn sleep<'a>(&'a self, _: &'a str, duration: Duration) -> Option<Kept<'a, ()>> {
        let slept = dbos::sleep(duration);
        Some(Box::pin(async move { slept.await.map_err(stopped) }))
    }
}

impl WorkflowJournal {
    /// Nothing panics while it is locked.
    fn sending(&self) -> MutexGuard<'_, Option<Keeping>> {
        self.sending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error after which nothing is kept.
    fn interrupted(&self) -> Error {
        Error::Interrupted {
            workflow_id: self.run.to_string(),
        }
    }
}

/// Why the engine does not go on.
fn stopped(error: Error) -> JournalError {
    match &error {
        Error::SystemDatabase(Database::UnexpectedStep { .. }) | Error::Deserialization { .. } => {
            JournalError::lasting(format!("the journal is of another run: {error}"))
        }
        _ => JournalError::new(error.to_string()),
    }
}

impl fmt::Debug for WorkflowJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WorkflowJournal").field(&self.run).finish()
    }
}
