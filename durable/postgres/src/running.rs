//! What a worker executes at the moment.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The workflows of a worker and their executions.
#[derive(Default)]
pub(crate) struct Running(Mutex<State>);

#[derive(Default)]
struct State {
    /// The names of the workflows.
    workflows: HashSet<String>,
    /// How many executions a run has, by its id. There are two for a moment when one is given up.
    executions: HashMap<String, usize>,
    /// When the last execution of a run ended without a result.
    ended: HashMap<String, Instant>,
}

/// An execution, for as long as this value lives.
pub(crate) struct Execution {
    running: Arc<Running>,
    run: String,
    has_result: bool,
}

/// Why nobody here executes a run that is this worker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idle {
    /// Its execution ended without a result at this moment.
    Ended(Instant),
    /// It has a result that is not written down yet, or the engine has not begun to execute it yet, or never does.
    Unknown,
}

impl Running {
    /// The worker has a workflow of this name.
    pub(crate) fn add(&self, workflow: &str) {
        self.state().workflows.insert(workflow.to_owned());
    }

    /// An execution of a run begins.
    pub(crate) fn begin(self: &Arc<Self>, run: &str) -> Execution {
        let mut state = self.state();
        state.ended.remove(run);
        *state.executions.entry(run.to_owned()).or_default() += 1;
        Execution {
            running: Arc::clone(self),
            run: run.to_owned(),
            has_result: false,
        }
    }

    /// Why nobody here executes a run of a workflow; none if somebody does, or the workflow is none of the worker's.
    pub(crate) fn idle(&self, workflow: Option<&str>, run: &str) -> Option<Idle> {
        let state = self.state();
        let ours = workflow.is_some_and(|it| state.workflows.contains(it));
        if !ours || state.executions.contains_key(run) {
            return None;
        }
        let ended = state.ended.get(run).copied();
        Some(ended.map_or(Idle::Unknown, Idle::Ended))
    }

    /// A run is about to be handed out again.
    pub(crate) fn forget(&self, run: &str) {
        self.state().ended.remove(run);
    }

    /// Forgets what ended that long ago, and is somebody else's by now.
    pub(crate) fn forget_older(&self, than: Duration) {
        let mut state = self.state();
        state.ended.retain(|_, at| at.elapsed() < than);
    }

    /// Nothing panics while it is locked.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Execution {
    /// It ended with a result.
    pub(crate) fn complete(mut self) {
        self.has_result = true;
    }
}

impl Drop for Execution {
    fn drop(&mut self) {
        let mut state = self.running.state();
        let Some(count) = state.executions.get_mut(&self.run) else {
            return;
        };
        *count = count.saturating_sub(1);
        if *count == 0 {
            let (run, _) = state.executions.remove_entry(&self.run).unwrap_or_default();
            if !self.has_result {
                state.ended.insert(run, Instant::now());
            }
        }
    }
}
