//! What an engine is made of, if the program was built with it.

use clap::{Arg, ArgMatches};

use super::asked::Engine;
use crate::arguments::Environment;
use crate::refused::Refused;
use crate::registry::Document;

/// Where help lists the options.
pub(super) const HEADING: &str = "Engines";

/// What an engine does for the commands.
pub(super) struct Built {
    /// The engine at a URL, for `batch`.
    pub(super) engine: Begin,
    /// The options of `worker` besides the URL.
    pub(super) options: fn() -> Vec<Arg>,
    /// Executes the runs that the engine at a URL has for these documents, until the process is stopped.
    pub(super) work: Work,
}

/// What [`Built::engine`] is: URL, environment.
pub(super) type Begin = fn(&str, Environment<'_>) -> Result<Box<dyn Engine>, Refused>;

/// What [`Built::work`] is: URL, documents, arguments, environment.
pub(super) type Work =
    fn(&str, &'static [Document], &ArgMatches, Environment<'_>) -> Result<(), Refused>;
