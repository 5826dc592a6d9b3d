//! Notes what ran: the steps of a run, and below each the steps of the workflow that it called.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use arazzo_runtime::{Event, EventKind, Observer, Outcome};

/// Notes the steps of one run, as an observer of its client. Clones share their notes.
///
/// One record is for one run: a client that runs workflows at the same time has to be given an observer for each.
#[derive(Clone, Debug, Default)]
pub struct Record(Arc<Mutex<Vec<Entry>>>);

/// One entry of a step.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The `workflowId`.
    pub workflow: &'static str,
    /// The `stepId`.
    pub step: &'static str,
    /// How it ended; none while it is running.
    pub outcome: Option<Outcome>,
    /// How many requests, or calls of a workflow, it made.
    pub attempts: u32,
    /// Method and URL of the last request. The URL is fit to be shown.
    pub request: Option<(String, String)>,
    /// The status of the last response.
    pub status: Option<u16>,
    /// The success criterion that its last response did not meet, as written.
    pub unmet: Option<&'static str>,
    /// The names of the actions that were taken, in order: retries, and the one that followed.
    pub actions: Vec<&'static str>,
    /// How long it took, delays included; none while it is running.
    pub elapsed: Option<Duration>,
    /// The steps of workflows that it called, or that its actions went over to.
    pub steps: Vec<Entry>,
    since: Instant,
}

impl Record {
    /// Without any notes.
    pub fn new() -> Self {
        Self::default()
    }

    /// The steps so far, in the order in which they were entered.
    pub fn steps(&self) -> Vec<Entry> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Record {
    fn event(&self, event: &Event<'_>) {
        let mut roots = self.lock();
        if let EventKind::StepStarted = event.kind {
            let started = Entry {
                workflow: event.workflow,
                step: event.step,
                outcome: None,
                attempts: 0,
                request: None,
                status: None,
                unmet: None,
                actions: Vec::new(),
                elapsed: None,
                steps: Vec::new(),
                since: Instant::now(),
            };
            at_depth(&mut roots, event.depth(), |steps| steps.push(started));
            return;
        }
        at_depth(&mut roots, event.depth(), |steps| {
            let mut open = steps.iter_mut().rev().filter(|it| it.outcome.is_none());
            if let Some(entry) = open.find(|it| it.step == event.step) {
                entry.note(event);
            }
        });
    }
}

/// Hands over the steps at this depth that belong to what ran last above them.
fn at_depth(entries: &mut Vec<Entry>, depth: u32, act: impl FnOnce(&mut Vec<Entry>)) {
    match (depth.checked_sub(1), entries.last_mut()) {
        (Some(above), Some(last)) => at_depth(&mut last.steps, above, act),
        _ => act(entries),
    }
}

impl Entry {
    /// How long it took, or has taken so far.
    #[cfg(feature = "program")]
    pub(crate) fn so_far(&self) -> Duration {
        self.elapsed.unwrap_or_else(|| self.since.elapsed())
    }

    fn note(&mut self, event: &Event<'_>) {
        self.attempts = event.attempt;
        match event.kind {
            EventKind::RequestSent { method, url } => {
                self.request = Some((method.to_owned(), url.to_owned()));
                (self.status, self.unmet) = (None, None);
            }
            EventKind::CriterionFailed { criterion } => self.unmet = Some(criterion),
            EventKind::ResponseReceived { response } => self.status = Some(response.status()),
            EventKind::ActionTaken { action, .. } => self.actions.push(action),
            EventKind::StepFinished { outcome } => {
                self.outcome = Some(outcome);
                self.elapsed = Some(self.since.elapsed());
            }
            _ => {}
        }
    }
}

#[cfg(all(test, feature = "program"))]
impl Entry {
    /// What is noted of a step that has ended.
    pub(crate) fn ended(
        step: &'static str,
        attempts: u32,
        actions: &[&'static str],
        outcome: Outcome,
    ) -> Self {
        Self {
            workflow: "moor",
            step,
            outcome: Some(outcome),
            attempts,
            request: None,
            status: None,
            unmet: None,
            actions: actions.to_vec(),
            elapsed: Some(Duration::ZERO),
            steps: Vec::new(),
            since: Instant::now(),
        }
    }
}
