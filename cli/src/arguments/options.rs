//! The options of a run.

use clap::{Arg, ArgAction};

use super::option::{INPUTS, document, of_prerequisites, option, repeated};
use super::{batch, limits, settings};
use crate::exchange;
use crate::journal::wanted;
use crate::picture;

/// All options that a run has, whatever the workflow.
pub(crate) fn all() -> Vec<Arg> {
    let mut all = inputs();
    all.extend(without_inputs());
    all.push(wanted::option());
    all
}

/// The options of a run whose inputs are known.
pub(crate) fn without_inputs() -> Vec<Arg> {
    let mut all = settings::options();
    all.extend(limits::options());
    all.extend(exchange::options());
    all.push(picture::option());
    all.push(json(
        "Print the outcome as one JSON object, and no progress",
    ));
    all
}

/// The options of many runs: inputs and limits mean each of them, and what is for one run is not there.
pub(crate) fn batch(engines: Vec<Arg>) -> Vec<Arg> {
    let mut all = batch::options();
    all.extend(settings::options());
    all.extend(limits::of_each_run());
    all.push(exchange::header());
    all.extend(engines);
    all.push(json(
        "Print the summary as one JSON object, and no progress",
    ));
    all
}

/// The options of a process that executes runs of others.
pub(crate) fn worker() -> Vec<Arg> {
    let mut all = vec![document().help("The document whose workflows are executed [default: all]")];
    all.extend(settings::options());
    all.extend(limits::of_worker());
    all.extend(batch::of_pace());
    all.push(exchange::header());
    all
}

fn inputs() -> Vec<Arg> {
    let all = [
        option("inputs", "JSON|@FILE|-", "All inputs as one object").allow_hyphen_values(false),
        repeated(
            "input",
            "NAME=VALUE",
            "One input by its name in the document",
        ),
        of_prerequisites(),
        document(),
    ];
    all.map(|arg| arg.help_heading(INPUTS)).to_vec()
}

fn json(help: &'static str) -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help(help)
        .help_heading("Output")
}
