//! What the command line says about exchanges, and what becomes of it.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use arazzo_runtime::{AnyTransport, ClientBuilder, ReqwestTransport, StepError, Transport};
use clap::{Arg, ArgAction, ArgMatches};

use super::mask::Mask;
use super::preview::Format;
use super::replay::Replay;
use super::trace::Trace;
use super::verbose::Verbose;
use super::watch::Watched;
use crate::refused::Refused;

/// Where help lists them.
const HEADING: &str = "Requests and responses";

/// What is of no use where nothing is sent.
const NOT_DRY: [&str; 5] = ["trace", "replay", "verbose", "picture", "json"];

/// The options of this module.
pub(crate) fn options() -> Vec<Arg> {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .help(help)
            .action(ArgAction::SetTrue)
            .help_heading(HEADING)
    };
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .help(help)
            .help_heading(HEADING)
    };
    vec![
        header(),
        flag("verbose", "Print requests and responses, without secrets").short('v'),
        file(
            "trace",
            "Write all exchanges as an HTTP Archive (HAR 1.2), without secrets",
        ),
        file(
            "replay",
            "Take the responses from such a file; fail where requests differ",
        ),
        flag(
            "dry-run",
            "Print the requests as far as they are known, and send none",
        )
        .conflicts_with_all(NOT_DRY),
        flag(
            "curl",
            "Print them as commands of curl (implies `--dry-run`)",
        )
        .conflicts_with_all(NOT_DRY),
    ]
}

/// The option for headers of all requests.
pub(crate) fn header() -> Arg {
    Arg::new("header")
        .long("header")
        .value_name("NAME=VALUE")
        .help("A header for every request that has none of this name")
        .action(ArgAction::Append)
        .help_heading(HEADING)
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchanges {
    /// Names and values; these are secrets.
    headers: Headers,
    verbose: bool,
    trace: Option<PathBuf>,
    replay: Option<PathBuf>,
    dry_run: Option<Format>,
}

/// Default headers, any of which may hold a key.
#[derive(Clone, Default)]
struct Headers(Vec<(String, String)>);

impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

impl Exchanges {
    /// Reads the options of many runs: headers alone.
    pub(crate) fn of_batch(matches: &ArgMatches) -> Result<Self, Refused> {
        let headers = matches.get_many::<String>("header").into_iter().flatten();
        let headers = headers.map(|given| {
            let pair = given.split_once('=');
            let (name, value) = pair.ok_or_else(|| Refused::new("`--header` wants NAME=VALUE"))?;
            Ok((name.trim().to_owned(), value.to_owned()))
        });
        let headers = Headers(headers.collect::<Result<_, Refused>>()?);
        Ok(Self {
            headers,
            ..Self::default()
        })
    }

    /// Reads the options of one run.
    pub(crate) fn new(matches: &ArgMatches) -> Result<Self, Refused> {
        let path = |option| matches.get_one::<String>(option).map(PathBuf::from);
        let dry_run = match matches.get_flag("curl") {
            true => Some(Format::Curl),
            false => matches.get_flag("dry-run").then_some(Format::Http),
        };
        Ok(Self {
            verbose: matches.get_flag("verbose"),
            trace: path("trace"),
            replay: path("replay"),
            dry_run,
            ..Self::of_batch(matches)?
        })
    }

    /// How to show requests instead of sending them, if that is what is asked for.
    pub(crate) fn dry_run(&self) -> Option<Format> {
        self.dry_run
    }

    /// Whether exchanges are printed as they happen.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether responses come from a recording.
    pub(crate) fn is_replay(&self) -> bool {
        self.replay.is_some()
    }

    /// Tells a builder.
    pub(crate) fn apply<T: Transport>(&self, builder: ClientBuilder<T>) -> ClientBuilder<T> {
        let headers = self.headers.0.iter();
        headers.fold(builder, |builder, (name, value)| {
            builder.header(name, value)
        })
    }
}

/// The exchanges of one run of the program.
#[derive(Debug)]
pub(crate) struct Session {
    trace: Option<(Trace, PathBuf)>,
    replay: Option<Replay>,
}

impl Session {
    /// Makes the way out: `live`, or a recording.
    ///
    /// # Errors
    /// The recording cannot be read, or the trace cannot be written. Now, and not when requests have been sent.
    pub(crate) fn begin(
        exchanges: &Exchanges,
        mask: &Mask,
        live: impl FnOnce() -> Result<ReqwestTransport, Refused>,
    ) -> Result<(Self, AnyTransport), Refused> {
        let replay = exchanges.replay.as_deref();
        let replay = replay.map(|path| Replay::read(path, mask.clone()));
        let replay = replay.transpose();
        let replay = replay.map_err(|error| Refused::new(error.to_string()))?;
        let mut transport = Watched::new(match &replay {
            Some(replay) => AnyTransport::new(replay.clone()),
            None => AnyTransport::new(live()?),
        });
        let trace = match &exchanges.trace {
            Some(path) => {
                writable(path)?;
                Some((Trace::new(mask.clone()), path.clone()))
            }
            None => None,
        };
        if let Some((trace, _)) = &trace {
            transport = transport.watcher(trace.clone());
        }
        if exchanges.verbose {
            transport = transport.watcher(Verbose::new(mask.clone(), std::io::stderr()));
        }
        Ok((Self { trace, replay }, AnyTransport::new(transport)))
    }

    /// Writes the trace, and says what went wrong with it.
    pub(crate) fn write(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if let Some((trace, path)) = &self.trace
            && let Err(error) = trace.write(path)
        {
            problems.push(cannot_write(path, &error));
        }
        problems
    }

    /// Where a run that came to an end differed from the recorded one, unless an error that is shown says so.
    pub(crate) fn difference(&self, error: Option<&StepError>) -> Option<String> {
        let difference = self.replay.as_ref()?.finish().err()?.to_string();
        let mut errors = std::iter::successors(error, |error| error.cause());
        let is_said = errors.any(|error| error.message().contains(&difference));
        (!is_said).then(|| format!("the run is not as it was recorded: {difference}"))
    }
}

/// Whether a file can be written, without changing what is in it.
fn writable(path: &Path) -> Result<(), Refused> {
    let opened = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(drop);
    opened.map_err(|error| Refused::new(cannot_write(path, &error)))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    format!("cannot write `{}`: {error}", path.display())
}
