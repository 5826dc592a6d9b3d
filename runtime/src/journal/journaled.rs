//! The transport of a run that has a journal, and the caller's rules for what is kept.

use std::fmt;
use std::future::Future;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::{Journal, Journaling};
use crate::position::Position;
use crate::transport::{Below, Outgoing, Transport, TransportError};

/// Sends through another transport what a run cannot play back from its journal.
///
/// It is for one run and the workflows that are executed for it; [`Client::over`](crate::Client::over) makes a client of
/// it that shares all else with another client. It may borrow both.
///
/// ```
/// # use arazzo_runtime::{Client, Journal, Journaled, Transport};
/// # fn durable<'a, T: Transport, J: Journal>(
/// #     client: &'a Client<T>,
/// #     journal: J,
/// # ) -> Client<Journaled<&'a T, J>> {
/// client.over(Journaled::new(client.transport(), journal))
/// # }
/// ```
pub struct Journaled<T, J> {
    inner: T,
    journal: J,
    rules: Rules,
}

/// What a caller has a say in.
#[derive(Default)]
pub struct Rules {
    in_flight: Option<Box<InFlightRule>>,
    leave_out: Option<Box<LeaveOut>>,
    seal: Option<Box<dyn Seal>>,
}

type InFlightRule = dyn Fn(&InFlight<'_>) -> Decision + Send + Sync;
type LeaveOut = dyn Fn(&Position, &mut http::Response<Bytes>) + Send + Sync;

/// Encrypts bodies on their way into a journal.
pub trait Seal: Send + Sync {
    /// What is kept of the body of the response at a position.
    ///
    /// # Errors
    /// Why it cannot be sealed; the run stops.
    fn seal(&self, position: &Position, body: &[u8]) -> Result<Vec<u8>, String>;

    /// The body that [`seal`](Self::seal) was given.
    ///
    /// # Errors
    /// Why it cannot be opened; the run stops.
    fn open(&self, position: &Position, kept: &[u8]) -> Result<Vec<u8>, String>;
}

/// A request that an earlier execution of the run was about to send and that has no answer in the journal. Its method
/// is not idempotent (RFC 9110, section 9.2.2), and it carries no `Idempotency-Key`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct InFlight<'a> {
    /// Where in the run.
    pub position: &'a Position,
    /// Its method, and its URL without secrets.
    pub request: &'a str,
    /// When it was about to be sent.
    pub at: SystemTime,
}

/// What becomes of a request in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is sent again.
    SendAgain,
    /// The run stops with [`Kind::Journal`](crate::Kind::Journal), to be executed again once somebody has looked.
    Stop,
}

impl<T: Transport, J: Journal> Journaled<T, J> {
    /// Keeps in `journal` what comes through `inner`. Requests in flight stop the run, bodies are kept as they came.
    pub fn new(inner: T, journal: J) -> Self {
        Self {
            inner,
            journal,
            rules: Rules::default(),
        }
    }

    /// Decides about requests in flight.
    #[must_use]
    pub fn in_flight(
        mut self,
        rule: impl Fn(&InFlight<'_>) -> Decision + Send + Sync + 'static,
    ) -> Self {
        self.rules.in_flight = Some(Box::new(rule));
        self
    }

    /// Takes out of responses what must not be kept. The run does not see it either: otherwise it would see something
    /// else when it is played back.
    #[must_use]
    pub fn leave_out(
        mut self,
        rule: impl Fn(&Position, &mut http::Response<Bytes>) + Send + Sync + 'static,
    ) -> Self {
        self.rules.leave_out = Some(Box::new(rule));
        self
    }

    /// Encrypts the bodies of responses.
    #[must_use]
    pub fn seal(mut self, seal: impl Seal + 'static) -> Self {
        self.rules.seal = Some(Box::new(seal));
        self
    }

    /// The journal.
    pub fn into_journal(self) -> J {
        self.journal
    }
}

impl Rules {
    pub(super) fn decide(&self, in_flight: &InFlight<'_>) -> Decision {
        let rule = self.in_flight.as_ref();
        rule.map_or(Decision::Stop, |rule| rule(in_flight))
    }

    pub(super) fn cut(&self, position: &Position, response: &mut http::Response<Bytes>) {
        if let Some(rule) = &self.leave_out {
            rule(position, response);
        }
    }

    pub(super) fn sealing(&self) -> Option<&dyn Seal> {
        self.seal.as_deref()
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").finish_non_exhaustive()
    }
}

impl<T, J: Journal> fmt::Debug for Journaled<T, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journaled")
            .field("run", &self.journal.run())
            .finish_non_exhaustive()
    }
}

impl<T: Transport, J: Journal> Transport for Journaled<T, J> {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        self.inner.send(request)
    }

    fn dispatch(
        &self,
        outgoing: Outgoing<'_>,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> + Send {
        self.inner.dispatch(outgoing)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.inner.sleep(duration)
    }

    fn below(&self) -> Option<&dyn Below> {
        Some(&self.inner)
    }

    fn journal(&self) -> Option<Journaling<'_>> {
        Some(Journaling {
            journal: &self.journal,
            rules: &self.rules,
        })
    }
}
