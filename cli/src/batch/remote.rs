//! Lines that an engine has run by its workers.

use arazzo_runtime::RunId;
use serde_json::{Map, Value};

use super::identity::Identity;
use super::inputs::Entry;
use super::outcome::Outcome;
use crate::arguments::Order;
use crate::engine::asked::{Asked, Engine};
use crate::engine::task::Task;
use crate::refused::Refused;
use crate::registry::Workflow;

/// The runs of a batch on an engine.
pub(super) struct Remote<'o> {
    order: &'o Order,
    engine: &'o dyn Engine,
    identity: Identity,
    /// The completed runs of what the workflow depends on, by key.
    completed: Map<String, Value>,
}

impl<'o> Remote<'o> {
    pub(super) fn new(order: &'o Order, engine: &'o dyn Engine, identity: Identity) -> Self {
        Self {
            order,
            engine,
            identity,
            completed: Map::new(),
        }
    }

    /// Has what comes before run, once each time that the command is called. Returns why the first one failed.
    ///
    /// # Errors
    /// See [`Engine::run`].
    pub(super) async fn prepare(&mut self) -> Result<Option<String>, Refused> {
        let id = RunId::random();
        for workflow in self.order.document.before(self.order.workflow) {
            let task = Task {
                inputs: self.order.inputs_before(workflow),
                prerequisites: self.prerequisites(workflow),
                is_prerequisite: true,
                earlier: None,
            };
            let asked = self.asked(format!("{}-{}", id.as_str(), workflow.key), workflow, task);
            let outcome = self.engine.run(&asked).await?;
            if outcome.reason.is_some() {
                let message = outcome.message().unwrap_or_default();
                return Ok(Some(format!(
                    "workflow `{}` depends on `{}`, which failed: {message}",
                    self.order.workflow.id, workflow.id
                )));
            }
            self.completed.insert(workflow.key.to_owned(), outcome.run);
        }
        Ok(None)
    }

    /// Has a line run. One that failed goes on where it did.
    ///
    /// # Errors
    /// See [`Engine::run`].
    pub(super) async fn run(&self, entry: &Entry, inputs: Value) -> Result<Outcome, Refused> {
        let workflow = self.order.workflow;
        let (failed, id) = self.identity.ids(entry);
        let mut task = Task {
            inputs,
            prerequisites: self.prerequisites(workflow),
            is_prerequisite: false,
            earlier: None,
        };
        if let Some(failed) = failed {
            // If the engine has forgotten it, this run begins in its place.
            let outcome = self
                .engine
                .run(&self.asked(failed, workflow, task.clone()))
                .await?;
            if outcome.reason.is_none() {
                return Ok(outcome);
            }
            task.earlier = Some(outcome.into_earlier());
        }
        let asked = self.asked(id, workflow, task);
        self.engine.run(&asked).await
    }

    fn asked(&self, id: String, workflow: &'static Workflow, task: Task) -> Asked {
        Asked {
            id,
            document: self.order.document,
            workflow,
            task,
        }
    }

    fn prerequisites(&self, workflow: &Workflow) -> Map<String, Value> {
        let keys = workflow.prerequisites.iter();
        let completed = keys.filter_map(|key| {
            let run = self.completed.get(*key)?.clone();
            Some(((*key).to_owned(), run))
        });
        completed.collect()
    }
}
