//! Options that are numbers: how long, and how often.

use std::time::Duration;

use crate::builder::ClientBuilder;
use crate::limits::Deadline;
use crate::transport::Transport;

use super::Refused;
use super::arguments::refuse;

/// Limits that the command line gives.
#[derive(Clone, Debug, Default)]
pub(super) struct Limits {
    max_steps: Option<u32>,
    poll_interval: Option<Duration>,
    timeout: Option<Duration>,
    max_retry_after: Option<Duration>,
    deadline: Option<Duration>,
    until: Option<Deadline>,
}

impl Limits {
    /// Whether this is an option for a limit.
    pub(super) fn has(option: &str) -> bool {
        matches!(
            option,
            "--max-steps" | "--poll-interval" | "--timeout" | "--max-retry-after" | "--deadline"
        )
    }

    /// Takes the value of an option.
    pub(super) fn set(&mut self, option: &str, given: &str) -> Result<(), Refused> {
        if option == "--max-steps" {
            self.max_steps = Some(number(option, given)?);
            return Ok(());
        }
        let seconds = Some(seconds(option, given)?);
        match option {
            "--poll-interval" => self.poll_interval = seconds,
            "--timeout" => self.timeout = seconds,
            "--max-retry-after" => self.max_retry_after = seconds,
            _ => self.deadline = seconds,
        }
        Ok(())
    }

    /// The time begins to count.
    pub(super) fn start(&mut self) {
        self.until = self.deadline.map(Deadline::after);
    }

    /// Configures a client.
    pub(super) fn apply<T: Transport>(&self, mut builder: ClientBuilder<T>) -> ClientBuilder<T> {
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
        if let Some(deadline) = self.until {
            builder = builder.until(deadline);
        }
        builder
    }
}

fn number(option: &str, given: &str) -> Result<u32, Refused> {
    given
        .parse()
        .map_err(|_| refuse(&format!("`{option}` wants a whole number, not `{given}`")))
}

fn seconds(option: &str, given: &str) -> Result<Duration, Refused> {
    let seconds = given
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| refuse(&format!("`{option}` wants seconds, not `{given}`")))
}
