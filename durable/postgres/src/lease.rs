//! A worker's lock in the database, by which others know that it lives.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arazzo_runtime::{JournalError, RunId};
use dbos::{Config, DBOS};
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::running::Running;
use crate::takeover::Takeover;

/// What names of workers begin with. Processes of other names hold no lock.
pub(crate) const PREFIX: &str = "arazzo-";

/// In seconds and times: after eleven seconds a server knows that a machine is gone, where there is a network between them.
const KEEPALIVES: [(&str, &str); 3] = [
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
];

/// A name that no other worker has.
pub(crate) fn name() -> String {
    format!("{PREFIX}{}", RunId::random())
}

/// Counts the times in which a worker held its lock without a gap that others may have used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

#[derive(Clone, Copy)]
struct State {
    epoch: Epoch,
    held: bool,
    /// The worker is about to stop.
    closing: bool,
}

/// Whether this worker holds its lock.
pub(crate) struct Lease {
    name: String,
    config: Config,
    state: watch::Sender<State>,
    /// How many entries are about to be kept.
    keeping: watch::Sender<usize>,
}

/// An entry that is about to be kept, for as long as this value lives.
pub(crate) struct Keeping(Arc<Lease>);

impl Lease {
    pub(crate) fn new(name: String, config: &Config) -> Self {
        let state = State {
            epoch: Epoch(0),
            held: false,
            closing: false,
        };
        Self {
            name,
            config: config.clone(),
            state: watch::Sender::new(state),
            keeping: watch::Sender::new(0),
        }
    }

    /// The name of the worker.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn epoch(&self) -> Epoch {
        self.state.borrow().epoch
    }

    /// Waits until the lock is held. Nothing is sent before.
    pub(crate) async fn held(&self, epoch: Epoch) -> Result<(), JournalError> {
        let mut state = self.state.subscribe();
        let state = state.wait_for(|it| it.held || it.closing || it.epoch != epoch);
        match state.await {
            Ok(state) if state.closing => Err(JournalError::new("the worker stops")),
            Ok(state) if state.epoch == epoch => Ok(()),
            _ => Err(JournalError::new(
                "the worker was without the database for so long that another one may have taken over the run",
            )),
        }
    }

    /// An entry is about to be kept.
    pub(crate) fn begin(self: &Arc<Self>) -> Keeping {
        self.keeping.send_modify(|count| *count += 1);
        Keeping(Arc::clone(self))
    }

    /// Lets nothing more be sent, and waits until what is under way is answered and kept.
    pub(crate) async fn close(&self) {
        self.state.send_modify(|state| state.closing = true);
        // It is only an error if there is no lease any more.
        self.keeping
            .subscribe()
            .wait_for(|count| *count == 0)
            .await
            .ok();
    }

    /// Lets things be sent again.
    pub(crate) fn open(&self) {
        self.state.send_modify(|state| state.closing = false);
    }

    /// The lock is not held any more.
    pub(crate) fn release(&self) {
        self.state.send_modify(|state| state.held = false);
    }

    /// Holds the lock for as long as it is polled, and looks after what is left of workers that are gone.
    pub(crate) async fn keep(self: Arc<Self>, dbos: DBOS, running: Arc<Running>, after: Duration) {
        // Two of them pass before a lost session is noticed.
        let beat = after / 5;
        let mut takeover = Takeover::new(Arc::clone(&self), dbos, running, after);
        // When it was last known to be held, or not to be needed.
        let mut known = Instant::now();
        loop {
            let begun = Instant::now();
            if let Ok(Ok(mut session)) = timeout(after, self.lock()).await {
                let gap = known.elapsed() > after / 2;
                self.state.send_modify(|state| {
                    state.held = true;
                    state.epoch.0 += u64::from(gap);
                });
                known = begun;
                while let Some(alive) = self.beat(&mut session, beat).await {
                    known = alive;
                    if takeover.look(&mut session, beat).await.is_err() {
                        break;
                    }
                }
                self.release();
            }
            takeover.forget();
            sleep(beat / 4).await;
        }
    }

    /// A session that has the lock.
    async fn lock(&self) -> sqlx::Result<PgConnection> {
        let mut session = PgConnection::connect(&self.config.database_url).await?;
        for (name, value) in KEEPALIVES {
            sqlx::query("SELECT set_config($1, $2, false)")
                .bind(name)
                .bind(value)
                .execute(&mut session)
                .await?;
        }
        while !try_lock(&mut session, &self.name).await? {
            // The one before it is not closed yet, or another worker looks whether this one lives.
            sleep(Duration::from_millis(100)).await;
        }
        Ok(session)
    }

    /// Waits a while and says when the session was last known to be there, if it still is.
    async fn beat(&self, session: &mut PgConnection, beat: Duration) -> Option<Instant> {
        sleep(beat).await;
        let begun = Instant::now();
        let answer = timeout(beat, sqlx::query("SELECT 1").execute(session)).await;
        answer.is_ok_and(|it| it.is_ok()).then_some(begun)
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        let count = &self.0.keeping;
        count.send_modify(|count| *count = count.saturating_sub(1));
    }
}

/// Takes the lock of a worker for this session, unless another session has it.
pub(crate) async fn try_lock(session: &mut PgConnection, worker: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT pg_try_advisory_lock(hashtextextended($1, 0))")
        .bind(worker)
        .fetch_one(session)
        .await
}

/// Gives the lock of a worker back.
pub(crate) async fn unlock(session: &mut PgConnection, worker: &str) -> sqlx::Result<()> {
    sqlx::query("SELECT pg_advisory_unlock(hashtextextended($1, 0))")
        .bind(worker)
        .execute(session)
        .await?;
    Ok(())
}
