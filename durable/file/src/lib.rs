//! Keeps runs in files: one run a file, one entry a line, each on the disk before the next request leaves.
//!
//! ```no_run
//! use arazzo_journal::{FileJournal, Header};
//! use arazzo_runtime::{Client, Journaled, RunId};
//! use serde_json::json;
//!
//! # fn durable(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//! let header = Header::new(RunId::random(), "place-order").inputs(json!({"item": "tea"}));
//! let journal = FileJournal::open_or_create("order-7.journal".as_ref(), header)?;
//! let client = client.over(Journaled::new(client.transport(), journal));
//! // Workflows that are called with this client go on where the file ends.
//! # Ok(())
//! # }
//! ```
//!
//! The file holds the inputs and the responses, secrets among them included unless a
//! [`Seal`](arazzo_runtime::Seal) encrypts those, so only its owner may read it; it never holds credentials. A line that
//! was not written to its end, because the machine stopped, is cut off when the file is opened. One process at a time has
//! a file.

mod header;
mod lines;
mod record;
mod store;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arazzo_runtime::{Entry, Journal, JournalError, Kept, Live, RunId};

pub use header::Header;
pub use record::{Outcome, Record};
use store::Store;

/// The journal of a run in a file. Clones share it.
#[derive(Clone)]
pub struct FileJournal(Arc<Shared>);

struct Shared {
    header: Header,
    store: Mutex<Store>,
    kept: Mutex<Known>,
}

/// What the file has.
#[derive(Default)]
struct Known {
    entries: HashMap<String, Entry>,
    /// The key of the last exchange, and how the run ended if it did.
    last: Option<String>,
    outcome: Option<Outcome>,
}

impl Known {
    fn take(&mut self, record: Record) {
        match record {
            Record::Kept { key, entry } => {
                if lines::is_exchange(&entry) {
                    self.last = Some(key.clone());
                }
                self.entries.insert(key, entry);
            }
            Record::Ended { outcome, .. } => self.outcome = Some(outcome),
            Record::Again { key } => {
                self.entries.remove(&key);
                self.outcome = None;
            }
        }
    }
}

impl FileJournal {
    /// The journal in a file: one that goes on, or a new one with this header if there is no file, or an empty one.
    ///
    /// # Errors
    /// Another process has the file, it is no journal or cannot be read, or it is of another run than the header says
    /// (other workflow, other inputs).
    pub fn open_or_create(path: &Path, header: Header) -> Result<Self, JournalError> {
        let (mut store, read) = Store::open(path, true)?;
        match read {
            Some((kept, records)) => {
                header.same(&kept, path)?;
                Ok(Self::new(kept, store, records))
            }
            None => {
                store.begin(&header)?;
                Ok(Self::new(header, store, Vec::new()))
            }
        }
    }

    /// The journal in a file, to go on with it.
    ///
    /// # Errors
    /// There is no file, another process has it, or it is no journal.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        match Store::open(path, false)? {
            (store, Some((header, records))) => Ok(Self::new(header, store, records)),
            (_, None) => Err(JournalError::new(format!(
                "`{}` is an empty journal: no run began in it",
                path.display()
            ))),
        }
    }

    /// What is in a file, to be looked at; another process may be writing it.
    ///
    /// # Errors
    /// The file cannot be read, or is no journal.
    pub fn read(path: &Path) -> Result<(Header, Vec<Record>), JournalError> {
        lines::read(path)
    }

    fn new(header: Header, store: Store, records: Vec<Record>) -> Self {
        let mut known = Known::default();
        records.into_iter().for_each(|record| known.take(record));
        Self(Arc::new(Shared {
            header,
            store: Mutex::new(store),
            kept: Mutex::new(known),
        }))
    }

    /// What the run was begun with.
    pub fn header(&self) -> &Header {
        &self.0.header
    }

    /// How the run ended, if it did.
    pub fn outcome(&self) -> Option<Outcome> {
        self.kept().outcome
    }

    /// Notes how the run ended. Executed again, it ends the same way without a request.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn end(&self, outcome: Outcome) -> Result<(), JournalError> {
        if self.outcome() == Some(outcome) {
            return Ok(());
        }
        self.write(Record::ended(outcome))
    }

    /// Lets a run that failed make its last exchange again when it is executed again: the answer to it is given up.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn again(&self) -> Result<(), JournalError> {
        let last = self.kept().last.clone();
        match last.filter(|_| self.outcome() == Some(Outcome::Failure)) {
            Some(key) => self.write(Record::Again { key }),
            None => Ok(()),
        }
    }

    fn write(&self, record: Record) -> Result<(), JournalError> {
        self.store().append(&record)?;
        self.kept().take(record);
        Ok(())
    }

    /// Nothing panics while it is locked.
    fn kept(&self) -> MutexGuard<'_, Known> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Journal for FileJournal {
    fn run(&self) -> RunId {
        self.0.header.run.clone()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            let known = self.kept().entries.get(key).cloned();
            if let Some(entry) = known {
                return Ok(entry);
            }
            // Before something is sent that could not be kept.
            self.store().check()?;
            let entry = live.await?;
            let record = Record::Kept {
                key: key.to_owned(),
                entry: entry.clone(),
            };
            let own = self.clone();
            // The disk takes its time, in which other runs go on.
            let written = tokio::task::spawn_blocking(move || own.write(record)).await;
            written.unwrap_or_else(|error| Err(JournalError::new(error.to_string())))?;
            Ok(entry)
        })
    }
}

impl fmt::Debug for FileJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileJournal")
            .field("run", &self.0.header.run)
            .finish_non_exhaustive()
    }
}
