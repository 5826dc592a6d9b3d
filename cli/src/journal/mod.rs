//! Runs that survive: what is kept in a file, how a run goes on with it, and what it looks like.

mod keeping;
mod refused;
pub(crate) mod resumed;
mod scoped;
mod show;
pub(crate) mod wanted;

use clap::{Arg, ArgAction, Command};

use crate::arguments;

pub(crate) use keeping::Keeping;
pub(crate) use resumed::Resumed;
pub(crate) use scoped::scope;
pub(crate) use show::show;
use wanted::HEADING;

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
