//! Options that are numbers: how long, and how often.

use std::str::FromStr;
use std::time::Duration;

use arazzo_runtime::{ClientBuilder, Deadline, Transport};
use clap::{Arg, ArgMatches};

use super::option::option;
use crate::refused::Refused;

/// Limits that the command line gives.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    max_steps: Option<u32>,
    poll_interval: Option<Duration>,
    timeout: Option<Duration>,
    max_retry_after: Option<Duration>,
    deadline: Option<Duration>,
    until: Option<Deadline>,
}

/// Their options.
pub(super) fn options() -> Vec<Arg> {
    let limits = [
        ("max-steps", "N", "Step executions at most [default: 1000]"),
        (
            "poll-interval",
            "SECONDS",
            "Pause between rounds of polling [default: 1]",
        ),
        (
            "timeout",
            "SECONDS",
            "For a request at most [default: 30, or what the step says]",
        ),
        (
            "max-retry-after",
            "SECONDS",
            "The longest delay that a server can ask for before a retry [default: 3600]",
        ),
        (
            "deadline",
            "SECONDS",
            "For all together at most, workflows that run before included",
        ),
    ];
    let arg = |(name, value, help)| option(name, value, help).help_heading("Limits");
    limits.map(arg).to_vec()
}

/// Their options where there are many runs.
pub(super) fn of_each_run() -> Vec<Arg> {
    let own = |arg: Arg| match arg.get_id() == "deadline" {
        true => arg.help("For each run at most"),
        false => arg,
    };
    options().into_iter().map(own).collect()
}

/// Their options where runs end by themselves: one that is executed again has all its time again.
pub(super) fn of_worker() -> Vec<Arg> {
    let all = options().into_iter();
    all.filter(|arg| arg.get_id() != "deadline").collect()
}

impl Limits {
    /// The limits among the arguments.
    pub(super) fn new(matches: &ArgMatches) -> Result<Self, Refused> {
        let seconds = |option: &str| {
            // A worker has no deadline.
            let given = matches.try_get_one::<String>(option).ok().flatten();
            given.map(|given| seconds(option, given)).transpose()
        };
        let max_steps = matches.get_one::<String>("max-steps");
        Ok(Self {
            max_steps: max_steps.map(|it| number("max-steps", it)).transpose()?,
            poll_interval: seconds("poll-interval")?,
            timeout: seconds("timeout")?,
            max_retry_after: seconds("max-retry-after")?,
            deadline: seconds("deadline")?,
            until: None,
        })
    }

    /// The time begins to count for all runs together; without that, for each when it begins.
    pub(crate) fn start(&mut self) {
        self.until = self.deadline.map(Deadline::after);
    }

    /// Configures a client.
    pub(crate) fn apply<T: Transport>(&self, mut builder: ClientBuilder<T>) -> ClientBuilder<T> {
        if let Some(steps) = self.max_steps {
            builder = builder.max_steps(steps);
        }
        if let Some(interval) = self.poll_interval {
            builder = builder.poll_interval(interval);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(delay) = self.max_retry_after {
            builder = builder.max_retry_after(delay);
        }
        match (self.until, self.deadline) {
            (Some(deadline), _) => builder.until(deadline),
            (None, Some(deadline)) => builder.deadline(deadline),
            (None, None) => builder,
        }
    }
}

pub(super) fn number<N: FromStr>(option: &str, given: &str) -> Result<N, Refused> {
    let wrong = |_| Refused(format!("`--{option}` wants a whole number, not `{given}`"));
    given.parse().map_err(wrong)
}

fn seconds(option: &str, given: &str) -> Result<Duration, Refused> {
    let seconds = given
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| Refused(format!("`--{option}` wants seconds, not `{given}`")))
}
