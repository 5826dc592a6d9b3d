//! A process that executes runs.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dbos::{Config, DBOS, DurableError, Error, WorkflowRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;

use crate::journal::WorkflowJournal;
use crate::lease::{self, Lease};
use crate::outcome::Failed;
use crate::running::Running;
use crate::takeover::hand_on_own;

/// A workflow that is registered, with its inputs and outputs: what starts runs of it.
pub type Registered<I, O, E = Failed> = WorkflowRef<I, O, E>;

/// The version that rows of DBOS have where the application gives none. Which version of a workflow a run was begun with is
/// in its journal, and compared there.
const VERSION: &str = "arazzo";

/// Executes runs, together with all other workers of the same application on the same database.
pub struct Worker {
    dbos: DBOS,
    lease: Arc<Lease>,
    running: Arc<Running>,
    takeover: Duration,
    /// What holds the lock; one task, which ends with the worker.
    keeper: Mutex<JoinSet<()>>,
}

impl Worker {
    /// A worker of an application. Its name in the database (`executor_id`) is made up anew each time.
    ///
    /// Without a version of the application (`app_version`) workers of all versions share their runs, and whether a run
    /// can go on is found out by its journal.
    pub fn new(config: Config) -> Self {
        let name = lease::name();
        let version = config.app_version.clone();
        let config = Config {
            executor_id: Some(name.clone()),
            app_version: version.or_else(|| Some(VERSION.to_owned())),
            ..config
        };
        let lease = Arc::new(Lease::new(name, &config));
        Self {
            dbos: DBOS::new(config),
            lease,
            running: Arc::default(),
            takeover: Duration::from_secs(10),
            keeper: Mutex::default(),
        }
    }

    /// How long a worker has to be gone before others execute what it had begun, ten seconds if nothing else is said. It
    /// is the same for all workers of an application. One that does not reach the database for that long gives up
    /// what it executes.
    #[must_use]
    pub fn takeover(self, after: Duration) -> Self {
        Self {
            takeover: after,
            ..self
        }
    }

    /// Registers a workflow under a name. `run` gets its inputs and its journal, and returns what
    /// [`outcome`](crate::outcome()) makes of its run, or a failure of its own.
    ///
    /// # Errors
    /// The worker was launched, or has a workflow of this name.
    pub fn register<I, O, E, F, R>(&self, name: &str, run: F) -> Result<Registered<I, O, E>, Error>
    where
        I: Serialize + DeserializeOwned + Send + 'static,
        O: Serialize + DeserializeOwned + Send + 'static,
        E: DurableError,
        F: Fn(I, WorkflowJournal) -> R + Send + Sync + 'static,
        R: Future<Output = dbos::Result<O, E>> + Send + 'static,
    {
        let (lease, running) = (Arc::clone(&self.lease), Arc::clone(&self.running));
        let run = Arc::new(run);
        let registered = self.dbos.register_workflow(name, move |inputs: I| {
            let (lease, running, run) = (lease.clone(), running.clone(), run.clone());
            async move {
                let id = dbos::workflow_id().unwrap_or_default();
                let execution = running.begin(&id);
                let ended = run(inputs, WorkflowJournal::new(id.into(), lease)).await;
                if !is_interrupted(&ended) {
                    execution.complete();
                }
                ended
            }
        })?;
        self.running.add(name);
        Ok(registered)
    }

    /// Begins to execute runs: those that are started here, those of queues, and those of workers that are gone.
    ///
    /// # Errors
    /// The database cannot be reached, or its schema is one that this version of DBOS does not know.
    pub async fn launch(&self) -> Result<(), Error> {
        self.lease.open();
        self.dbos.launch().await?;
        let keeping = Arc::clone(&self.lease).keep(
            self.dbos.clone(),
            Arc::clone(&self.running),
            self.takeover,
        );
        let mut keeper = self.keeper();
        keeper.abort_all();
        keeper.spawn(keeping);
        Ok(())
    }

    /// The instance of DBOS, for queues and for what is to be done about single runs.
    pub fn dbos(&self) -> &DBOS {
        &self.dbos
    }

    /// Stops executing, once the requests that are under way are answered. Other workers go on with what this one had begun.
    pub async fn shutdown(&self) {
        self.lease.close().await;
        let version = self.dbos.app_version();
        self.dbos.shutdown().await;
        if let Ok(version) = version {
            hand_on_own(&self.lease, &version).await;
        }
        self.keeper().abort_all();
        self.lease.release();
    }

    /// Nothing panics while it is locked.
    fn keeper(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an execution ended and the run did not: errors of the engine that it does not keep.
fn is_interrupted<O, E>(ended: &dbos::Result<O, E>) -> bool {
    matches!(
        ended,
        Err(Error::Interrupted { .. } | Error::SystemDatabase(_) | Error::WorkflowCancelled { .. })
    )
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("dbos", &self.dbos)
            .finish_non_exhaustive()
    }
}
