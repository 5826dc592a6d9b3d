//! Runs workflows durably on PostgreSQL, through [DBOS](https://docs.dbos.dev): a run is a workflow of DBOS, each exchange
//! a step of it, its delays are kept there, and a worker that dies is replaced by another one. It needs nothing but the
//! database; the tables, in a schema of their own, come with the first worker.
//!
//! [`workflows!`] registers the workflows of a generated module:
//!
//! ```ignore
//! use arazzo_postgres::dbos::{Config, Enqueue, QueueConflict, QueueOptions, StartOptions};
//! use arazzo_postgres::{Worker, workflows};
//!
//! workflows! {
//!     /// Workflows of Sentry.
//!     pub Sentry = "sentry" in crate::sentry { provision_project_key }
//! }
//!
//! let client = crate::sentry::Client::builder().bearer_auth(token).build()?;
//! let worker = Worker::new(Config::new("provisioning", "postgres://localhost/provisioning"));
//! let sentry = Sentry::register(&worker, client)?;
//! worker.launch().await?;
//!
//! // A queue shares the runs among all workers of the application; each of these takes ten at a time.
//! let ten = QueueOptions { worker_concurrency: Some(10), ..QueueOptions::default() };
//! worker.dbos().register_queue("projects", ten, QueueConflict::AlwaysUpdate).await?;
//!
//! // Started again with its id, it is the same run.
//! let options = StartOptions {
//!     workflow_id: Some("project-17"),
//!     queue: Some(Enqueue::new("projects")),
//!     ..StartOptions::default()
//! };
//! let run = sentry.provision_project_key.start_with(inputs, options).await?;
//! let outputs = run.result().await?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A workflow that needs more than a client and its inputs is registered by hand, which is what the macro does:
//!
//! ```
//! use arazzo_postgres::{Failed, Registered, Worker, dbos, outcome};
//! use arazzo_runtime::{Client, Journaled};
//! # use arazzo_runtime::{Failure, Run};
//! # async fn place_order<T>(_: &Client<T>, _: String) -> Result<Run<String, u32, ()>, Failure<()>> {
//! #     std::future::pending().await
//! # }
//!
//! fn register(worker: &Worker, client: Client) -> Result<Registered<String, u32>, dbos::Error> {
//!     worker.register("shop/place_order", move |item: String, journal| {
//!         let client = client.clone();
//!         async move {
//!             let durable = client.over(Journaled::new(client.transport(), journal));
//!             outcome(place_order(&durable, item).await)
//!         }
//!     })
//! }
//! ```
//!
//! # What is where
//! The run has the id of the workflow (`workflow_id`), in everything that is said of it and in its idempotency keys. Its
//! inputs are in the database, secrets among them included, and so are the responses that it got, without credentials:
//! who may read the schema `dbos` may read them. They stay there until [`delete`](dbos::DBOS::delete) takes them out.
//!
//! What a run fails with is [`Failed`], and that is its result for good: a version of the workflow that is not the one
//! it was begun with, and a request that may have been processed, among them. A rule of
//! [`Journaled`](arazzo_runtime::Journaled::in_flight) can say otherwise about the latter. What ended an execution alone,
//! such as a deadline or trouble with the database, is no result: the run is executed again after a while.
//!
//! # Workers that die
//! DBOS executes the runs of a process that ended when it starts again under its name, and leaves it to somebody else to
//! find out about processes that do not. A [`Worker`] does: it holds a lock in the database for as long as it lives, and
//! when that is free for [a time](Worker::takeover), the other workers take over what it had begun. Who lost the lock
//! sends nothing until it has it again. The lock is one of a session, so the database has to be reached without a pooler
//! that shares sessions among transactions.

mod journal;
mod lease;
mod outcome;
mod running;
mod takeover;
mod worker;
mod workflows;

pub use dbos;

pub use journal::WorkflowJournal;
pub use outcome::{Failed, outcome};
pub use worker::{Registered, Worker};

#[doc(hidden)]
pub use arazzo_runtime::Journaled;
