//! A run that is to go on.

use std::path::PathBuf;

use arazzo_journal::{FileJournal, Header};
use clap::ArgMatches;
use serde_json::{Map, Value};

use super::refused::refused;
use super::wanted::Wanted;
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

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
