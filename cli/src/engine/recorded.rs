//! What a run was answered, for another run that goes on where it failed.

use arazzo_runtime::{Entry, What};
use serde::{Deserialize, Serialize};

/// Something that is in a journal, as it travels from one run to another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recorded {
    pub(super) key: String,
    /// None: a delay, which is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) entry: Option<Entry>,
}

impl Recorded {
    fn is_exchange(&self) -> bool {
        let what = self.entry.as_ref().map(|entry| &entry.what);
        matches!(what, Some(What::Answered { .. } | What::Unanswered { .. }))
    }
}

/// Gives up the last exchange, and whatever came after it.
pub(crate) fn without_last_exchange(mut recorded: Vec<Recorded>) -> Vec<Recorded> {
    if let Some(last) = recorded.iter().rposition(Recorded::is_exchange) {
        recorded.truncate(last);
    }
    recorded
}
