//! The runs of an order: what has to be completed before, and the workflow itself.

use std::sync::Arc;

use arazzo_runtime::{AnyTransport, Handled, RunOptions, StepError};
use serde_json::Value;

use crate::arguments::Order;
use crate::invocation::{Completed, Configure, Finished, Invocation, Prerequisites, SharedClient};
use crate::journal::{Keeping, scope};
use crate::progress::Progress;
use crate::record::Record;
use crate::refused::Refused;
use crate::registry::Workflow;
use crate::report::ran::Ran;

/// The runs of one order, which share a client.
pub(crate) struct Session<'o> {
    order: &'o Order,
    settings: Arc<dyn Configure>,
    transport: AnyTransport,
    client: SharedClient,
    /// Completed prerequisites by key; each runs once.
    completed: Prerequisites,
    /// Failures that actions of prerequisites handled.
    handled: Vec<Handled>,
    /// What ran before, in order.
    before: Vec<(&'static str, Record)>,
    progress: Option<Progress>,
    /// The journal that all runs have in common.
    keeping: Option<&'o Keeping>,
}

impl<'o> Session<'o> {
    pub(crate) fn new(
        order: &'o Order,
        transport: AnyTransport,
        progress: Option<Progress>,
    ) -> Self {
        Self {
            order,
            settings: Arc::new(order.settings.clone()),
            transport,
            client: SharedClient::default(),
            completed: Prerequisites::new(),
            handled: Vec::new(),
            before: Vec::new(),
            progress,
            keeping: None,
        }
    }

    /// The same with a journal.
    pub(crate) fn keeping(self, keeping: Option<&'o Keeping>) -> Self {
        Self { keeping, ..self }
    }

    /// Runs the workflow that is ordered; `record` notes what happens in it.
    ///
    /// # Errors
    /// A setting is invalid, or the inputs are.
    pub(crate) async fn run(mut self, record: Record) -> Result<Ran, Refused> {
        let order = self.order;
        let finished = match self.prepare().await {
            Ok(Some(error)) => Ok(not_begun(error)),
            Ok(None) => {
                let inputs = Value::Object(order.inputs.clone());
                let options = watched(&record, self.progress.as_ref());
                let transport = self.way(order.workflow);
                self.workflow(order.workflow, inputs, options, transport)
                    .await
            }
            Err(refused) => Err(refused),
        };
        if let Some(progress) = &self.progress {
            progress.finish();
        }
        Ok(self.ran(finished?, record))
    }

    /// Runs what has to be completed before the workflow that is ordered. Returns the error of the first that failed.
    ///
    /// # Errors
    /// A setting is invalid, or the inputs are.
    pub(crate) async fn prepare(&mut self) -> Result<Option<StepError>, Refused> {
        self.prepare_for(self.order.workflow).await
    }

    /// Does so for any workflow, in list order.
    async fn prepare_for(
        &mut self,
        workflow: &'static Workflow,
    ) -> Result<Option<StepError>, Refused> {
        for key in workflow.prerequisites {
            if self.completed.contains_key(key) {
                continue;
            }
            let all = self.order.document.workflows;
            let Some(prerequisite) = all.iter().find(|candidate| candidate.key == *key) else {
                return Err(Refused(format!("there is no workflow `{key}`")));
            };
            // Boxed, because a prerequisite has prerequisites. The generator has refused circles.
            if let Some(error) = Box::pin(self.prepare_for(prerequisite)).await? {
                return Ok(Some(StepError::dependency(workflow.id, error)));
            }
            let inputs = self.order.inputs_before(prerequisite);
            let (id, record) = (prerequisite.id, Record::new());
            self.before.push((id, record.clone()));
            let title = format!("{id}, before {}", workflow.id);
            let progress = self.progress.as_ref().map(|it| it.section(&title));
            let options = watched(&record, progress.as_ref());
            let transport = self.way(prerequisite);
            let finished = self
                .workflow(prerequisite, inputs, options, transport)
                .await?;
            self.handled.extend(finished.handled);
            match (finished.ending, finished.run) {
                (Err(error), _) => return Ok(Some(StepError::dependency(workflow.id, error))),
                (Ok(_), Some(run)) => {
                    self.completed
                        .insert(prerequisite.key, Completed::here(run));
                }
                (Ok(_), None) => {}
            }
        }
        Ok(None)
    }

    /// The way out of a workflow.
    fn way(&self, workflow: &Workflow) -> AnyTransport {
        let transport = self.transport();
        match self.keeping {
            Some(keeping) => keeping.transport(transport, scope(self.order, workflow)),
            None => transport,
        }
    }

    /// The way out that runs share.
    pub(crate) fn transport(&self) -> AnyTransport {
        self.transport.clone()
    }

    /// Runs a workflow whose prerequisites have been completed.
    ///
    /// # Errors
    /// A setting is invalid, or the inputs are.
    pub(crate) async fn workflow(
        &self,
        workflow: &Workflow,
        inputs: Value,
        options: RunOptions,
        transport: AnyTransport,
    ) -> Result<Finished, Refused> {
        let invocation = Invocation {
            settings: Arc::clone(&self.settings),
            transport,
            client: Arc::clone(&self.client),
            inputs,
            prerequisites: self.completed.clone(),
            options,
            is_stored: false,
        };
        let finished = (workflow.run)(&invocation).await;
        finished
            .map_err(|Refused(message)| Refused(format!("workflow `{}`: {message}", workflow.id)))
    }

    /// What became of it, with what ran before.
    pub(crate) fn ran(self, mut finished: Finished, record: Record) -> Ran {
        finished.handled.splice(0..0, self.handled);
        Ran {
            finished,
            record,
            before: self.before,
        }
    }
}

/// Who watches a run.
fn watched(record: &Record, progress: Option<&Progress>) -> RunOptions {
    let options = RunOptions::new().observer(record.clone());
    match progress {
        Some(progress) => options.observer(progress.clone()),
        None => options,
    }
}

/// A run that did not begin because a prerequisite failed.
pub(crate) fn not_begun(error: StepError) -> Finished {
    Finished {
        outputs: Value::Null,
        shown: Value::Null,
        steps: Value::Null,
        shown_steps: Value::Null,
        ending: Err(error),
        handled: Vec::new(),
        stored: Value::Null,
        run: None,
    }
}

/// Progress on standard error; without a spinner where exchanges are printed there as well.
pub(crate) fn progress(order: &Order) -> Progress {
    match order.settings.exchanges.is_verbose() {
        true => Progress::lines(std::io::stderr()),
        false => Progress::stderr(),
    }
}
