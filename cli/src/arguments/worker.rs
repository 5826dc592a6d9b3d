//! What the arguments of a process say that executes runs of others.

use clap::ArgMatches;

use super::given::Environment;
use super::settings::Settings;
use crate::refused::Refused;
use crate::registry::Document;
use crate::unknown::unknown;

pub(crate) use super::batch::pace;

/// The documents that are meant: the one that is named, or all.
///
/// # Errors
/// There is none of that name.
pub(crate) fn served(
    documents: &'static [Document],
    matches: &ArgMatches,
) -> Result<Vec<&'static Document>, Refused> {
    let Some(wanted) = matches.get_one::<String>("document") else {
        return Ok(documents.iter().collect());
    };
    let found = documents.iter().find(|known| known.name == wanted);
    let known = || documents.iter().map(|it| it.name).collect::<Vec<_>>();
    let missing = || Refused(unknown("document called", wanted, &known()));
    Ok(vec![found.ok_or_else(missing)?])
}

/// The settings of a process that executes runs of others.
///
/// # Errors
/// An argument makes no sense, or names what the document does not have.
pub(crate) fn settings(
    document: &'static Document,
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<Settings, Refused> {
    Settings::of_batch(document, matches)?.complete(document, environment)
}
