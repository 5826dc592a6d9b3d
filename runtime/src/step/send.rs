//! One request of a step: put together, raced against the timeout, answered.

use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;

use super::Step;
use crate::draft::Draft;
use crate::error::StepError;
use crate::exchange::{Prepared, Wire, prepare};
use crate::oauth::{Authority, exchange_renewing};
use crate::observer::EventKind;
use crate::position::Position;
use crate::problem::Problem;
use crate::race::{Ended, ended, race};
use crate::redirect::{Policy, Unfollowed};
use crate::request::Request;
use crate::response::Response;
use crate::security::choose;
use crate::transport::{Operation, Timeout, Transport};

impl<'a, T: Transport> Step<'a, T> {
    /// Sends a request and waits for its response, which becomes the [last one](Self::response).
    ///
    /// # Errors
    /// The first problem of putting the request together ([`MissingValue`](crate::Kind::MissingValue),
    /// [`Encode`](crate::Kind::Encode)), a configuration that does not suffice ([`Config`](crate::Kind::Config)), no
    /// response ([`Transport`](crate::Kind::Transport)), none in time ([`Timeout`](crate::Kind::Timeout)) or before the
    /// run was cancelled ([`Cancelled`](crate::Kind::Cancelled)).
    pub async fn send(&mut self, request: Request) -> Result<Response, StepError> {
        let mut request = request.0;
        if let Some(problem) = request.problem.take() {
            return Err(self.fail(problem));
        }
        if let Some(journaling) = self.client.transport().journal() {
            // Boxed, as what is rare must not make every request's future larger.
            return Box::pin(self.send_kept(journaling, request)).await;
        }
        let operation = operation(&request);
        let timeout = self.timeout(request.timeout);
        let transport = self.client.transport();
        let run = Arc::clone(&self.run);
        let begin = |patience| transport.deadline(patience);
        let patience = |held| run.patience(transport, timeout, held);
        let timer = pin!(patience(false).map(begin));
        let late = run.timeout.elapse(timer, begin, patience);
        let mut end = pin!(ended(late, &self.client.run().cancellations));
        let mut position = self.position.clone();
        position.attempt = position.attempt.saturating_add(1);
        let authority = Authority::new(self.client, request.api, &position);
        *self.waiting.get_mut() = true;
        // Futures are raced where they are: handed on by value they would be copied, and twice as large each time.
        let prepared = {
            let mut work = pin!(self.prepare(request, &authority, &position));
            race(work.as_mut(), end.as_mut()).await
        };
        *self.waiting.get_mut() = false;
        let mut prepared = match prepared {
            Ok(Ok(mut prepared)) => {
                self.unconfigured = std::mem::take(&mut prepared.unconfigured);
                prepared
            }
            Ok(Err(problem)) => return Err(self.fail(problem)),
            Err(Ended::Late) => return Err(self.late("no credential", timeout)),
            Err(Ended::Cancelled) => return Err(self.cancelled(" before there was a credential")),
        };
        self.advance(position.attempt);
        self.emit(EventKind::RequestSent {
            method: prepared.hop.method.as_str(),
            url: prepared.shown(),
        });
        let wire = self.wire(&prepared, &operation, &position, &run.timeout);
        let bearer = prepared.bearer.take();
        let (number, hop) = (position.attempt, &prepared.hop);
        let scope = self
            .scope
            .attempt(number, &operation, hop, prepared.shown());
        *self.waiting.get_mut() = true;
        let outcome = {
            let mut work = pin!(exchange_renewing(&authority, bearer, &prepared.hop, wire));
            scope.around(race(work.as_mut(), end.as_mut())).await
        };
        *self.waiting.get_mut() = false;
        let processed = match &outcome {
            Ok(Ok(answer)) => may_have_acted(&answer.response),
            Ok(Err(problem)) => problem.source.as_ref().is_some_and(|it| !it.is_unsent()),
            Err(_) => true,
        };
        self.effect |= processed && !prepared.hop.method.is_safe();
        match outcome {
            Ok(Ok(answer)) => {
                scope.answered(answer.response.status().as_u16());
                Ok(self.received(answer.response, answer.unfollowed, prepared))
            }
            Ok(Err(problem)) => Err(self.fail(problem)),
            Err(Ended::Late) => Err(self.late("no response", timeout)),
            Err(Ended::Cancelled) => Err(self.cancelled(" before there was a response")),
        }
        .inspect_err(|error| scope.erroneous(error.kind().as_str()))
    }

    pub(super) fn wire<'w>(
        &self,
        prepared: &Prepared,
        operation: &'w Operation,
        position: &'w Position,
        timeout: &'w Timeout,
    ) -> Wire<'w, T>
    where
        'a: 'w,
    {
        Wire {
            client: self.client,
            policy: Policy {
                declared: prepared.redirects,
                trusted: self.client.trusted(),
            },
            operation,
            position,
            limit: self.client.limits().max_response_bytes,
            timeout,
        }
    }

    /// A response came back, which becomes the last one.
    pub(super) fn received(
        &mut self,
        answer: http::Response<Bytes>,
        unfollowed: Option<Unfollowed>,
        prepared: Box<Prepared>,
    ) -> Response {
        let Prepared {
            hop,
            shown,
            accept,
            xml,
            lines,
            kept_body,
            ..
        } = *prepared;
        let url = shown.unwrap_or_else(|| hop.url.into());
        let response = Response::new(answer, hop.method, url, accept)
            .answering(&hop.headers, kept_body)
            .unfollowed(unfollowed);
        let lines = lines.then(|| accept.unwrap_or_default());
        let response = response.with_xml(xml).with_lines(lines);
        self.emit(EventKind::ResponseReceived {
            response: &response,
        });
        self.last = Some(response.clone());
        self.run.set_last(response.clone());
        response
    }

    /// The request with its credentials.
    pub(super) async fn prepare(
        &self,
        request: Box<Draft>,
        authority: &Authority<'_, T>,
        position: &Position,
    ) -> Result<Box<Prepared>, Problem> {
        let base = self.client.base(request.api, request.servers)?;
        let chosen = choose(&request.security, authority, &*request).await?;
        if !chosen.unconfigured.is_empty() {
            self.emit(EventKind::CredentialMissing {
                schemes: &chosen.unconfigured,
            });
        }
        prepare(request, &base, chosen, &self.client.run().headers, position)
    }
}

/// Whether a server that answered this may have done something.
pub(super) fn may_have_acted(response: &http::Response<Bytes>) -> bool {
    !response.status().is_redirection() && !response.status().is_client_error()
}

/// The operation that a request is of.
pub(super) fn operation(request: &Draft) -> Operation {
    Operation {
        source: request.api.name,
        method: request.method.clone(),
        path: request.template,
    }
}
