//! What the arguments ask for: which workflow, with which inputs and settings.

mod batch;
mod flags;
mod inputs;
mod kind;
mod limits;
mod options;
mod place;
mod secrets;
mod settings;
#[cfg(feature = "engine")]
pub(crate) mod worker;

use clap::{ArgMatches, Command};
use serde_json::{Map, Value};

use crate::journal;
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

pub(crate) use batch::{Batch, Format};
pub(crate) use inputs::{check_columns, field, of_line};
pub(crate) use kind::Kind;
pub(crate) use options::document;
pub(crate) use secrets::ask;
pub(crate) use settings::Settings;

/// Reads variables of the environment.
pub(crate) type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// A run that is asked for.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) document: &'static Document,
    pub(crate) workflow: &'static Workflow,
    pub(crate) inputs: Map<String, Value>,
    /// The workflows that have to be completed before, with their inputs.
    pub(crate) before: Vec<inputs::Given>,
    pub(crate) settings: Settings,
    pub(crate) journal: Option<journal::Wanted>,
    pub(crate) json: bool,
}

/// Adds the flags of the workflow's inputs to a command that is called as `path`, and the options of a run.
pub(crate) fn add(command: Command, path: &str, workflow: Option<&Workflow>) -> Command {
    let command = match workflow {
        Some(workflow) => flags::add(command, path, workflow),
        None => command,
    };
    command.args_override_self(true).args(options::all())
}

/// Adds the options of many runs to a command.
pub(crate) fn add_batch(command: Command) -> Command {
    command.args_override_self(true).args(options::batch())
}

/// Adds the options of a process that executes runs of others to a command.
pub(crate) fn add_of_worker(command: Command) -> Command {
    command.args_override_self(true).args(options::worker())
}

/// Adds the options of a run whose inputs are known.
pub(crate) fn add_without_inputs(command: Command) -> Command {
    command
        .args_override_self(true)
        .args(options::without_inputs())
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
            journal: journal::Wanted::new(matches),
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
        let mut order = Self {
            inputs,
            before: inputs::before(document, workflow, matches)?,
            ..order
        };
        order.take_secrets(environment);
        Ok(order)
    }

    /// The run that a journal goes on with.
    ///
    /// # Errors
    /// An argument makes no sense, or names what there is not.
    pub(crate) fn resumed(
        resumed: &journal::Resumed,
        matches: &ArgMatches,
        environment: Environment<'_>,
    ) -> Result<Self, Refused> {
        let journal::Resumed {
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
        let settings = complete(settings, document, environment)?;
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

/// Checks settings, and adds what files and the environment say.
fn complete(
    mut settings: Settings,
    document: &Document,
    environment: Environment<'_>,
) -> Result<Settings, Refused> {
    settings.check(document)?;
    settings.read_files(document)?;
    settings.add_environment(document, environment);
    settings.take_certificates(document)?;
    Ok(settings)
}

/// All values of an option.
fn values<'m>(matches: &'m ArgMatches, option: &str) -> impl Iterator<Item = &'m String> {
    matches.get_many::<String>(option).into_iter().flatten()
}

/// `NAME=VALUE`. Messages do not repeat the value, which may be secret.
fn pair<'a>(option: &str, given: &'a str) -> Result<(&'a str, &'a str), Refused> {
    given
        .split_once('=')
        .ok_or_else(|| Refused(format!("`--{option}` wants NAME=VALUE")))
}

#[cfg(test)]
mod tests;
