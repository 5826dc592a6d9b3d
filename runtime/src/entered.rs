//! Which steps one execution of a workflow has entered so far.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The steps that were entered, in order. A run does one thing at a time, so nobody waits for the lock.
#[derive(Debug, Default)]
pub(crate) struct Entered(Mutex<Vec<Step>>);

#[derive(Debug)]
struct Step {
    id: &'static str,
    entries: u32,
    completed: bool,
}

impl Entered {
    /// Enters a step, and says how often it has been by now.
    pub(crate) fn enter(&self, id: &'static str) -> u32 {
        let mut steps = self.steps();
        if let Some(step) = steps.iter_mut().find(|step| step.id == id) {
            step.entries = step.entries.saturating_add(1);
            return step.entries;
        }
        steps.push(Step {
            id,
            entries: 1,
            completed: false,
        });
        1
    }

    /// An entry of the step succeeded.
    pub(crate) fn complete(&self, id: &'static str) {
        if let Some(step) = self.steps().iter_mut().find(|step| step.id == id) {
            step.completed = true;
        }
    }

    /// Whether an entry of the step has succeeded.
    pub(crate) fn is_completed(&self, id: &str) -> bool {
        self.steps()
            .iter()
            .any(|step| step.id == id && step.completed)
    }

    fn steps(&self) -> MutexGuard<'_, Vec<Step>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
