//! PostgreSQL: a run is a workflow of DBOS with its id, and waits in the queue of its document.

use std::fmt;
use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Duration;

use arazzo_postgres::dbos::{Client, ClientConfig, Config, Error, QueueConflict, QueueOptions};
use arazzo_postgres::dbos::{Enqueue, EnqueueOptions};
use arazzo_postgres::{WorkflowJournal, dbos};
use clap::{Arg, ArgMatches};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::asked::{Asked, Engine, Waiting};
use super::built::{Built, HEADING};
use super::task::Task;
use super::worker::{Unfinished, Worker, name, stopped};
use crate::arguments::Environment;
use crate::batch::outcome::Outcome;
use crate::print::complain;
use crate::refused::Refused;
use crate::registry::Document;

/// Whose rows these are, among those of other applications of DBOS in the same database.
const APPLICATION: &str = "arazzo";

/// How many runs a worker executes at a time if nothing else is said.
const AT_A_TIME: i32 = 100;

/// How often queues and outcomes are looked at.
const POLL: Duration = Duration::from_millis(250);

/// The engine.
pub(super) const BUILT: Built = Built {
    engine: |url, _| Ok(Box::new(Postgres::new(url))),
    options,
    work,
};

/// The options of `worker` besides the URL.
fn options() -> Vec<Arg> {
    let at_a_time = Arg::new("at-a-time")
        .long("at-a-time")
        .value_name("N")
        .value_parser(clap::value_parser!(NonZeroU16))
        .help("Runs that each worker executes at a time; what the last one says counts [default: 100]");
    vec![at_a_time.requires("postgres").help_heading(HEADING)]
}

/// A database.
struct Postgres {
    config: ClientConfig,
    client: OnceCell<Client>,
}

/// What a run without outputs leaves in the database.
#[derive(Debug, Serialize, Deserialize)]
struct Unsuccessful {
    message: String,
    /// The outcome, if the run came to one.
    outcome: Option<Value>,
}

impl fmt::Display for Unsuccessful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unsuccessful {}

impl Postgres {
    fn new(url: &str) -> Self {
        let config = ClientConfig {
            app_name: Some(APPLICATION.to_owned()),
            outcome_poll_interval: Some(POLL),
            ..ClientConfig::new(url)
        };
        Self {
            config,
            client: OnceCell::new(),
        }
    }

    /// A client of a database that workers have been at.
    async fn connect(&self, document: &str) -> Result<Client, Refused> {
        let nobody =
            "start a worker by `worker --postgres URL`, which makes what the database needs";
        let client = Client::connect(self.config.clone()).await;
        let client = client
            .map_err(|error| Refused(format!("PostgreSQL cannot be used: {error}; {nobody}")))?;
        match client.queue(document).await.map_err(unusable)? {
            Some(_) => Ok(client),
            None => Err(Refused(format!(
                "no worker has been there for `{document}`: {nobody}"
            ))),
        }
    }

    async fn ask(&self, asked: &Asked) -> Result<Outcome, Refused> {
        let document = asked.document.name;
        let client = self
            .client
            .get_or_try_init(|| self.connect(document))
            .await?;
        let options = EnqueueOptions {
            workflow_id: Some(&asked.id),
            ..EnqueueOptions::on(Enqueue::new(document))
        };
        let workflow = of_engine(document, &name(asked)?);
        let run =
            client.enqueue_with::<_, Value, Unsuccessful>(&workflow, asked.task.clone(), options);
        let run = run.await.map_err(unusable)?;
        let outcome = match run.result().await {
            Ok(outcome) => outcome,
            Err(Error::Application(Unsuccessful { message, outcome })) => match outcome {
                Some(outcome) => outcome,
                None => return Ok(Outcome::stopped(asked.workflow, &message)),
            },
            Err(error @ Error::SystemDatabase(_)) => return Err(unusable(error)),
            // It was cancelled, deleted, or given up after it had ended a hundred processes.
            Err(error) => return Ok(Outcome::stopped(asked.workflow, &error.to_string())),
        };
        Outcome::read(outcome).map_err(|error| {
            Refused(format!(
                "`{workflow}` is no workflow of this program: {error}"
            ))
        })
    }
}

impl Engine for Postgres {
    fn run<'a>(&'a self, asked: &'a Asked) -> Waiting<'a> {
        Box::pin(self.ask(asked))
    }
}

fn unusable<E: fmt::Display>(error: Error<E>) -> Refused {
    Refused(format!("PostgreSQL cannot be used: {error}"))
}

/// The name that the engine has for a workflow.
fn of_engine(document: &str, workflow: &str) -> String {
    format!("{document}/{workflow}")
}

/// Takes what is in the queues of the documents.
fn work(
    url: &str,
    documents: &'static [Document],
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<(), Refused> {
    let executes = Arc::new(Worker::new(documents, matches, environment)?);
    let queues = executes.served().iter().map(|served| served.name());
    let queues: Vec<_> = queues.collect();
    let worker = arazzo_postgres::Worker::new(Config {
        listen_queues: Some(queues.iter().map(|&queue| queue.to_owned()).collect()),
        ..Config::new(APPLICATION, url)
    });
    for served in executes.served() {
        for workflow in served.workflows() {
            register(&worker, &executes, served.name(), workflow).map_err(unusable)?;
        }
    }
    let at_a_time = matches.get_one::<NonZeroU16>("at-a-time").copied();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Refused(format!("there is no runtime: {error}")))?;
    runtime.block_on(async {
        worker.launch().await.map_err(unusable)?;
        for queue in &queues {
            open(&worker, queue, at_a_time).await.map_err(unusable)?;
        }
        complain(&format!(
            "a worker of PostgreSQL for {}\n",
            queues.join(", ")
        ));
        stopped().await;
        worker.shutdown().await;
        Ok(())
    })
}

fn register(
    worker: &arazzo_postgres::Worker,
    executes: &Arc<Worker>,
    document: &'static str,
    workflow: &str,
) -> Result<(), Error> {
    let (executes, own) = (Arc::clone(executes), Arc::<str>::from(workflow));
    let run = move |task: Task, journal| {
        let (executes, workflow) = (Arc::clone(&executes), Arc::clone(&own));
        async move { execute(&executes, document, &workflow, task, journal).await }
    };
    worker.register(&of_engine(document, workflow), run)?;
    Ok(())
}

/// The queue of a document, which says what workers do that say nothing themselves.
async fn open(
    worker: &arazzo_postgres::Worker,
    queue: &str,
    at_a_time: Option<NonZeroU16>,
) -> Result<(), Error> {
    let options = QueueOptions {
        worker_concurrency: Some(at_a_time.map_or(AT_A_TIME, |it| it.get().into())),
        polling_interval: POLL,
        ..QueueOptions::default()
    };
    let conflict = match at_a_time {
        Some(_) => QueueConflict::AlwaysUpdate,
        None => QueueConflict::NeverUpdate,
    };
    worker
        .dbos()
        .register_queue(queue, options, conflict)
        .await?;
    Ok(())
}

/// Executes a run. One that failed is a failure of it in the database, too.
async fn execute(
    executes: &Worker,
    document: &str,
    workflow: &str,
    task: Task,
    journal: WorkflowJournal,
) -> dbos::Result<Value, Unsuccessful> {
    let unsuccessful = |message, outcome| Unsuccessful { message, outcome };
    match executes.run(document, workflow, task, journal).await {
        Ok(outcome) if outcome.kind().is_none() => Ok(outcome.into_json()),
        Ok(outcome) => {
            let message = outcome.message().unwrap_or_default().to_owned();
            Err(unsuccessful(message, Some(outcome.into_json())).into())
        }
        Err(Unfinished::Invalid(message)) => Err(unsuccessful(message, None).into()),
        Err(Unfinished::Again(message)) => {
            let id = dbos::workflow_id().unwrap_or_default();
            complain(&format!("run {id} is executed again: {message}\n"));
            Err(Error::Interrupted { workflow_id: id })
        }
    }
}
