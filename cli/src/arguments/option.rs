//! An option, and those that commands have in common.

use clap::{Arg, ArgAction};

/// Where help lists inputs.
pub(super) const INPUTS: &str = "Inputs";

/// Inputs of workflows that run before.
pub(super) fn of_prerequisites() -> Arg {
    repeated(
        "prerequisite-inputs",
        "WORKFLOW=JSON",
        "Inputs of a workflow that has to run before",
    )
}

/// Which document is meant.
pub(crate) fn document() -> Arg {
    option(
        "document",
        "NAME",
        "The document, where several have a workflow of this name",
    )
}

/// An option with a value; the last one counts.
pub(crate) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .help(help)
        .allow_negative_numbers(true)
}

/// An option with a value, that may be there several times.
pub(crate) fn repeated(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).action(ArgAction::Append)
}
