//! Runs that survive: what is kept in a file, how a run goes on with it, and what it looks like.

mod scoped;
mod show;

use std::path::{Path, PathBuf};

use arazzo_journal::{FileJournal, Header, Outcome};
use arazzo_runtime::{AnyTransport, Decision, Journal, JournalError, Journaled, RunId};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value};

use crate::arguments::{self, Order};
use crate::invocation::Finished;
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

use scoped::Scoped;
pub(crate) use scoped::scope;
pub(crate) use show::show;

/// Where help lists the option.
const HEADING: &str = "Runs that survive";

/// The option of a run.
pub(crate) fn option() -> Arg {
    Arg::new("journal")
        .long("journal")
        .value_name("FILE")
        .help("Keep responses in a file, from which the run goes on if it is started again")
        .conflicts_with_all(["dry-run", "curl", "replay"])
        .help_heading(HEADING)
}

/// The commands for files that are there.
pub(crate) fn commands() -> [Command; 2] {
    let file = || {
        let file = Arg::new("file").value_name("FILE").required(true);
        file.help("What `--journal` has written")
    };
    let again = Arg::new("again")
        .long("again")
        .action(ArgAction::SetTrue)
        .help("Make the last request again, also if it failed or may have been processed")
        .help_heading(HEADING);
    let resume = Command::new("resume")
        .about("Let a run with a journal go on where it stopped")
        .arg(file())
        .arg(again);
    let show = Command::new("show")
        .about("Say what a journal has")
        .arg(file())
        .arg(json());
    [arguments::add_without_inputs(resume), show]
}

fn json() -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help("As JSON")
}

/// The journal that a run is to have.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// In this file, which need not be there.
    File(PathBuf),
    /// One that is open.
    Open {
        journal: FileJournal,
        /// Requests in flight are sent again.
        again: bool,
    },
}

impl Wanted {
    /// What the options of a run say.
    pub(crate) fn new(matches: &ArgMatches) -> Option<Self> {
        let path = matches.get_one::<String>("journal")?;
        Some(Self::File(PathBuf::from(path)))
    }
}

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

    /// The way out of a run that plays back what the journal has, of which the [`scope`] is the run's if there is one.
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

/// A run that is to go on.
pub(crate) struct Resumed {
    pub(crate) document: &'static Document,
    pub(crate) workflow: &'static Workflow,
    journal: FileJournal,
    again: bool,
}

impl Resumed {
    /// What the arguments of `resume` say.
    ///
    /// # Errors
    /// There is no such file, it is no journal, or of a workflow that there is not.
    pub(crate) fn new(
        documents: &'static [Document],
        matches: &ArgMatches,
    ) -> Result<Self, Refused> {
        let file = matches.get_one::<String>("file");
        let path = PathBuf::from(file.map(String::as_str).unwrap_or_default());
        let journal = FileJournal::open(&path).map_err(refused)?;
        let Header {
            document, workflow, ..
        } = journal.header();
        let named = |known: &&Document| document.as_deref().is_none_or(|name| name == known.name);
        let mut all = documents.iter().filter(named).flat_map(|document| {
            let workflows = document.workflows.iter();
            workflows.map(move |workflow| (document, workflow))
        });
        let Some((document, workflow)) = all.find(|(_, it)| it.key == workflow.as_str()) else {
            let path = path.display();
            return Err(Refused(format!(
                "`{path}` is the journal of workflow `{workflow}`, which this program does not have"
            )));
        };
        let again = matches.get_flag("again");
        if again {
            journal.again().map_err(refused)?;
        }
        Ok(Self {
            document,
            workflow,
            journal,
            again,
        })
    }

    /// The inputs that the run was begun with.
    pub(crate) fn inputs(&self) -> Map<String, Value> {
        object(&self.journal.header().inputs)
    }

    /// Those of a workflow that is completed before.
    pub(crate) fn inputs_before(&self, workflow: &Workflow) -> Map<String, Value> {
        let before = self.journal.header().before.get(workflow.key);
        before.map(object).unwrap_or_default()
    }

    /// The journal, to be given to the run.
    pub(crate) fn journal(&self) -> Wanted {
        Wanted::Open {
            journal: self.journal.clone(),
            again: self.again,
        }
    }
}

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn refused(error: JournalError) -> Refused {
    Refused::new(error.to_string())
}
