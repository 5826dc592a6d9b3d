//! What becomes of runs that nobody executes any more although they have no result.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dbos::sysdb::postgres::{PostgresSystemDatabase, Settings};
use dbos::sysdb::types::{WorkflowFilter, WorkflowRecord, WorkflowStatus};
use dbos::sysdb::{INTERNAL_QUEUE, SystemDatabase};
use dbos::{Config, DBOS, EngineOnly, ResumeOptions};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::postgres::PgPoolOptions;
use tokio::time::timeout;

use crate::lease::{Lease, PREFIX, try_lock, unlock};
use crate::running::{Idle, Running};

/// How long a worker that stops tries to hand on what it had begun. It is missed later if it does not succeed.
const PATIENCE: Duration = Duration::from_secs(5);

/// After how long a run is lost that the engine does not begin to execute, or does not write down the result of. While the
/// database is away it tries again after up to 90 seconds; a run that is handed out twice is executed twice.
const LOST: Duration = Duration::from_secs(180);

/// Looks for runs of workers that are gone, and for runs of this one that it does not execute: their execution ended
/// without a result, or the database ended while they were handed out.
pub(crate) struct Takeover {
    lease: Arc<Lease>,
    dbos: DBOS,
    running: Arc<Running>,
    after: Duration,
    /// Since when locks of workers with runs are seen to be free.
    free: HashMap<String, Instant>,
    /// Since when runs of this worker are seen not to be executed, for no reason that is known.
    idle: HashMap<String, Instant>,
    /// What [`DBOS`] has no function for.
    database: Option<PostgresSystemDatabase>,
}

impl Takeover {
    pub(crate) fn new(
        lease: Arc<Lease>,
        dbos: DBOS,
        running: Arc<Running>,
        after: Duration,
    ) -> Self {
        let database = database(lease.config());
        Self {
            lease,
            dbos,
            running,
            after,
            free: HashMap::new(),
            idle: HashMap::new(),
            database,
        }
    }

    /// What was seen does not count any more: the database was out of reach, for other workers as well.
    pub(crate) fn forget(&mut self) {
        self.free.clear();
    }

    /// Hands runs of workers that are gone to those that live, and lets runs go on that nobody executes.
    ///
    /// # Errors
    /// The session is of no use any more. Anything else is tried again the next time.
    pub(crate) async fn look(
        &mut self,
        session: &mut PgConnection,
        patience: Duration,
    ) -> sqlx::Result<()> {
        let pending = WorkflowFilter {
            status: vec![WorkflowStatus::Pending],
            load_input: false,
            load_output: false,
            ..WorkflowFilter::default()
        };
        let Ok(Ok(pending)) = timeout(patience, self.dbos.list_workflows(&pending)).await else {
            return Ok(());
        };
        let name = self.lease.name();
        let (own, others): (Vec<_>, Vec<_>) = pending
            .into_iter()
            .partition(|run| run.executor_id.as_deref() == Some(name));
        self.resume(own, patience).await;
        let workers = others.into_iter().filter_map(|run| run.executor_id);
        let workers = workers.filter(|it| it.starts_with(PREFIX)).collect();
        self.take_over(workers, session, patience).await
    }

    /// Takes over what workers have begun that are gone.
    async fn take_over(
        &mut self,
        workers: BTreeSet<String>,
        session: &mut PgConnection,
        patience: Duration,
    ) -> sqlx::Result<()> {
        self.free.retain(|worker, _| workers.contains(worker));
        for worker in workers {
            if !in_time(patience, try_lock(session, &worker)).await? {
                self.free.remove(&worker);
                continue;
            }
            let since = *self.free.entry(worker.clone()).or_insert_with(Instant::now);
            if since.elapsed() >= self.after {
                // What does not succeed now is tried again the next time.
                timeout(patience, self.hand_on(&worker)).await.ok();
            }
            in_time(patience, unlock(session, &worker)).await?;
        }
        Ok(())
    }

    async fn hand_on(&self, worker: &str) {
        if let (Some(database), Ok(version)) = (&self.database, self.dbos.app_version()) {
            put_back(database, worker, &version).await;
        }
    }

    /// Puts runs of this worker back into their queues that it does not execute.
    async fn resume(&mut self, own: Vec<WorkflowRecord>, patience: Duration) {
        let ids: HashSet<&str> = own.iter().map(|run| run.workflow_id.as_str()).collect();
        self.idle.retain(|id, _| ids.contains(id.as_str()));
        self.running.forget_older(LOST + self.after);
        for run in &own {
            let id = run.workflow_id.as_str();
            // Asked for now, since it may have begun after the database was asked.
            let (since, pause) = match self.running.idle(run.name.as_deref(), id) {
                None => {
                    self.idle.remove(id);
                    continue;
                }
                Some(Idle::Ended(at)) => (at, self.after / 2),
                Some(Idle::Unknown) => {
                    let since = self.idle.entry(id.to_owned());
                    (*since.or_insert_with(Instant::now), LOST)
                }
            };
            if since.elapsed() < pause {
                continue;
            }
            self.running.forget(id);
            let queue = run.queue_name.as_deref();
            let options = ResumeOptions { queue };
            let resumed = self.dbos.resume_with::<Value, EngineOnly>(id, options);
            // It is lost if that does not succeed.
            timeout(patience, resumed).await.ok();
        }
    }
}

/// Connects when it is used first; none if the address is none, which [`DBOS::launch`] reports.
fn database(config: &Config) -> Option<PostgresSystemDatabase> {
    let pool = PgPoolOptions::new().max_connections(1).min_connections(0);
    let pool = pool.connect_lazy(&config.database_url).ok()?;
    let settings = Settings {
        schema: &config.schema,
        application_name: Some(&config.app_name),
        ..Settings::default()
    };
    Some(PostgresSystemDatabase::from_pool(pool, &settings))
}

/// Puts runs back into their queues that a worker had begun and nobody executes. An error leaves everything as it is.
async fn put_back(database: &PostgresSystemDatabase, worker: &str, version: &str) {
    let workers = [worker];
    let back = database.reenqueue_for_recovery(&workers, version, INTERNAL_QUEUE);
    back.await.ok();
}

/// Hands on what this worker had begun, at its end, so that nobody has to wait until it is missed.
pub(crate) async fn hand_on_own(lease: &Lease, version: &str) {
    if let Some(database) = database(lease.config()) {
        let back = put_back(&database, lease.name(), version);
        timeout(PATIENCE, back).await.ok();
        database.close().await;
    }
}

/// An answer that is late is none: a session has to be given up then, since nobody knows what it holds.
async fn in_time<V>(
    patience: Duration,
    answer: impl Future<Output = sqlx::Result<V>>,
) -> sqlx::Result<V> {
    let answer = timeout(patience, answer).await;
    answer.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}
