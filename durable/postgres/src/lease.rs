//! A worker's lock in the database, by which others know that it lives.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arazzo_runtime::{JournalError, RunId};
use dbos::{Config, DBOS};
use sqlx::{Connection, PgConnection};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::takeover::Takeover;

/// What names of workers begin with. Processes of other names hold no lock.
pub(crate) const PREFIX: &str = "arazzo-";

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
}

/// Whether this worker holds its lock, and what it has to execute again.
pub(crate) struct Lease {
    name: String,
    config: Config,
    state: watch::Sender<State>,
    ended: Mutex<Vec<Ended>>,
}

/// An execution that ended without a result.
pub(crate) struct Ended {
    pub(crate) run: String,
    pub(crate) at: Instant,
}

impl Lease {
    pub(crate) fn new(name: String, config: &Config) -> Self {
        let state = State {
            epoch: Epoch(0),
            held: false,
        };
        Self {
            name,
            config: config.clone(),
            state: watch::Sender::new(state),
            ended: Mutex::default(),
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
        let state = state.wait_for(|state| state.held || state.epoch != epoch);
        match state.await {
            Ok(state) if state.epoch == epoch => Ok(()),
            _ => Err(JournalError::new(
                "the worker was without the database for so long that another one may have taken over the run",
            )),
        }
    }

    /// An execution of this run ended without a result.
    pub(crate) fn again(&self, run: String) {
        let at = Instant::now();
        self.ended().push(Ended { run, at });
    }

    /// The executions that ended without a result `pause` ago, which are taken out.
    pub(crate) fn due(&self, pause: Duration) -> Vec<Ended> {
        let mut ended = self.ended();
        let due = ended.extract_if(.., |it| it.at.elapsed() >= pause);
        due.collect()
    }

    /// Nothing panics while it is locked.
    fn ended(&self) -> MutexGuard<'_, Vec<Ended>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds the lock for as long as it is polled, and looks after what is left of workers that are gone.
    pub(crate) async fn keep(self: Arc<Self>, dbos: DBOS, after: Duration) {
        // Two of them pass before a lost session is noticed.
        let beat = after / 5;
        let mut takeover = Takeover::new(Arc::clone(&self), dbos, after);
        let mut known: Option<Instant> = None;
        loop {
            let begun = Instant::now();
            if let Ok(Ok(mut session)) = timeout(after, self.lock()).await {
                let gap = known.is_some_and(|known| known.elapsed() > after / 2);
                self.state.send_modify(|state| {
                    state.held = true;
                    state.epoch.0 += u64::from(gap);
                });
                known = Some(begun);
                while let Some(alive) = self.beat(&mut session, beat).await {
                    known = Some(alive);
                    if takeover.look(&mut session, beat).await.is_err() {
                        break;
                    }
                }
                self.state.send_modify(|state| state.held = false);
            }
            takeover.forget();
            sleep(beat / 4).await;
        }
    }

    /// A session that has the lock.
    async fn lock(&self) -> sqlx::Result<PgConnection> {
        let mut session = PgConnection::connect(&self.config.database_url).await?;
        // The server notices soon that a machine is gone, where there is a network between them.
        sqlx::query("SELECT set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '2', false), set_config('tcp_keepalives_count', '3', false)")
            .execute(&mut session)
            .await?;
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
