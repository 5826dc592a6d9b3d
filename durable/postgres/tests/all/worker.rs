//! A worker in a process of its own.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arazzo_postgres::dbos::{Config, Enqueue, EnqueueOptions, QueueConflict, QueueOptions};
use arazzo_postgres::{Worker, workflows};
use arazzo_workflows::sentry;

use crate::engine::Engine;
use crate::visit;

workflows! {
    /// The workflows of Sentry.
    pub(crate) Sentry = "sentry" in arazzo_workflows::sentry { provision_project_key }
}

/// The application, and its database.
pub(crate) const APPLICATION: &str = "arazzo-test";
pub(crate) const TOKEN: &str = "t0ken-of-acme";
/// The queue whose runs workers share, one at a time for each.
pub(crate) const QUEUE: &str = "runs";
/// After how long others take over.
pub(crate) const TAKEOVER: Duration = Duration::from_secs(1);

/// A run that has not ended by then never does.
pub(crate) const LONGEST: Duration = Duration::from_secs(120);

/// A worker that ends with this value.
pub(crate) struct Process(Child);

impl Process {
    /// Starts one, whose requests have its name.
    pub(crate) fn start(engine: &Engine, server: &str, name: &str) -> Self {
        Self::of_version(engine, server, name, "1")
    }

    /// Starts one with this version of the workflow `visit`.
    pub(crate) fn of_version(engine: &Engine, server: &str, name: &str, version: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--ignored", "--exact", "worker::the_worker"]);
        command.env("DATABASE", engine.url()).env("SERVER", server);
        command.env("NAME", name).env("VERSION", version);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(child.unwrap())
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Kills it with a signal that it cannot answer.
    pub(crate) fn end(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// How a run of this id is started.
pub(crate) fn queued(id: &str) -> EnqueueOptions<'_> {
    EnqueueOptions {
        workflow_id: Some(id),
        ..EnqueueOptions::on(Enqueue::new(QUEUE))
    }
}

pub(crate) fn config(engine: &Engine) -> Config {
    Config {
        outcome_poll_interval: Some(Duration::from_millis(100)),
        ..Config::new(APPLICATION, engine.url())
    }
}

/// Launches a worker that executes the runs of the queue.
pub(crate) async fn launch(worker: &Worker) {
    worker.launch().await.unwrap();
    let options = QueueOptions {
        worker_concurrency: Some(1),
        polling_interval: Duration::from_millis(100),
        ..QueueOptions::default()
    };
    let queue = worker
        .dbos()
        .register_queue(QUEUE, options, QueueConflict::AlwaysUpdate);
    queue.await.unwrap();
}

#[tokio::test]
#[ignore = "run by the others"]
async fn the_worker() {
    let given = |name| std::env::var(name).unwrap();
    let config = Config {
        database_url: given("DATABASE"),
        ..Config::new(APPLICATION, "")
    };
    let worker = Worker::new(config).takeover(TAKEOVER);
    let client = sentry::Client::builder()
        .base_url(given("SERVER"))
        .bearer_auth(TOKEN)
        .configure(|it| it.user_agent(given("NAME")));
    Sentry::register(&worker, client.build().unwrap()).unwrap();
    let client = visit::client(&given("SERVER")).build().unwrap();
    let version = given("VERSION").leak();
    visit::register(&worker, client, version).unwrap();
    launch(&worker).await;
    std::future::pending().await
}
