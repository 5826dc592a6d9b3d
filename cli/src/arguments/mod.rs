//! What the arguments ask for: which workflow, with which inputs and settings.

mod batch;
mod check;
mod flags;
mod given;
mod inputs;
mod kind;
mod limits;
mod option;
mod options;
mod order;
mod place;
mod secrets;
pub(crate) mod settings;
#[cfg(feature = "engine")]
pub(crate) mod worker;

use clap::{Arg, Command};

use crate::registry::Workflow;

pub(crate) use batch::{Batch, Format};
pub(crate) use given::Environment;
pub(crate) use inputs::{check_columns, field, of_line};
pub(crate) use kind::Kind;
pub(crate) use option::document;
pub(crate) use order::Order;
pub(crate) use secrets::ask;

/// Adds the flags of the workflow's inputs to a command that is called as `path`, and the options of a run.
pub(crate) fn add(command: Command, path: &str, workflow: Option<&Workflow>) -> Command {
    let command = match workflow {
        Some(workflow) => flags::add(command, path, workflow),
        None => command,
    };
    command.args_override_self(true).args(options::all())
}

/// Adds the options of many runs to a command, and those of the engines.
pub(crate) fn add_batch(command: Command, engines: Vec<Arg>) -> Command {
    command
        .args_override_self(true)
        .args(options::batch(engines))
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

#[cfg(test)]
mod tests;
