//! A request of a run that has a journal: played back, or sent and kept.

use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use super::Step;
use super::send::{may_have_acted, operation};
use crate::draft::Draft;
use crate::error::{Kind, StepError};
use crate::exchange::{Prepared, once, prepare, too_many_redirects};
use crate::idempotency::HEADER;
use crate::journal::{Book, Exchange, JournalError, Journaling, Outcome, Stopped};
use crate::oauth::{Authority, renewed};
use crate::observer::EventKind;
use crate::position::Position;
use crate::problem::Problem;
use crate::race::{Ended, ended, race};
use crate::redirect::{Hop, LIMIT, Next, Unfollowed};
use crate::response::Response;
use crate::security::Chosen;
use crate::transport::Transport;

/// An attempt under way. Its credentials are looked for when the first of its requests really goes out.
struct Attempt {
    request: Box<Draft>,
    /// The request with its credentials.
    full: Option<Box<Prepared>>,
    unconfigured: Vec<&'static str>,
    /// The redirects that were followed.
    followed: Vec<http::Response<Bytes>>,
    since: Instant,
}

impl<T: Transport> Step<'_, T> {
    /// [`send`](Self::send) with a journal.
    pub(super) async fn send_kept(
        &mut self,
        journaling: Journaling<'_>,
        request: Box<Draft>,
    ) -> Result<Response, StepError> {
        let run = Arc::clone(&self.run);
        let transport = self.client.transport();
        let clock = || transport.now();
        let book = Book::new(journaling, &run, &clock);
        let begun = book.begin().await;
        begun.map_err(|error| self.unkept(&error))?;
        let mut position = self.position.clone();
        position.attempt = position.attempt.saturating_add(1);
        let prepared = self.bare(request.clone(), &position);
        let prepared = prepared.map_err(|problem| self.fail(problem))?;
        self.advance(position.attempt);
        self.emit(EventKind::RequestSent {
            method: prepared.hop.method.as_str(),
            url: prepared.shown(),
        });
        let mut attempt = Attempt {
            request,
            full: None,
            unconfigured: Vec::new(),
            followed: Vec::new(),
            since: Instant::now(),
        };
        let (number, hop) = (position.attempt, &prepared.hop);
        let operation = operation(&attempt.request);
        let scope = self
            .scope
            .attempt(number, &operation, hop, prepared.shown());
        *self.waiting.get_mut() = true;
        let outcome = {
            let work = self.follow(&book, &mut attempt, &prepared, &position);
            scope.around(work).await
        };
        *self.waiting.get_mut() = false;
        self.unconfigured = attempt.unconfigured;
        let processed = match &outcome {
            Ok(Ok((answer, _))) => may_have_acted(answer),
            Ok(Err((_, unsent))) => !unsent,
            Err(Stopped::Journal(_)) => attempt.full.is_some(),
            Err(_) => true,
        };
        self.effect |= processed && !prepared.hop.method.is_safe();
        match outcome {
            Ok(Ok((answer, unfollowed))) => {
                scope.answered(answer.status().as_u16());
                Ok(self.received(answer, unfollowed, prepared))
            }
            Ok(Err((problem, _))) => Err(self.fail(problem)),
            Err(Stopped::Journal(error)) => Err(self.unkept(&error)),
            Err(Stopped::InFlight(message)) => {
                Err(self.error(Kind::Journal, message).lasting(true))
            }
            Err(Stopped::Execution(error)) => Err(error.with_effect(self.effect)),
        }
        .inspect_err(|error| scope.erroneous(error.kind().as_str()))
    }

    /// The journal does not let the run go on.
    pub(super) fn unkept(&self, error: &JournalError) -> StepError {
        let unkept = self.error(Kind::Journal, error.to_string());
        unkept.lasting(error.is_lasting())
    }

    /// The request without credentials, as it is known to the journal.
    fn bare(&self, request: Box<Draft>, position: &Position) -> Result<Box<Prepared>, Problem> {
        let base = self.client.base(request.api, request.servers)?;
        let headers = &self.client.run().headers;
        prepare(request, &base, Chosen::default(), headers, position)
    }

    /// Follows redirects, each of which is an exchange of its own.
    async fn follow(
        &self,
        book: &Book<'_>,
        attempt: &mut Attempt,
        prepared: &Prepared,
        position: &Position,
    ) -> Result<Result<(http::Response<Bytes>, Option<Unfollowed>), (Problem, bool)>, Stopped> {
        let operation = operation(&attempt.request);
        let policy = self
            .wire(prepared, &operation, position, &self.run.timeout)
            .policy;
        let mut redirect: Option<Hop> = None;
        for index in 0..=LIMIT {
            let position = position.at(index);
            let hop = redirect.as_ref().unwrap_or(&prepared.hop);
            let request = match &redirect {
                // The server named path and query, perhaps with a key that it was sent.
                Some(hop) => {
                    let origin = hop.url.origin().ascii_serialization();
                    format!("{} {origin} (redirect {index})", hop.method)
                }
                None => format!("{} {}", hop.method, prepared.shown()),
            };
            let exchange = Exchange {
                position: &position,
                request: &request,
                repeatable: is_repeatable(hop),
            };
            let live = self.happens(attempt, &position);
            let outcome = book.exchange(&exchange, live).await?;
            let response = match outcome {
                Ok(response) => response,
                Err(failure) => return Ok(Err(failure)),
            };
            let unfollowed = match hop.next(&response, policy) {
                Next::Request(next) => {
                    redirect = Some(*next);
                    attempt.followed.push(response);
                    continue;
                }
                Next::Response => None,
                Next::Unfollowed(unfollowed) => Some(unfollowed),
            };
            return Ok(Ok((response, unfollowed)));
        }
        Ok(Err((too_many_redirects().into(), false)))
    }

    /// Sends a request. What ends the execution rather than the attempt is an error: it is not kept.
    async fn happens(
        &self,
        attempt: &mut Attempt,
        position: &Position,
    ) -> Result<Outcome, StepError> {
        let transport = self.client.transport();
        let timeout = self.timeout(attempt.request.timeout);
        let left = timeout.saturating_sub(transport.elapsed(attempt.since));
        let begin = |patience| transport.deadline(patience);
        let patience = |held| self.run.patience(transport, left, held);
        let timer = pin!(patience(false).map(begin));
        let late = self.run.timeout.elapse(timer, begin, patience);
        let end = pin!(ended(late, &self.client.run().cancellations));
        let work = pin!(self.exchanged(attempt, position));
        match race(work, end).await {
            Ok(Ok(response)) => Ok(Ok(response)),
            Ok(Err(problem)) => {
                let source = problem.source.as_ref();
                let unsent = source.is_none_or(|error| error.is_unsent());
                Ok(Err((problem, unsent)))
            }
            Err(Ended::Late) if self.is_overdue() => Err(self.late("no response", left)),
            Err(Ended::Late) => {
                let message = format!("no response within {timeout:?}");
                Ok(Err((Problem::new(Kind::Timeout, message), false)))
            }
            Err(Ended::Cancelled) => Err(self.cancelled(" before there was a response")),
        }
    }

    async fn exchanged(
        &self,
        attempt: &mut Attempt,
        position: &Position,
    ) -> Result<http::Response<Bytes>, Problem> {
        let authority = Authority::new(self.client, attempt.request.api, position);
        let operation = operation(&attempt.request);
        let full = match &mut attempt.full {
            Some(full) => full,
            None => {
                let request = attempt.request.clone();
                let mut prepared = self.prepare(request, &authority, position).await?;
                attempt.unconfigured = std::mem::take(&mut prepared.unconfigured);
                attempt.full.insert(prepared)
            }
        };
        let wire = self.wire(full, &operation, position, &self.run.timeout);
        let mut hop = full.hop.clone();
        for answer in &attempt.followed {
            if let Next::Request(next) = hop.next(answer, wire.policy) {
                hop = *next;
            }
        }
        let answer = once(wire, &hop).await?;
        if !attempt.followed.is_empty() {
            return Ok(answer);
        }
        // The refusal is not kept: whether a token is one from before differs between executions.
        let bearer = full.bearer.take();
        match renewed(&authority, bearer, &hop, answer.status()).await? {
            Some(again) => Ok(once(wire, &again).await?),
            None => Ok(answer),
        }
    }
}

/// Whether it does no harm to send the request twice (RFC 9110, section 9.2.2).
fn is_repeatable(hop: &Hop) -> bool {
    hop.method.is_idempotent() || hop.method.as_str() == "QUERY" || hop.headers.contains_key(HEADER)
}
