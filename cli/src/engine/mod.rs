//! Engines that keep runs, and spread them over as many processes as there are.
//!
//! `batch` asks an [`Engine`] for a run under an id, and a [`Worker`] executes it in whichever process the engine chooses.
//! Each engine is a file here and a feature; both commands find them in [`KNOWN`].

pub(crate) mod asked;
mod built;
#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod recorded;
#[cfg(feature = "engine")]
mod recording;
#[cfg(feature = "restate")]
mod restate;
pub(crate) mod task;
#[cfg(feature = "engine")]
mod worker;

use clap::{Arg, ArgMatches, Command};

use crate::arguments::{self, Environment};
use crate::refused::Refused;
use crate::registry::Document;

use asked::Engine;
use built::{Built, HEADING};

/// An engine that a program can be built with.
struct Kind {
    /// Its feature, and its option.
    name: &'static str,
    /// What `batch` is told.
    of_batch: &'static str,
    /// What `worker` is told.
    of_worker: &'static str,
    /// None if this program was built without it.
    built: Option<Built>,
}

/// All engines.
const KNOWN: &[Kind] = &[
    Kind {
        name: "restate",
        of_batch: "Let workers run the lines, by the ingress of Restate (http://127.0.0.1:8080)",
        of_worker: "Take runs from Restate, and register with its admin API (http://127.0.0.1:9070)",
        #[cfg(feature = "restate")]
        built: Some(restate::BUILT),
        #[cfg(not(feature = "restate"))]
        built: None,
    },
    Kind {
        name: "postgres",
        of_batch: "Let workers run the lines, by a database of PostgreSQL (postgres://HOST/DATABASE)",
        of_worker: "Take runs from a database of PostgreSQL (postgres://HOST/DATABASE)",
        #[cfg(feature = "postgres")]
        built: Some(postgres::BUILT),
        #[cfg(not(feature = "postgres"))]
        built: None,
    },
];

/// What only whoever sends the requests can be told.
const OF_WORKER: [&str; 13] = [
    "rate",
    "per-host",
    "journal",
    "server",
    "document-url",
    "server-variable",
    "credential",
    "max-steps",
    "poll-interval",
    "timeout",
    "max-retry-after",
    "deadline",
    "header",
];

/// The options of `batch`.
pub(crate) fn options() -> Vec<Arg> {
    let option = |kind: &Kind| {
        let option = option(kind, kind.of_batch);
        option.conflicts_with_all(OF_WORKER)
    };
    KNOWN.iter().map(option).collect()
}

/// An engine that is not there has its option all the same, to say how it would be.
fn option(kind: &Kind, help: &'static str) -> Arg {
    Arg::new(kind.name)
        .long(kind.name)
        .value_name("URL")
        .help(help)
        .help_heading(HEADING)
        .hide(kind.built.is_none())
}

/// The command that executes runs.
pub(crate) fn command() -> Command {
    let own = KNOWN.iter().filter_map(|kind| kind.built.as_ref());
    let own: Vec<_> = own.flat_map(|built| (built.options)()).collect();
    let command = Command::new("worker")
        .about("Execute the runs that an engine has for these workflows, until it is stopped")
        .hide(KNOWN.iter().all(|kind| kind.built.is_none()))
        .args(KNOWN.iter().map(|kind| option(kind, kind.of_worker)))
        .args(own);
    arguments::add_of_worker(command)
}

/// The engine that is asked for and its URL, if one is.
///
/// # Errors
/// The program was built without it, or there are two.
fn chosen(matches: &ArgMatches) -> Result<Option<(&'static Built, &str)>, Refused> {
    let given = |kind: &'static Kind| Some((kind, matches.get_one::<String>(kind.name)?));
    let given: Vec<_> = KNOWN.iter().filter_map(given).collect();
    match given.as_slice() {
        [] => Ok(None),
        [(kind, url)] => Ok(Some((built(kind)?, url))),
        [(one, _), (other, _), ..] => Err(Refused(format!(
            "`--{}` and `--{}` are two engines, and a run has one",
            one.name, other.name
        ))),
    }
}

fn built(kind: &'static Kind) -> Result<&'static Built, Refused> {
    let name = kind.name;
    let without = || {
        Refused(format!(
            "this program was built without `{name}`: `cargo build --features {name}` makes one with it"
        ))
    };
    kind.built.as_ref().ok_or_else(without)
}

/// The engine that `batch` is to use, if any.
///
/// # Errors
/// What is said of it makes no sense.
pub(crate) fn of_batch(
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<Option<Box<dyn Engine>>, Refused> {
    let chosen = chosen(matches)?;
    let engine = chosen.map(|(built, url)| (built.engine)(url, environment));
    engine.transpose()
}

/// Executes runs until the process is stopped.
///
/// # Errors
/// What is said of the engine makes no sense, or it does not take this worker.
pub(crate) fn work(
    documents: &'static [Document],
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<(), Refused> {
    if let Some((built, url)) = chosen(matches)? {
        return (built.work)(url, documents, matches, environment);
    }
    let there = KNOWN.iter().find(|kind| kind.built.is_some());
    let Some(kind) = there.or(KNOWN.first()) else {
        return Err(Refused::new("there are no engines"));
    };
    built(kind)?;
    Err(Refused(format!(
        "`worker` needs an engine: `--{} URL`",
        kind.name
    )))
}
