//! The journal that a run is to have, and the option that says so.

use std::path::PathBuf;

use arazzo_journal::FileJournal;
use clap::{Arg, ArgMatches};

/// Where help lists the option.
pub(super) const HEADING: &str = "Runs that survive";

/// The option of a run.
pub(crate) fn option() -> Arg {
    Arg::new("journal")
        .long("journal")
        .value_name("FILE")
        .help("Keep responses in a file, from which the run goes on if it is started again")
        .conflicts_with_all(["dry-run", "curl", "replay"])
        .help_heading(HEADING)
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
