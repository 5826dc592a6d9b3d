//! What a run was begun with: the first line of its file.

use std::collections::BTreeMap;
use std::path::Path;

use arazzo_runtime::{JournalError, RunId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format.
const FORMAT: u32 = 1;

/// What a run was begun with, so that it can be executed again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The version of the format.
    arazzo_journal: u32,
    /// The run.
    pub run: RunId,
    /// The module of the document that the workflow is of, where a program has several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<String>,
    /// The key of the workflow.
    pub workflow: String,
    /// Its inputs.
    pub inputs: Value,
    /// The inputs of the workflows that are completed before it, by key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub before: BTreeMap<String, Value>,
}

impl Header {
    /// The header of a run without inputs.
    pub fn new(run: RunId, workflow: impl Into<String>) -> Self {
        Self {
            arazzo_journal: FORMAT,
            run,
            document: None,
            workflow: workflow.into(),
            inputs: Value::Null,
            before: BTreeMap::new(),
        }
    }

    /// Says which document the workflow is of.
    #[must_use]
    pub fn document(self, document: impl Into<String>) -> Self {
        Self {
            document: Some(document.into()),
            ..self
        }
    }

    /// The inputs, secrets included.
    #[must_use]
    pub fn inputs(self, inputs: Value) -> Self {
        Self { inputs, ..self }
    }

    /// The inputs of a workflow that is completed before.
    #[must_use]
    pub fn before(mut self, workflow: impl Into<String>, inputs: Value) -> Self {
        self.before.insert(workflow.into(), inputs);
        self
    }

    /// Reads the first line of a file.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        let header: Self = serde_json::from_slice(line).ok()?;
        (header.arazzo_journal == FORMAT).then_some(header)
    }

    /// Whether a run with this header may go on with the file of another, whatever the id of either.
    pub(crate) fn same(&self, kept: &Self, path: &Path) -> Result<(), JournalError> {
        let refused = |what: String| {
            let path = path.display();
            Err(JournalError::new(format!(
                "`{path}` is the journal of another run: {what}"
            )))
        };
        if (&self.document, &self.workflow) != (&kept.document, &kept.workflow) {
            let (kept, own) = (&kept.workflow, &self.workflow);
            return refused(format!(
                "it is of workflow `{kept}`, and this one is of `{own}`"
            ));
        }
        // Inputs may be secrets.
        match (self.inputs == kept.inputs, self.before == kept.before) {
            (true, true) => Ok(()),
            (false, _) => refused(format!("workflow `{}` had other inputs", kept.workflow)),
            (_, false) => refused("the workflows before it had other inputs".to_owned()),
        }
    }
}
