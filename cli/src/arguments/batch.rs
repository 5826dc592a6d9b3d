//! The options of many runs: where inputs come from, where results go, and how fast.

use std::path::PathBuf;
use std::time::Duration;

use arazzo_batch::Pace;
use clap::{Arg, ArgAction, ArgMatches};

use super::limits::number;
use super::option::{INPUTS, document, of_prerequisites, option, repeated};
use crate::refused::Refused;

/// Where help lists them.
const HEADING: &str = "Many runs";

const CONCURRENCY: usize = 16;
const PER_HOST: usize = 100;

/// How many runs, from where, whereto and how fast.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// None: standard input.
    pub(crate) inputs: Option<PathBuf>,
    pub(crate) format: Format,
    /// None: standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) retry_failed: bool,
    pub(crate) concurrency: usize,
    /// How fast requests are sent.
    pub(crate) pace: Pace,
    /// A folder with a journal for each run that has no result, or failed.
    pub(crate) journal: Option<PathBuf>,
}

/// How inputs are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A JSON object a line.
    JsonLines,
    /// A record a run, names in the first line.
    Csv,
}

pub(super) fn options() -> Vec<Arg> {
    let inputs = [
        option(
            "inputs",
            "FILE|-",
            "JSON lines, or CSV (FILE.csv) with names in its first line: a run for each",
        )
        .required(true),
        option(
            "format",
            "FORMAT",
            "What the inputs are, if the name of the file does not tell",
        )
        .value_parser(["csv", "jsonl"]),
        repeated(
            "input",
            "NAME=VALUE",
            "An input of all runs whose line does not have it",
        ),
        of_prerequisites(),
        document(),
    ];
    let many = [
        option(
            "output",
            "FILE|-",
            "Where results go as JSON lines; what is there already is not run again",
        )
        .required(true),
        Arg::new("retry-failed")
            .long("retry-failed")
            .action(ArgAction::SetTrue)
            .help("Run those again that failed"),
        option(
            "journal",
            "DIR",
            "Keep the responses of each run in a file of this folder, from which it goes on if it is started again",
        ),
        option("concurrency", "N", "Runs at a time [default: 16]"),
    ];
    let inputs = inputs.into_iter().map(|arg| arg.help_heading(INPUTS));
    let many = many.into_iter().map(|arg| arg.help_heading(HEADING));
    inputs.chain(many).chain(of_pace()).collect()
}

/// How fast requests are sent.
pub(super) fn of_pace() -> Vec<Arg> {
    let pace = [
        option(
            "rate",
            "N/s",
            "Requests in a second at most, or in a minute (N/min) or an hour (N/h)",
        ),
        option(
            "per-host",
            "N",
            "Requests to a host at a time [default: 100]",
        ),
    ];
    pace.map(|arg| arg.help_heading(HEADING)).to_vec()
}

/// What the arguments say about how fast requests are sent.
///
/// # Errors
/// A number is none.
pub(crate) fn pace(matches: &ArgMatches) -> Result<Pace, Refused> {
    let pace = Pace::new().per_host(count(matches, "per-host", PER_HOST)?);
    let rate = matches.get_one::<String>("rate");
    let every = rate.map(|rate| interval(rate)).transpose()?;
    Ok(every.map_or(pace, |every| pace.every(every)))
}

impl Batch {
    /// Reads the options.
    ///
    /// # Errors
    /// A number is none, or the output cannot be what it is meant to be.
    pub(crate) fn new(matches: &ArgMatches) -> Result<Self, Refused> {
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
        let path = |name| text(name).filter(|it| *it != "-").map(PathBuf::from);
        let (inputs, output) = (path("inputs"), path("output"));
        let is_csv = |path: &PathBuf| {
            path.extension()
                .is_some_and(|it| it.eq_ignore_ascii_case("csv"))
        };
        let format = match (text("format"), inputs.as_ref().is_some_and(is_csv)) {
            (Some("csv"), _) | (None, true) => Format::Csv,
            _ => Format::JsonLines,
        };
        let retry_failed = matches.get_flag("retry-failed");
        if output.is_none() && retry_failed {
            return Err(Refused::new(
                "`--retry-failed` needs a file as `--output`, which says what failed",
            ));
        }
        if output.is_none() && matches.get_flag("json") {
            return Err(Refused::new(
                "`--json` prints the summary where `--output -` prints results",
            ));
        }
        if output.is_some() && output == inputs {
            return Err(Refused::new("`--inputs` and `--output` are the same file"));
        }
        Ok(Self {
            inputs,
            format,
            output,
            retry_failed,
            concurrency: count(matches, "concurrency", CONCURRENCY)?,
            pace: pace(matches)?,
            journal: path("journal"),
        })
    }
}

/// A number of things, of which there has to be one.
fn count(matches: &ArgMatches, name: &str, default: usize) -> Result<usize, Refused> {
    match matches
        .get_one::<String>(name)
        .map(|given| number(name, given))
    {
        Some(Ok(0)) => Err(Refused(format!("`--{name}` wants at least 1"))),
        Some(given) => given,
        None => Ok(default),
    }
}

/// The time between requests: `50/s` are 20 ms.
fn interval(rate: &str) -> Result<Duration, Refused> {
    let (count, unit) = rate.split_once('/').unwrap_or((rate, "s"));
    let seconds = match unit.trim() {
        "s" | "sec" | "second" => Some(1.0),
        "m" | "min" | "minute" => Some(60.0),
        "h" | "hour" => Some(3600.0),
        _ => None,
    };
    let count = count.trim().parse::<f64>().ok();
    let interval = count.zip(seconds).map(|(count, seconds)| seconds / count);
    let positive = interval.filter(|it| *it > 0.0);
    let interval = positive.and_then(|it| Duration::try_from_secs_f64(it).ok());
    interval.ok_or_else(|| {
        Refused(format!(
            "`--rate` wants a number as in `50/s`, not `{rate}`"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_times_between_requests() {
        for (rate, millis) in [
            ("50/s", 20),
            ("50", 20),
            ("0.5/s", 2000),
            ("30/min", 2000),
            ("36 / h", 100_000),
        ] {
            assert_eq!(interval(rate), Ok(Duration::from_millis(millis)), "{rate}");
        }
        for rate in ["", "/s", "0/s", "-1/s", "NaN", "inf", "5/d", "fast"] {
            let told = format!("`--rate` wants a number as in `50/s`, not `{rate}`");
            assert_eq!(interval(rate), Err(Refused(told)));
        }
    }
}
