//! How an engine is asked for a run.

use std::future::Future;
use std::pin::Pin;

use super::task::Task;
use crate::batch::outcome::Outcome;
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

/// Keeps runs and has them executed.
pub(crate) trait Engine {
    /// The outcome of the run with an id. The first time that it is asked for it begins, later on it goes on.
    ///
    /// # Errors
    /// Nobody can be asked, or nobody ever executes it.
    fn run<'a>(&'a self, asked: &'a Asked) -> Waiting<'a>;
}

/// Waits for an outcome.
pub(crate) type Waiting<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Refused>> + 'a>>;

/// A run that an engine is asked for.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "engine"),
    expect(dead_code, reason = "engines read it, and this program has none")
)]
pub(crate) struct Asked {
    /// The same id is the same run, and other runs have others.
    pub(crate) id: String,
    pub(crate) document: &'static Document,
    pub(crate) workflow: &'static Workflow,
    pub(crate) task: Task,
}
