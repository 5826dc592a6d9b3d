//! How a run uses its journal.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use bytes::Bytes;

use super::entry::{self, headers, millis, response};
use super::{Body, Decision, Entry, InFlight, JournalError, Journaling, Live, What};
use crate::error::{Kind, StepError};
use crate::position::Position;
use crate::problem::Problem;
use crate::state::State;

/// The journal of a run, opened by one of its steps.
pub(crate) struct Book<'a> {
    journaling: Journaling<'a>,
    state: &'a State,
    now: &'a Clock<'a>,
}

/// Tells the time of day.
type Clock<'a> = dyn Fn() -> SystemTime + Send + Sync + 'a;

/// Why a step does not go on.
pub(crate) enum Stopped {
    /// The journal does not allow it.
    Journal(JournalError),
    /// As before, and a request may have been processed.
    InFlight(String),
    /// The execution ends, for a reason that is not kept.
    Execution(Box<StepError>),
}

impl From<JournalError> for Stopped {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

/// An exchange that is over: the response, or why there is none and whether the server cannot have seen the request.
pub(crate) type Outcome = Result<http::Response<Bytes>, (Problem, bool)>;

/// An exchange.
pub(crate) struct Exchange<'a> {
    pub(crate) position: &'a Position,
    /// Method and URL without secrets.
    pub(crate) request: &'a str,
    /// Whether it may be sent twice.
    pub(crate) repeatable: bool,
}

impl<'a> Book<'a> {
    pub(crate) fn new(journaling: Journaling<'a>, state: &'a State, now: &'a Clock<'a>) -> Self {
        Self {
            journaling,
            state,
            now,
        }
    }

    /// Makes sure that the journal is of this version of the workflow.
    pub(crate) async fn begin(&self) -> Result<(), JournalError> {
        if self.state.is_begun() {
            return Ok(());
        }
        let workflow = self.state.workflow;
        let own = self.state.fingerprint.get().copied().unwrap_or_default();
        let began = async { Ok(Entry::new((self.now)(), What::Began(own.to_owned()))) };
        let kept = self.keep(workflow, Box::pin(began)).await?;
        match kept.what {
            What::Began(kept) if kept == own => {
                self.state.set_begun();
                Ok(())
            }
            What::Began(kept) => Err(JournalError::lasting(format!(
                "the journal is of another version of workflow `{workflow}`: it was begun with fingerprint {kept}, and \
                 this one has {own}"
            ))),
            _ => Err(misread(workflow)),
        }
    }

    /// The outcome of an exchange: that of the journal, else that of `live`.
    pub(crate) async fn exchange(
        &self,
        exchange: &Exchange<'_>,
        live: impl Future<Output = Result<Outcome, StepError>> + Send,
    ) -> Result<Outcome, Stopped> {
        let key = exchange.position.to_string();
        let in_flight = self.sending(exchange, &key).await?;
        // What must not be kept leaves the journal's future by this way.
        let mut stopped = None;
        let rules = self.journaling.rules;
        let happens = async {
            if let Some(at) = in_flight
                && rules.decide(&in_flight_of(exchange, at)) == Decision::Stop
            {
                stopped = Some(Stopped::InFlight(in_doubt(exchange)));
                return Err(interrupted());
            }
            match live.await {
                Ok(outcome) => {
                    let what = self.described(exchange, outcome)?;
                    Ok(Entry::new((self.now)(), what))
                }
                Err(error) => {
                    stopped = Some(Stopped::Execution(Box::new(error)));
                    Err(interrupted())
                }
            }
        };
        let kept = self.keep(&key, Box::pin(happens)).await;
        match (stopped, kept) {
            (Some(stopped), _) => Err(stopped),
            (None, kept) => Ok(self.outcome(exchange, kept?)?),
        }
    }

    /// Says that a request is about to be sent, if it is not to be sent twice; when an earlier execution said so, if it
    /// did.
    async fn sending(
        &self,
        exchange: &Exchange<'_>,
        key: &str,
    ) -> Result<Option<SystemTime>, JournalError> {
        if exchange.repeatable {
            return Ok(None);
        }
        let key = format!("{key} sending");
        let first = AtomicBool::new(false);
        let live = async {
            first.store(true, Ordering::Relaxed);
            Ok(Entry::new(
                (self.now)(),
                What::Sending(exchange.request.to_owned()),
            ))
        };
        let kept = self.keep(&key, Box::pin(live)).await?;
        let What::Sending(request) = &kept.what else {
            return Err(misread(&key));
        };
        same(exchange, request)?;
        let again = !first.load(Ordering::Relaxed);
        Ok(again.then(|| entry::time(kept.at)))
    }

    /// When a delay ends that began at the moment of the last entry: what the journal says, else `until`.
    pub(crate) async fn delay(
        &self,
        position: &Position,
        until: SystemTime,
    ) -> Result<SystemTime, JournalError> {
        let key = format!("{position} delay");
        let live = async { Ok(Entry::new((self.now)(), What::DelayUntil(millis(until)))) };
        let kept = self.keep(&key, Box::pin(live)).await?;
        let What::DelayUntil(until) = kept.what else {
            return Err(misread(&key));
        };
        self.state.set_moment(until);
        Ok(entry::time(until))
    }

    /// Lets a delay pass that ends at `until`, if the engine has timers.
    pub(crate) async fn sleep(
        &self,
        position: &Position,
        until: SystemTime,
    ) -> Option<Result<(), JournalError>> {
        let key = format!("{position} delay");
        let moment = self.state.moment()?;
        let duration = until.duration_since(moment).unwrap_or_default();
        let slept = self.journaling.journal.sleep(&key, duration)?.await;
        self.state.set_moment(millis(until));
        Some(slept)
    }

    async fn keep(&self, key: &str, live: Live<'_>) -> Result<Entry, JournalError> {
        let kept = self.journaling.journal.keep(key, live).await?;
        self.state.set_moment(kept.at);
        Ok(kept)
    }

    /// What is kept of an exchange.
    fn described(&self, exchange: &Exchange<'_>, outcome: Outcome) -> Result<What, JournalError> {
        let request = exchange.request.to_owned();
        let mut response = match outcome {
            Ok(response) => response,
            Err((problem, unsent)) => {
                return Ok(What::Unanswered {
                    request,
                    kind: problem.kind.as_str().to_owned(),
                    message: problem.message,
                    unsent,
                });
            }
        };
        self.journaling.rules.cut(exchange.position, &mut response);
        let body = match self.journaling.rules.sealing() {
            None => Body::new(response.body()),
            Some(seal) => seal
                .seal(exchange.position, response.body())
                .map(|sealed| Body::sealed(&sealed))
                .map_err(|why| JournalError::new(format!("a body cannot be sealed: {why}")))?,
        };
        Ok(What::Answered {
            request,
            status: response.status().as_u16(),
            headers: headers(&response),
            body,
        })
    }

    /// What the run is given of an entry, be it new or played back.
    fn outcome(&self, exchange: &Exchange<'_>, entry: Entry) -> Result<Outcome, JournalError> {
        match entry.what {
            What::Answered {
                request,
                status,
                headers,
                body,
            } => {
                same(exchange, &request)?;
                let bytes = body.bytes()?;
                let bytes = match (&body, self.journaling.rules.sealing()) {
                    (Body::Sealed(_), Some(seal)) => seal
                        .open(exchange.position, &bytes)
                        .map(Bytes::from)
                        .map_err(|why| {
                            JournalError::new(format!("a body cannot be opened: {why}"))
                        })?,
                    (Body::Sealed(_), None) => {
                        let message =
                            "the journal has sealed bodies, and no seal was given to open them";
                        return Err(JournalError::lasting(message));
                    }
                    _ => bytes,
                };
                response(status, &headers, bytes).map(Ok)
            }
            What::Unanswered {
                request,
                kind,
                message,
                unsent,
            } => {
                same(exchange, &request)?;
                let kind = Kind::of_exchange(&kind).unwrap_or(Kind::Transport);
                Ok(Err((Problem::new(kind, message), unsent)))
            }
            _ => Err(misread(&exchange.position.to_string())),
        }
    }
}

fn in_flight_of<'a>(exchange: &Exchange<'a>, at: SystemTime) -> InFlight<'a> {
    InFlight {
        position: exchange.position,
        request: exchange.request,
        at,
    }
}

fn in_doubt(exchange: &Exchange<'_>) -> String {
    format!(
        "`{}` was about to be sent when an earlier execution of the run ended, and the journal has no answer to it: it may \
         have been processed, so it is not sent again; see at the server whether it was",
        exchange.request
    )
}

/// The request at a position is the one that is there in the journal.
fn same(exchange: &Exchange<'_>, kept: &str) -> Result<(), JournalError> {
    if exchange.request == kept {
        return Ok(());
    }
    Err(JournalError::lasting(format!(
        "the journal is of another run: at `{}` it has `{kept}`, and this run has `{}`",
        exchange.position, exchange.request
    )))
}

fn misread(key: &str) -> JournalError {
    JournalError::lasting(format!("the journal has something else at `{key}`"))
}

/// Goes through the engine back to the run, which knows better.
fn interrupted() -> JournalError {
    JournalError::new("the execution of the run ended")
}
