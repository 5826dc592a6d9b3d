//! What became of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arazzo_runtime::{Event, EventKind, Observer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::summary::Reason;
use crate::arguments::Order;
use crate::engine::recorded::{Recorded, without_last_exchange};
use crate::invocation::Finished;
use crate::preview::Secrets;
use crate::registry::Workflow;
use crate::report::{failure_json, outcome};

/// Counts the requests of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempts(Arc<AtomicU32>);

impl Observer for Attempts {
    fn event(&self, event: &Event<'_>) {
        if let EventKind::RequestSent { .. } = event.kind {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Attempts {
    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What became of a run, as it also travels through engines.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// The members of the result that say so.
    pub(super) members: Map<String, Value>,
    /// Why it failed, if it did.
    pub(super) reason: Option<Reason>,
    pub(super) attempts: u32,
    /// The run for workflows that depend on it, if it is wanted.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub(crate) run: Value,
    /// What a run on an engine was answered that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    journal: Vec<Recorded>,
}

impl Outcome {
    /// The inputs are invalid, so that nothing was run.
    pub(super) fn invalid(workflow: &Workflow, problem: &str) -> Self {
        Self::whole(workflow, Reason::INPUTS, problem)
    }

    /// What another run can go on with: all that this one was answered but for the request that it failed by. One that
    /// stopped before a request has been answered whatever it has sent.
    pub(crate) fn into_earlier(self) -> Vec<Recorded> {
        match &self.reason {
            Some(reason) if reason.kind == "journal" => self.journal,
            _ => without_last_exchange(self.journal),
        }
    }

    /// What the failure says, if it is one.
    pub(crate) fn message(&self) -> Option<&str> {
        self.members.get("failure")?.get("message")?.as_str()
    }

    fn whole(workflow: &Workflow, kind: &str, problem: &str) -> Self {
        let workflow = workflow.id;
        let failure = json!({"workflow": workflow, "kind": kind, "message": problem});
        Self {
            members: Map::from_iter([
                ("workflow".to_owned(), workflow.into()),
                ("outcome".to_owned(), "failure".into()),
                ("failure".to_owned(), failure),
            ]),
            reason: Some(Reason::whole(workflow, kind)),
            attempts: 0,
            run: Value::Null,
            journal: Vec::new(),
        }
    }

    /// A run with these inputs came to its end.
    pub(crate) fn of_run(
        order: &Order,
        secrets: &Secrets,
        inputs: &Value,
        finished: &Finished,
        attempts: u32,
    ) -> Self {
        let mut members = outcome(order.workflow, finished);
        let error = finished.ending.as_ref().err();
        if let Some(error) = error {
            let failure = failure_json(error, &secrets.mask(order, inputs));
            members.insert("failure".to_owned(), failure);
        }
        Self {
            members,
            reason: error.map(Reason::of),
            attempts,
            run: finished.stored.clone(),
            journal: Vec::new(),
        }
    }
}

/// What engines do with it.
#[cfg(feature = "engine")]
impl Outcome {
    /// An engine ended the run, or never began it.
    pub(crate) fn stopped(workflow: &Workflow, problem: &str) -> Self {
        Self::whole(workflow, "engine", problem)
    }

    /// What another process has written.
    pub(crate) fn read(json: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(json)
    }

    /// As another process can read it.
    pub(crate) fn into_json(self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The same with what the run was answered.
    pub(crate) fn with_journal(self, journal: Vec<Recorded>) -> Self {
        Self { journal, ..self }
    }

    /// Of which kind the failure is, if it is one.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.reason.as_ref().map(|reason| reason.kind.as_str())
    }
}
