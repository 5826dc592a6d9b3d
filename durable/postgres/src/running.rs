//! What a worker executes at the moment.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The workflows of a worker and their executions.
#[derive(Default)]
pub(crate) struct Running(Mutex<State>);

#[derive(Default)]
struct State {
    /// The names of the workflows.
    workflows: HashSet<String>,
    /// How many executions a run has, by its id. There are two for a moment when one is given up.
    executions: HashMap<String, usize>,
}

/// An execution, for as long as this value lives.
pub(crate) struct Execution {
    running: Arc<Running>,
    run: String,
}

impl Running {
    /// The worker has a workflow of this name.
    pub(crate) fn add(&self, workflow: &str) {
        self.state().workflows.insert(workflow.to_owned());
    }

    /// An execution of a run begins.
    pub(crate) fn begin(self: &Arc<Self>, run: &str) -> Execution {
        *self.state().executions.entry(run.to_owned()).or_default() += 1;
        Execution {
            running: Arc::clone(self),
            run: run.to_owned(),
        }
    }

    /// Whether nobody here executes a run that should be executed here.
    pub(crate) fn misses(&self, workflow: Option<&str>, run: &str) -> bool {
        let state = self.state();
        let ours = workflow.is_some_and(|it| state.workflows.contains(it));
        ours && !state.executions.contains_key(run)
    }

    /// Nothing panics while it is locked.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Execution {
    fn drop(&mut self) {
        let mut state = self.running.state();
        if let Some(count) = state.executions.get_mut(&self.run) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                state.executions.remove(&self.run);
            }
        }
    }
}
