//! What is answered to requests of one sort.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::failed;
use super::reply::{Body, Reply};
use super::script::Script;
use super::sent::SentRequest;
use super::step::Step;
use super::target::Target;
use crate::transport::TransportError;

/// What is answered: a [`Reply`], or a [`TransportError`] where none comes.
pub type Answer = Result<Reply, TransportError>;

/// What makes answers that have no number.
type Always = Arc<Mutex<dyn FnMut(&SentRequest) -> Answer + Send>>;

/// The answers of one target.
pub(super) struct Rule {
    pub(super) target: Target,
    once: VecDeque<Answer>,
    always: Option<Always>,
    used: usize,
}

impl Rule {
    pub(super) fn new(target: Target) -> Self {
        Self {
            target,
            once: VecDeque::new(),
            always: None,
            used: 0,
        }
    }

    /// What answers next, if there is something.
    pub(super) fn next(&mut self) -> Option<Next> {
        let once = self.once.pop_front().map(Next::Once);
        let next = once.or_else(|| self.always.clone().map(Next::Always))?;
        self.used = self.used.saturating_add(1);
        Some(next)
    }

    /// What it answers, and how much of it is left.
    pub(super) fn summary(&self) -> String {
        let used = self.used;
        match (&self.always, self.once.len()) {
            (Some(_), _) => format!("{}: always", self.target),
            (None, left) => format!("{}: {used} sent, {left} left", self.target),
        }
    }
}

/// What answers a request. A closure is called when nobody else is kept from the script by it.
pub(super) enum Next {
    Once(Answer),
    Always(Always),
}

impl Next {
    /// The response; a failure if `step` declares no such one.
    pub(super) fn response(
        self,
        request: &SentRequest,
        step: Option<&Step>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let answer = match self {
            Self::Once(answer) => answer,
            Self::Always(answer) => {
                let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
                answer(request)
            }
        };
        let declared = answer?.declared_by(step);
        let declared = declared.map_err(|undeclared| TransportError::new(undeclared).unsent());
        declared.map(Reply::into_response)
    }
}

/// Adds answers to a script, for requests of one sort; see [`Script::on`]. They are given in order, one a request.
pub struct On<'s> {
    pub(super) script: &'s Script,
    pub(super) target: Target,
}

impl On<'_> {
    /// Answers with a status, and with JSON, a text, bytes, or `()`.
    ///
    /// # Panics
    /// The operation declares no such response.
    #[track_caller]
    pub fn reply(self, status: u16, body: impl Into<Body>) -> Self {
        self.answer(Reply::new(status).body(body))
    }

    /// Answers with a response that has headers of its own.
    ///
    /// # Panics
    /// The operation declares no such response, and it is not marked as [undeclared](Reply::undeclared).
    #[track_caller]
    pub fn answer(self, reply: impl Into<Reply>) -> Self {
        let reply = reply.into();
        if let Err(undeclared) = reply.clone().declared_by(self.target.step()) {
            failed(&undeclared);
        }
        self.add(Ok(reply))
    }

    /// Lets no response come back: [`TransportError::timeout`] stands for one that takes too long, and
    /// [`unsent`](TransportError::unsent) says that the server has not seen the request.
    pub fn fail(self, error: TransportError) -> Self {
        self.add(Err(error))
    }

    /// Answers whatever comes after the answers that were given in order, by a closure. A response that the operation does
    /// not declare becomes a failure that says so.
    pub fn always(self, answer: impl FnMut(&SentRequest) -> Answer + Send + 'static) -> Self {
        self.script.rule(&self.target, |rule| {
            rule.always = Some(Arc::new(Mutex::new(answer)))
        });
        self
    }

    fn add(self, answer: Answer) -> Self {
        self.script
            .rule(&self.target, |rule| rule.once.push_back(answer));
        self
    }
}
