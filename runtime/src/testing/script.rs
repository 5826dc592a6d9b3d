//! A transport that answers by itself.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

use super::failed;
use super::rule::{Next, On, Rule};
use super::sent::SentRequest;
use super::step::Step;
use super::target::Target;
use super::time::Clock;
use crate::transport::{Operation, Transport, TransportError};

/// Answers requests by itself, remembers them, and lets no time pass. Clones share all of it.
///
/// A request is answered by what was said of its step, else of its operation, else of any request. One without an answer
/// fails its step with [`Kind::Transport`](crate::Kind::Transport), and the message names the step.
///
/// Delays are noted down and are over at once. They count as passed for deadlines and for the lifetime of tokens, and
/// nothing else does; no attempt takes so long that it runs into its timeout.
#[derive(Clone)]
pub struct Script(Arc<Mutex<State>>);

struct State {
    rules: Vec<Rule>,
    sent: Vec<SentRequest>,
    clock: Clock,
}

impl Default for Script {
    fn default() -> Self {
        Self::new()
    }
}

impl Script {
    /// A script without an answer.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(State {
            rules: Vec::new(),
            sent: Vec::new(),
            clock: Clock::new(),
        })))
    }

    /// Adds answers for the requests of a step (a constant of the module `steps` of its workflow), of an
    /// [operation](Target::operation), for [tokens](Target::token), or for [any](Target::any).
    pub fn on(&self, target: impl Into<Target>) -> On<'_> {
        let target = target.into();
        On {
            script: self,
            target,
        }
    }

    /// All requests so far.
    #[must_use]
    pub fn sent(&self) -> Vec<SentRequest> {
        self.state().sent.clone()
    }

    /// The requests of a step, of an operation, or for tokens so far.
    #[must_use]
    pub fn requests(&self, target: impl Into<Target>) -> Vec<SentRequest> {
        let target = target.into();
        let mut sent = self.sent();
        sent.retain(|request| target.covers(request));
        sent
    }

    /// The only request of a step, of an operation, or for a token.
    ///
    /// # Panics
    /// There is none, or more than one.
    #[must_use]
    #[track_caller]
    pub fn request(&self, target: impl Into<Target>) -> SentRequest {
        let target = target.into();
        let mut requests = self.requests(target.clone());
        let count = requests.len();
        if count > 1 {
            requests.clear();
        }
        let Some(request) = requests.pop() else {
            let sent: Vec<String> = self.sent().iter().map(line).collect();
            let sent = match sent.is_empty() {
                true => "nothing".to_owned(),
                false => sent.join("\n"),
            };
            failed(&format!(
                "{target} is to have one request and has {count}; sent was\n\n{sent}\n"
            ))
        };
        request
    }

    /// The delays so far: before retries, and between rounds of polling.
    #[must_use]
    pub fn delays(&self) -> Vec<Duration> {
        self.state().clock.delays()
    }

    /// Changes the answers of a target.
    pub(super) fn rule(&self, target: &Target, change: impl FnOnce(&mut Rule)) {
        let rules = &mut self.state().rules;
        if !rules.iter().any(|rule| rule.target.is(target)) {
            rules.push(Rule::new(target.clone()));
            rules.sort_by_key(|rule| rule.target.rank());
        }
        if let Some(rule) = rules.iter_mut().find(|rule| rule.target.is(target)) {
            change(rule);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn line(request: &SentRequest) -> String {
    let (method, uri) = (request.method(), request.uri());
    format!("{method} {uri}, by {}", request.origin())
}

impl State {
    /// What answers a request, which is noted down, and the step whose answer it is.
    fn next(&mut self, request: &SentRequest) -> Result<(Next, Option<Step>), TransportError> {
        self.sent.push(request.clone());
        let covering = self.rules.iter_mut();
        let mut covering = covering.filter(|rule| rule.target.covers(request));
        let next = covering.find_map(|rule| Some((rule.next()?, rule.target.step().copied())));
        next.ok_or_else(|| self.unanswered(request))
    }

    fn unanswered(&self, request: &SentRequest) -> TransportError {
        let origin = request.origin();
        let operation = request.extensions().get::<Operation>();
        let operation =
            operation.map_or_else(String::new, |it| format!(" (`{} {}`)", it.method, it.path));
        let known: Vec<String> = self.rules.iter().map(Rule::summary).collect();
        let known = match known.is_empty() {
            true => "nothing at all".to_owned(),
            false => known.join("; "),
        };
        let message = format!("the script has no answer for {origin}{operation}; it has {known}");
        TransportError::new(message).unsent()
    }
}

impl Transport for Script {
    fn below(&self) -> Option<&dyn crate::transport::Below> {
        None
    }

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = SentRequest(request);
        let (next, step) = self.state().next(&request)?;
        next.response(&request, step.as_ref())
    }

    async fn sleep(&self, duration: Duration) {
        self.state().clock.pass(duration);
    }

    async fn deadline(&self, _: Duration) {
        std::future::pending().await
    }

    fn now(&self) -> SystemTime {
        self.state().clock.now()
    }

    fn elapsed(&self, moment: Instant) -> Duration {
        self.state().clock.elapsed(moment)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("sent", &self.state().sent.len())
            .finish_non_exhaustive()
    }
}
