//! What is given: values of options, and variables of the environment.

use clap::ArgMatches;

use crate::refused::Refused;

/// Reads variables of the environment.
pub(crate) type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// All values of an option.
pub(super) fn values<'m>(
    matches: &'m ArgMatches,
    option: &str,
) -> impl Iterator<Item = &'m String> {
    matches.get_many::<String>(option).into_iter().flatten()
}

/// `NAME=VALUE`. Messages do not repeat the value, which may be secret.
pub(super) fn pair<'a>(option: &str, given: &'a str) -> Result<(&'a str, &'a str), Refused> {
    given
        .split_once('=')
        .ok_or_else(|| Refused(format!("`--{option}` wants NAME=VALUE")))
}
