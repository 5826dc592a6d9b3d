//! What a worker is asked to do: inputs of a run as they travel through an engine.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::recorded::Recorded;

/// A run that somebody else executes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Task {
    /// The inputs of the workflow.
    #[serde(default)]
    pub(crate) inputs: Value,
    /// The completed runs of the workflows that it depends on, by key.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(crate) prerequisites: Map<String, Value>,
    /// Whether the run is wanted for workflows that depend on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_prerequisite: bool,
    /// What an earlier run was answered that failed: this one goes on with it. A request that may have been processed is
    /// sent again, since somebody has asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) earlier: Option<Vec<Recorded>>,
}
