//! What becomes of runs that nobody executes any more although they have no result.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dbos::sysdb::postgres::{PostgresSystemDatabase, Settings};
use dbos::sysdb::types::{WorkflowFilter, WorkflowRecord, WorkflowStatus};
use dbos::sysdb::{INTERNAL_QUEUE, SystemDatabase};
use dbos::{DBOS, EngineOnly, ResumeOptions};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::postgres::PgPoolOptions;
use tokio::time::timeout;

use crate::lease::{Lease, PREFIX, try_lock, unlock};

/// Looks for runs of workers that are gone, and for runs of this one whose execution ended.
pub(crate) struct Takeover {
    lease: Arc<Lease>,
    dbos: DBOS,
    after: Duration,
    /// Since when locks of workers with runs are seen to be free.
    free: HashMap<String, Instant>,
    /// What [`DBOS`] has no function for.
    database: Option<PostgresSystemDatabase>,
}

impl Takeover {
    pub(crate) fn new(lease: Arc<Lease>, dbos: DBOS, after: Duration) -> Self {
        let config = lease.config();
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .min_connections(0)
            .connect_lazy(&config.database_url);
        let settings = Settings {
            schema: &config.schema,
            application_name: Some(&config.app_name),
            ..Settings::default()
        };
        // `launch` has read the address before.
        let database = pool.ok();
        let database = database.map(|pool| PostgresSystemDatabase::from_pool(pool, &settings));
        Self {
            lease,
            dbos,
            after,
            free: HashMap::new(),
            database,
        }
    }

    /// What was seen does not count any more: the database was out of reach, for other workers as well.
    pub(crate) fn forget(&mut self) {
        self.free.clear();
    }

    /// Hands runs of workers that are gone to those that live, and executions that ended to the next one.
    ///
    /// # Errors
    /// The session is of no use any more. Anything else is tried again the next time.
    pub(crate) async fn look(
        &mut self,
        session: &mut PgConnection,
        patience: Duration,
    ) -> sqlx::Result<()> {
        for ended in self.lease.due(self.after / 2) {
            if timeout(patience, self.resume(&ended.run)).await.is_err() {
                self.lease.again(ended.run);
            }
        }
        let Ok(Some(workers)) = timeout(patience, self.others()).await else {
            return Ok(());
        };
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

    /// The other workers that have begun runs and not ended them.
    async fn others(&self) -> Option<BTreeSet<String>> {
        let running = self.running(WorkflowFilter::default()).await?;
        let workers = running.into_iter().filter_map(|run| run.executor_id);
        let own = self.lease.name();
        Some(
            workers
                .filter(|it| it.starts_with(PREFIX) && it != own)
                .collect(),
        )
    }

    /// Puts runs back into their queues that a worker had begun.
    async fn hand_on(&self, worker: &str) {
        let (Some(database), Ok(version)) = (&self.database, self.dbos.app_version()) else {
            return;
        };
        // An error leaves everything as it is.
        let workers = [worker];
        let handed = database.reenqueue_for_recovery(&workers, &version, INTERNAL_QUEUE);
        handed.await.ok();
    }

    /// Puts a run back into its queue, if it is still this worker's.
    async fn resume(&self, run: &str) {
        let filter = WorkflowFilter {
            workflow_ids: vec![run],
            executor_ids: vec![self.lease.name()],
            ..WorkflowFilter::default()
        };
        let Some(own) = self.running(filter).await else {
            self.lease.again(run.to_owned());
            return;
        };
        for record in own {
            let queue = record.queue_name.as_deref();
            let options = ResumeOptions { queue };
            let resumed = self.dbos.resume_with::<Value, EngineOnly>(run, options);
            if resumed.await.is_err() {
                self.lease.again(run.to_owned());
            }
        }
    }

    /// What workers execute, as far as the database knows.
    async fn running(&self, filter: WorkflowFilter<'_>) -> Option<Vec<WorkflowRecord>> {
        let filter = WorkflowFilter {
            status: vec![WorkflowStatus::Pending],
            load_input: false,
            load_output: false,
            ..filter
        };
        self.dbos.list_workflows(&filter).await.ok()
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
