//! A run that is asked for: the workflow, its inputs, and what holds for it.

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::given::Environment;
use super::inputs;
use super::settings::Settings;
use crate::journal::resumed::Resumed;
use crate::journal::wanted::Wanted;
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

/// A run that is asked for.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) document: &'static Document,
    pub(crate) workflow: &'static Workflow,
    pub(crate) inputs: Map<String, Value>,
    /// The workflows that have to be completed before, with their inputs.
    pub(crate) before: Vec<inputs::Given>,
    pub(crate) settings: Settings,
    pub(crate) journal: Option<Wanted>,
    pub(crate) json: bool,
}

impl Order {
    /// The run of `workflow` that the arguments ask for.
    ///
    /// # Errors
    /// An argument makes no sense, or names what there is not.
    pub(crate) fn new(
        document: &'static Document,
        workflow: &'static Workflow,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let inputs = inputs::own(workflow, matches)?;
        let settings = Settings::new(document, matches)?;
        let order = Self::with(document, workflow, settings, matches, environment)?;
        Ok(Self {
            inputs,
            before: inputs::before(document, workflow, matches)?,
            journal: Wanted::new(matches),
            ..order
        })
    }

    /// The many runs of `workflow` that the arguments ask for. The inputs are those of lines that do not have them.
    ///
    /// # Errors
    /// An argument makes no sense, or names what there is not.
    pub(crate) fn of_batch(
        document: &'static Document,
        workflow: &'static Workflow,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let inputs = inputs::of_all_lines(workflow, matches)?;
        let settings = Settings::of_batch(document, matches)?;
        let order = Self::with(document, workflow, settings, matches, environment)?;
        Ok(Self {
            inputs,
            before: inputs::before(document, workflow, matches)?,
            ..order
        })
    }

    /// The run that a journal goes on with.
    ///
    /// # Errors
    /// An argument makes no sense, or names what there is not.
    pub(crate) fn resumed(
        resumed: &Resumed,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let Resumed {
            document, workflow, ..
        } = resumed;
        let settings = Settings::new(document, matches)?;
        let order = Self::with(document, workflow, settings, matches, environment)?;
        let before = document.before(workflow).into_iter();
        Ok(Self {
            inputs: resumed.inputs(),
            before: before.map(|it| (it, resumed.inputs_before(it))).collect(),
            journal: Some(resumed.journal()),
            ..order
        })
    }

    /// A run without inputs.
    fn with(
        document: &'static Document,
        workflow: &'static Workflow,
        settings: Settings,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let settings = settings.complete(document, environment)?;
        Ok(Self {
            document,
            workflow,
            inputs: Map::new(),
            before: Vec::new(),
            settings,
            journal: None,
            json: matches.get_flag("json"),
        })
    }

    /// The inputs of a workflow that runs before.
    pub(crate) fn inputs_before(&self, workflow: &Workflow) -> Value {
        let mut before = self.before.iter();
        let found = before.find(|(known, _)| known.key == workflow.key);
        Value::Object(found.map(|(_, inputs)| inputs.clone()).unwrap_or_default())
    }
}
