//! What a run was answered, kept so that the run survives its process.
//!
//! A run whose transport is [`Journaled`] hands every exchange and every delay to a [`Journal`], with a key that is the
//! same each time the run is executed. What the journal has is played back, nothing of it is asked for again; anything
//! else happens and is kept. So the same workflow, called again with the same inputs and the same journal, goes on where
//! it stopped.
//!
//! Kept are responses as they came, failures to get one, and when delays end. Not kept are credentials and requests for
//! them, headers and bodies of requests, and what ended an execution rather than the run: its deadline, a cancellation,
//! a failure of the journal.

mod book;
mod entry;
mod journaled;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::run_id::RunId;

pub(crate) use book::{Book, Exchange, Outcome, Stopped};
pub use entry::{Body, Entry, What};
pub use journaled::{Decision, InFlight, Journaled, Rules, Seal};

/// Keeps what one run was answered. An engine implements it: a file, a database, a service that executes handlers.
///
/// A run does one thing at a time, and asks for the same keys in the same order each time it is executed, so an engine
/// may know entries by their order as well.
pub trait Journal: Send + Sync {
    /// The run whose journal it is. It has this id in every execution.
    fn run(&self) -> RunId;

    /// What is kept under `key`. If nothing is, `live` happens, and its result is kept for good before this returns it;
    /// of an error nothing is kept.
    ///
    /// Keys are the texts of [positions](crate::Position), some with a word behind them (`w/s#1.1 sending`,
    /// `w/s#1.1 delay`), and ids of workflows.
    ///
    /// # Errors
    /// The error of `live` as it is, or why nothing could be read or kept.
    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry>;

    /// Lets a delay pass by a timer of the engine, which need not keep a process for it. None where an engine has no
    /// timers: what is kept then is when the delay ends.
    fn sleep<'a>(&'a self, key: &'a str, duration: Duration) -> Option<Kept<'a, ()>> {
        let _ = (key, duration);
        None
    }
}

/// What happens if the journal has nothing.
pub type Live<'a> = Kept<'a, Entry>;

/// What a journal gives back, sooner or later.
pub type Kept<'a, V> = Pin<Box<dyn Future<Output = Result<V, JournalError>> + Send + 'a>>;

/// A journal and the rules for what is kept in it, as a transport gives them to the run.
#[derive(Clone, Copy)]
pub struct Journaling<'a> {
    pub(crate) journal: &'a dyn Journal,
    pub(crate) rules: &'a Rules,
}

impl fmt::Debug for Journaling<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journaling")
            .field("run", &self.journal.run())
            .finish_non_exhaustive()
    }
}

/// Why a run cannot go on with its journal. Nothing is sent after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalError {
    message: String,
    lasting: bool,
}

impl JournalError {
    /// A failure described by `message`, which must not contain secrets.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            lasting: false,
        }
    }

    /// One that is there each time the run is executed: the journal is of something else.
    pub fn lasting(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            lasting: true,
        }
    }

    /// Whether it is of no use to execute the run again as it is.
    pub fn is_lasting(&self) -> bool {
        self.lasting
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for JournalError {}
