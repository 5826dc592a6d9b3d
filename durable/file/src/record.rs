//! The lines after the first.

use std::time::SystemTime;

use arazzo_runtime::Entry;
use serde::{Deserialize, Serialize};

/// A line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Record {
    /// Something was kept.
    Kept {
        /// Under which key.
        key: String,
        /// What.
        entry: Entry,
    },
    /// The run ended.
    Ended {
        /// When, in milliseconds since 1970.
        at: u64,
        /// How.
        outcome: Outcome,
    },
    /// What was kept under this key is given up, to be asked for again.
    Again {
        /// The key.
        key: String,
    },
}

impl Record {
    /// The run ends now.
    pub(crate) fn ended(outcome: Outcome) -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let at = u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX);
        Self::Ended { at, outcome }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It was completed.
    Success,
    /// It failed.
    Failure,
}
