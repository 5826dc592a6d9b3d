//! Notes which steps ran, and tells a person about them while they do.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::observer::{Event, EventKind, Observer, Outcome};

use super::report;

/// The steps of one run; clones share them.
#[derive(Clone, Debug)]
pub(super) struct Journal {
    entries: Arc<Mutex<Vec<Entry>>>,
    /// Whether progress goes to standard error.
    aloud: bool,
}

/// One entry of a step.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) step: &'static str,
    pub(super) status: &'static str,
    pub(super) attempts: u32,
}

const RUNNING: &str = "running";

impl Journal {
    pub(super) fn new(aloud: bool) -> Self {
        Self {
            entries: Arc::default(),
            aloud,
        }
    }

    /// What has been noted.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finished(&self, event: &Event<'_>, outcome: Outcome) {
        let status = match outcome {
            Outcome::Succeeded => "succeeded",
            Outcome::Failed(_) => "failed",
            Outcome::Cancelled => "cancelled",
        };
        let mut entries = self.lock();
        let open = entries
            .iter_mut()
            .rev()
            .find(|entry| entry.step == event.step && entry.status == RUNNING);
        if let Some(entry) = open {
            (entry.status, entry.attempts) = (status, event.attempt);
        }
        drop(entries);
        if self.aloud {
            let why = match outcome {
                Outcome::Failed(kind) => format!(" ({kind})"),
                _ => String::new(),
            };
            let attempts = if event.attempt == 1 {
                "1 attempt".to_owned()
            } else {
                format!("{} attempts", event.attempt)
            };
            report::complain(&format!("{}: {status}{why}, {attempts}\n", event.step));
        }
    }
}

impl Observer for Journal {
    fn event(&self, event: &Event<'_>) {
        // Steps of called workflows are that workflow's own business.
        if event.depth > 0 {
            return;
        }
        match event.kind {
            EventKind::StepStarted => self.lock().push(Entry {
                step: event.step,
                status: RUNNING,
                attempts: 0,
            }),
            EventKind::StepFinished { outcome } => self.finished(event, outcome),
            _ => {}
        }
    }
}
