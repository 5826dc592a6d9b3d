//! What came of all lines together.

use std::collections::BTreeMap;
use std::time::Duration;

use arazzo_runtime::StepError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::progress::duration;
use crate::table::columns;

/// Why a line failed: where, and by what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Reason {
    workflow: String,
    step: Option<String>,
    pub(super) kind: String,
    status: Option<u16>,
}

impl Reason {
    /// The kind of failure that nothing was run for.
    pub(super) const INPUTS: &'static str = "inputs";

    /// A failure of the workflow as a whole.
    pub(super) fn whole(workflow: &str, kind: &str) -> Self {
        Self {
            workflow: workflow.to_owned(),
            step: None,
            kind: kind.to_owned(),
            status: None,
        }
    }

    /// What a failure began with.
    pub(super) fn of(error: &StepError) -> Self {
        let chain = std::iter::successors(Some(error), |error| error.cause());
        let innermost = chain.last().unwrap_or(error);
        Self {
            workflow: innermost.workflow().to_owned(),
            step: innermost.step().map(str::to_owned),
            kind: innermost.kind().as_str().to_owned(),
            status: innermost.status(),
        }
    }
}

/// Counts results.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// Lines that had a result before, and how many of those are failures.
    before: u64,
    failed_before: u64,
    succeeded: u64,
    pub(super) failed: u64,
    /// How many lines failed for a reason, and the index of the first.
    reasons: BTreeMap<Reason, (u64, u64)>,
}

impl Summary {
    /// Begins after `before` results, of which `failed` are failures.
    pub(super) fn after(before: u64, failed: u64) -> Self {
        Self {
            before,
            failed_before: failed,
            ..Self::default()
        }
    }

    /// Counts a result.
    pub(super) fn add(&mut self, index: u64, reason: Option<Reason>) {
        let Some(reason) = reason else {
            self.succeeded = self.succeeded.saturating_add(1);
            return;
        };
        self.failed = self.failed.saturating_add(1);
        let (count, first) = self.reasons.entry(reason).or_insert((0, index));
        *count = count.saturating_add(1);
        *first = index.min(*first);
    }

    /// How many lines came to a result.
    pub(super) fn ended(&self) -> u64 {
        self.succeeded.saturating_add(self.failed)
    }

    /// Whether all lines succeeded, those before included.
    pub(super) fn is_success(&self) -> bool {
        self.failed == 0 && self.failed_before == 0
    }

    /// For people.
    pub(super) fn text(&self, took: Duration) -> String {
        let mut out = format!(
            "{} in {}{}, {} succeeded, {} failed\n",
            lines(self.ended()),
            duration(took),
            self.rate(took),
            self.succeeded,
            self.failed
        );
        if self.before > 0 {
            let failed = match self.failed_before {
                0 => String::new(),
                failed => format!(", of which {failed} failed"),
            };
            let before = lines(self.before);
            out.push_str(&format!("  {before} had a result before{failed}\n"));
        }
        out.push_str(&self.table());
        if !self.is_success() {
            out.push_str("`--retry-failed` runs those again that failed\n");
        }
        out
    }

    fn rate(&self, took: Duration) -> String {
        // Fewer say nothing of what more would take.
        let ended = u32::try_from(self.ended()).ok().filter(|it| *it >= 100);
        let rate = ended.map(|ended| f64::from(ended) / took.as_secs_f64());
        match rate.filter(|rate| rate.is_finite()) {
            Some(rate) => format!(" ({rate:.0}/s)"),
            None => String::new(),
        }
    }

    /// The reasons, the most frequent first.
    fn table(&self) -> String {
        let row = |(reason, (count, first)): (&Reason, &(u64, u64))| {
            let place = match &reason.step {
                Some(step) => format!("workflow {}, step {step}", reason.workflow),
                None => format!("workflow {}", reason.workflow),
            };
            let why = match reason.status {
                Some(status) => format!("{}, status {status}", reason.kind),
                None => reason.kind.clone(),
            };
            let count = format!("{count} failed");
            vec![count, place, why, format!("first: index {first}")]
        };
        let rows: Vec<_> = self.sorted().into_iter().map(row).collect();
        columns(2, &rows)
    }

    fn sorted(&self) -> Vec<(&Reason, &(u64, u64))> {
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        reasons
    }

    /// For programs.
    pub(super) fn json(&self, workflow: &str, took: Duration, interrupted: bool) -> Value {
        let reason = |(reason, (count, first)): (&Reason, &(u64, u64))| {
            let mut out = Map::new();
            let mut put = |name: &str, value: Value| drop(out.insert(name.to_owned(), value));
            put("workflow", reason.workflow.as_str().into());
            put("step", json!(reason.step));
            put("kind", reason.kind.as_str().into());
            if let Some(status) = reason.status {
                put("statusCode", status.into());
            }
            put("count", (*count).into());
            put("first", (*first).into());
            Value::Object(out)
        };
        json!({
            "workflow": workflow,
            "succeeded": self.succeeded,
            "failed": self.failed,
            "before": {"count": self.before, "failed": self.failed_before},
            "seconds": took.as_secs_f64(),
            "interrupted": interrupted,
            "failures": self.sorted().into_iter().map(reason).collect::<Vec<_>>(),
        })
    }
}

fn lines(count: u64) -> String {
    match count {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    }
}
