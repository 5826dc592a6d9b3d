//! What the arguments ask for: which workflow, with which inputs and settings.

mod flags;
mod inputs;
mod kind;
mod limits;
mod options;
mod place;
mod settings;

use clap::{ArgMatches, Command};
use serde_json::{Map, Value};

use crate::invocation::Refused;
use crate::registry::{Document, Workflow};

pub(crate) use settings::Settings;

/// Reads variables of the environment.
pub(crate) type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// A run that is asked for.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) document: &'static Document,
    pub(crate) workflow: &'static Workflow,
    pub(crate) inputs: Map<String, Value>,
    /// Inputs of prerequisites, by id or key.
    pub(crate) prerequisite_inputs: Vec<(String, Map<String, Value>)>,
    pub(crate) settings: Settings,
    pub(crate) json: bool,
}

/// Adds the options of a run to a command, and the flags of the workflow's inputs.
pub(crate) fn add(command: Command, workflow: Option<&Workflow>) -> Command {
    let command = command.args_override_self(true).args(options::all());
    match workflow {
        Some(workflow) => flags::add(command, workflow),
        None => command,
    }
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
        let prerequisite_inputs = inputs::of_prerequisites(document, workflow, matches)?;
        let mut settings = Settings::new(document, matches)?;
        settings.check(document)?;
        settings.add_environment(document, environment);
        settings.take_certificates(document)?;
        Ok(Self {
            document,
            workflow,
            inputs,
            prerequisite_inputs,
            settings,
            json: matches.get_flag("json"),
        })
    }

    /// Inputs of a prerequisite, by its id or key; none given means none.
    pub(crate) fn inputs_of(&self, workflow: &Workflow) -> Value {
        let given = self.prerequisite_inputs.iter().rev();
        let mut fitting = given.filter(|(name, _)| name == workflow.key || name == workflow.id);
        let found = fitting.next().map(|(_, inputs)| inputs.clone());
        Value::Object(found.unwrap_or_default())
    }
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
