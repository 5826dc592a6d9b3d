//! Executes runs, with settings and credentials of its own process.

use std::sync::Arc;

use arazzo_batch::{Pace, Paced};
use arazzo_runtime::{AnyTransport, Decision, Journal, Journaled, RunOptions};
use clap::ArgMatches;
use serde_json::{Map, Value};

use super::asked::Asked;
use super::recording::{Notes, Recording};
use super::task::Task;
use crate::arguments::worker::{pace, served, settings};
use crate::arguments::{Environment, Order};
use crate::batch::outcome::{Attempts, Outcome};
use crate::invocation::{Completed, Invocation, Prerequisites, SharedClient};
use crate::preview::Secrets;
use crate::refused::Refused;
use crate::registry::Document;
use crate::words::kebab;

/// Executes the workflows of documents.
pub(crate) struct Worker {
    served: Vec<Served>,
}

/// The workflows of a document, which share a client.
pub(crate) struct Served {
    document: &'static Document,
    /// Name and settings of each workflow.
    workflows: Vec<(String, Order)>,
    secrets: Secrets,
    transport: AnyTransport,
    client: SharedClient,
}

/// Why there is no outcome.
#[derive(Debug)]
pub(crate) enum Unfinished {
    /// The task is wrong, and stays so.
    Invalid(String),
    /// The execution ended, and the run may come further when it is executed again.
    Again(String),
}

impl Worker {
    /// A worker as the arguments say.
    ///
    /// # Errors
    /// An argument makes no sense, or names what there is not.
    pub(crate) fn new(
        documents: &'static [Document],
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let pace = pace(matches)?;
        let served = served(documents, matches)?.into_iter();
        let served = served.map(|document| Served::new(document, &pace, matches, environment));
        Ok(Self {
            served: served
                .filter_map(Result::transpose)
                .collect::<Result<_, _>>()?,
        })
    }

    /// What it executes.
    pub(crate) fn served(&self) -> &[Served] {
        &self.served
    }

    /// Executes a run of the workflow with this name of the document with this name.
    ///
    /// # Errors
    /// See [`Unfinished`].
    pub(crate) async fn run(
        &self,
        document: &str,
        workflow: &str,
        task: Task,
        journal: impl Journal + 'static,
    ) -> Result<Outcome, Unfinished> {
        let mut served = self.served.iter();
        let found = served.find_map(|served| {
            let mut workflows = served.workflows.iter();
            let of_document = served.document.name == document;
            let (_, order) = workflows.find(|(name, _)| of_document && name == workflow)?;
            Some((served, order))
        });
        let Some((served, order)) = found else {
            return Err(Unfinished::Invalid(format!(
                "there is no workflow `{workflow}` of `{document}`"
            )));
        };
        served.run(order, task, journal).await
    }
}

impl Served {
    /// The workflows of a document; none if it has none.
    fn new(
        document: &'static Document,
        pace: &Pace,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Option<Self>, Refused> {
        let settings = settings(document, matches, environment)?;
        let transport = Paced::new(settings.transport()?, *pace);
        let orders = document.workflows.iter().map(|workflow| Order {
            document,
            workflow,
            inputs: Map::new(),
            before: Vec::new(),
            settings: settings.clone(),
            journal: None,
            json: true,
        });
        let workflows: Vec<_> = names(document).into_iter().zip(orders).collect();
        let secrets = workflows.first().map(|(_, order)| Secrets::new(order));
        Ok(secrets.map(|secrets| Self {
            document,
            workflows,
            secrets,
            transport: AnyTransport::new(transport),
            client: SharedClient::default(),
        }))
    }

    /// The document's name.
    pub(crate) fn name(&self) -> &'static str {
        self.document.name
    }

    /// The names of the workflows.
    pub(crate) fn workflows(&self) -> impl Iterator<Item = &str> {
        self.workflows.iter().map(|(name, _)| name.as_str())
    }

    async fn run(
        &self,
        order: &Order,
        task: Task,
        journal: impl Journal + 'static,
    ) -> Result<Outcome, Unfinished> {
        let workflow = order.workflow;
        let invalid = |Refused(message)| Unfinished::Invalid(message);
        (workflow.check)(&task.inputs).map_err(invalid)?;
        let attempts = Attempts::default();
        let is_again = task.earlier.is_some();
        let notes = Notes::default();
        let journal = Recording::new(journal, task.earlier.unwrap_or_default(), notes.clone());
        let journaled = Journaled::new(self.transport.clone(), journal);
        let journaled = journaled.in_flight(move |_| match is_again {
            true => Decision::SendAgain,
            false => Decision::Stop,
        });
        let invocation = Invocation {
            settings: Arc::new(order.settings.clone()),
            transport: AnyTransport::new(journaled),
            client: Arc::clone(&self.client),
            inputs: task.inputs.clone(),
            prerequisites: prerequisites(order, task.prerequisites)?,
            options: RunOptions::new().observer(attempts.clone()),
            is_stored: task.is_prerequisite,
        };
        let finished = (workflow.run)(&invocation).await;
        let finished = finished.map_err(|Refused(message)| Unfinished::Again(message))?;
        if let Some(error) = finished
            .ending
            .as_ref()
            .err()
            .filter(|it| it.is_resumable())
        {
            return Err(Unfinished::Again(error.to_string()));
        }
        let count = attempts.count();
        let outcome = Outcome::of_run(order, &self.secrets, &task.inputs, &finished, count);
        Ok(match outcome.kind() {
            Some(_) => outcome.with_journal(notes.take()),
            None => outcome,
        })
    }
}

/// The runs that a workflow depends on.
fn prerequisites(
    order: &Order,
    mut given: Map<String, Value>,
) -> Result<Prerequisites, Unfinished> {
    let keys = order.workflow.prerequisites.iter();
    let completed = keys.map(|key| match given.remove(*key) {
        Some(run) => Ok((*key, Completed::stored(run))),
        None => Err(Unfinished::Invalid(format!(
            "workflow `{}` depends on `{key}`, whose run is not among `prerequisites`",
            order.workflow.id
        ))),
    });
    completed.collect()
}

/// The names of a document's workflows, each of which engines allow for, and none of which is there twice.
fn names(document: &Document) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for workflow in document.workflows {
        let plain = kebab(workflow.key).replace('-', "_");
        let plain: String = plain
            .chars()
            .filter(|it| it.is_ascii_alphanumeric() || *it == '_')
            .collect();
        let plain = match plain.chars().next() {
            Some(first) if first.is_ascii_alphabetic() => plain,
            _ => format!("workflow_{plain}"),
        };
        let numbered = (2..).map(|number: u32| format!("{plain}_{number}"));
        let mut free = std::iter::once(plain.clone())
            .chain(numbered)
            .filter(|name| !names.contains(name));
        names.extend(free.next());
    }
    names
}

/// The name of the workflow of a run.
///
/// # Errors
/// It is of another document.
pub(crate) fn name(asked: &Asked) -> Result<String, Refused> {
    let workflows = asked.document.workflows.iter();
    let mut named = workflows.zip(names(asked.document));
    let found = named.find(|(workflow, _)| workflow.key == asked.workflow.key);
    let (_, name) = found.ok_or_else(|| Refused::new("the workflow is of another document"))?;
    Ok(name)
}

/// Completes when the process is to end.
pub(crate) async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    tokio::signal::ctrl_c().await.ok();
}
