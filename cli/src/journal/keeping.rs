//! The journal of a run under way.

use std::path::{Path, PathBuf};

use arazzo_journal::{FileJournal, Header, Outcome};
use arazzo_runtime::{AnyTransport, Decision, Journal, Journaled, RunId};
use serde_json::Value;

use super::refused::refused;
use super::scoped::Scoped;
use super::wanted::Wanted;
use crate::arguments::Order;
use crate::invocation::Finished;
use crate::refused::Refused;

/// The journal of a run under way.
pub(crate) struct Keeping {
    journal: FileJournal,
    again: bool,
}

impl Keeping {
    /// Opens the journal that an order wants.
    ///
    /// # Errors
    /// See [`FileJournal::open_or_create`].
    pub(crate) fn begin(order: &Order) -> Result<Option<Self>, Refused> {
        Ok(match &order.journal {
            None => None,
            Some(Wanted::Open { journal, again }) => Some(Self {
                journal: journal.clone(),
                again: *again,
            }),
            Some(Wanted::File(path)) => Some(Self {
                journal: open(order, path)?,
                again: false,
            }),
        })
    }

    /// Opens the journal of one of many runs; with `again`, to make its last request again if it failed before.
    ///
    /// # Errors
    /// See [`FileJournal::open_or_create`].
    pub(crate) async fn of_line(
        order: &Order,
        path: PathBuf,
        inputs: Value,
        again: bool,
    ) -> Result<Self, Refused> {
        let header = header(order, inputs);
        let open = move || {
            let journal = FileJournal::open_or_create(&path, header)?;
            if again {
                journal.again()?;
            }
            Ok(journal)
        };
        // The disk takes its time, in which other runs go on.
        let opened = tokio::task::spawn_blocking(open).await;
        let journal = opened.map_err(|error| Refused(error.to_string()))?;
        Ok(Self {
            journal: journal.map_err(refused)?,
            again,
        })
    }

    /// The way out of a run that plays back what the journal has, of which the [`scope`](super::scope) is the run's if there is one.
    pub(crate) fn transport(
        &self,
        inner: AnyTransport,
        scope: Option<&'static str>,
    ) -> AnyTransport {
        let journal = self.journal.clone();
        match scope {
            Some(scope) => self.around(inner, Scoped { journal, scope }),
            None => self.around(inner, journal),
        }
    }

    fn around(&self, inner: AnyTransport, journal: impl Journal + 'static) -> AnyTransport {
        let again = self.again;
        let journaled = Journaled::new(inner, journal);
        AnyTransport::new(journaled.in_flight(move |_| match again {
            true => Decision::SendAgain,
            false => Decision::Stop,
        }))
    }

    /// Notes how the run ended, unless something has ended this execution alone, such as a deadline.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn end(&self, finished: &Finished) -> Result<(), Refused> {
        let outcome = match &finished.ending {
            Ok(_) => Outcome::Success,
            Err(error) if error.is_final() => return Ok(()),
            Err(_) => Outcome::Failure,
        };
        self.journal.end(outcome).map_err(refused)
    }
}

fn open(order: &Order, path: &Path) -> Result<FileJournal, Refused> {
    let inputs = Value::Object(order.inputs.clone());
    FileJournal::open_or_create(path, header(order, inputs)).map_err(refused)
}

/// What a run is begun with.
fn header(order: &Order, inputs: Value) -> Header {
    let header = Header::new(RunId::random(), order.workflow.key)
        .document(order.document.name)
        .inputs(inputs);
    let before = order.before.iter();
    before.fold(header, |header, (workflow, inputs)| {
        header.before(workflow.key, Value::Object(inputs.clone()))
    })
}
