//! `$request.…`, `$response.…`, `$url`, `$method` and `$statusCode`: the exchange of the step that the expression stands in.

use crate::{
    diagnostic::names::Named,
    expression::Message,
    model::arazzo::Location,
    resolve::{operation::Operation, workflow::ResolvedParameter},
};

use super::{
    super::{
        declaration::{declared, same_name, variable},
        idempotency,
        standing::At,
        view::{View, operation},
    },
    Found, Note, Origin, Read, Refused, Standing,
};

impl<'e> View<'e> {
    pub(super) fn exchange(
        &self,
        origin: Origin,
        (here, at): Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let nested = self.nested(here, at, notes)?;
        // A failure action may have no response to look at, and a workflow step has only those of the workflow it called.
        let without_response = at == At::FailureAction && origin == Origin::StatusCode;
        Ok(Read {
            missing: nested || without_response,
            ..Read::of(origin)
        })
    }

    /// Whether the exchange is that of a called workflow; refused where there is none.
    fn nested(
        &self,
        here: Option<usize>,
        at: At,
        notes: &mut Vec<Note>,
    ) -> Result<bool, Refused<'e>> {
        if let Some(why) = at.without_exchange() {
            return Err(Refused::NoExchange(why));
        }
        let nested = here.is_some_and(|here| self.called(here).is_some());
        notes.extend(nested.then_some(Note::Nested));
        Ok(nested)
    }

    /// `$response.…`
    pub(super) fn response(
        &self,
        message: &'e Message,
        (here, at): Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        self.nested(here, at, notes)?;
        Ok(match message {
            Message::Header(name) => Read {
                missing: true,
                ..Read::of(Origin::Header(name.value.clone()))
            },
            Message::Query(name) | Message::Path(name) => {
                return Err(Refused::ResponsePart(&name.value));
            }
            Message::Body(pointer) => {
                let tokens = pointer.iter().flat_map(|pointer| pointer.value.tokens());
                Read {
                    way: tokens.collect(),
                    ..Read::of(Origin::Body)
                }
            }
        })
    }

    /// `$request.…`: the value of a parameter before it is serialised, or the body sent.
    pub(super) fn request(&self, message: &'e Message, (here, at): Standing) -> Found<'e> {
        if self.nested(here, at, &mut Vec::new())? {
            return Err(Refused::NestedRequest);
        }
        let (location, name) = match message {
            Message::Header(name) => (Location::Header, &name.value),
            Message::Query(name) => (Location::Query, &name.value),
            Message::Path(name) => (Location::Path, &name.value),
            Message::Body(pointer) => {
                let tokens = pointer.iter().flat_map(|pointer| pointer.value.tokens());
                return Ok(Read {
                    origin: Origin::RequestBody,
                    way: tokens.collect(),
                    missing: true,
                });
            }
        };
        let step = here.ok_or(Refused::Reported)?;
        let resolved = self.resolved.steps.get(step).ok_or(Refused::Reported)?;
        let called = operation(resolved);
        if let Some(operation) = called {
            if let Some(index) = sent(&resolved.parameters, operation, location, name) {
                return Ok(Read::of(Origin::Parameter(index)));
            }
            if location == Location::Header
                && let Some(read) = self.sent_header(name, step, operation)
            {
                return Ok(read);
            }
        }
        // What was reported is not missed again, nor anything where the operation was.
        let given = resolved.parameters.iter().any(|parameter| {
            let place = parameter.location.as_ref();
            place.is_none_or(|(found, _)| *found == location)
                && same_name(location, parameter.name.text.trim(), name)
        });
        let unread = &resolved.unread_parameters;
        let mut reported = unread.names.iter();
        let reported = reported.any(|reported| same_name(location, reported, name));
        let operation = called.ok_or(Refused::Reported)?;
        if given || reported {
            return Err(Refused::Reported);
        }
        let sent = resolved.parameters.iter();
        let sent = sent.filter(|sent| is_sent(sent, operation, location));
        let sent: Vec<&str> = sent.map(|sent| sent.name.text.trim()).collect();
        let unknown = Refused::unknown(Named::Parameter(location.word()), name, unread, &sent);
        match (&unknown, declared(operation, location, name)) {
            (Refused::Unknown { .. }, Some(_)) => Ok(Read {
                missing: true,
                ..Read::of(Origin::Nothing)
            }),
            _ => Err(unknown),
        }
    }

    /// The headers that every request has of itself, whatever parameters are declared (decision D-68), and the key that it is known
    /// by. A parameter called `Content-Type` is not sent.
    fn sent_header(&self, name: &str, step: usize, operation: &Operation) -> Option<Read> {
        if name.eq_ignore_ascii_case("accept") {
            let declared = operation.accept().join(", ");
            return Some(Read::of(Origin::Constant(match declared.is_empty() {
                true => "*/*".to_owned(),
                false => declared,
            })));
        }
        let missing = |origin| Read {
            missing: true,
            ..Read::of(origin)
        };
        if name.eq_ignore_ascii_case("content-type") {
            let body = self.step(step)?.request_body.is_some();
            return Some(missing(match body {
                true => Origin::ContentType,
                false => Origin::Nothing,
            }));
        }
        let resolved = self.resolved.steps.get(step)?;
        let is_key = name.eq_ignore_ascii_case(idempotency::HEADER)
            && idempotency::sends_key(resolved, operation, self.documents);
        is_key.then(|| missing(Origin::IdempotencyKey))
    }
}

/// The parameter that is sent in a place under a name. A path has one value for a variable, under whichever of its two names
/// (D-59); the step's own comes last.
fn sent(
    parameters: &[ResolvedParameter],
    operation: &Operation,
    location: Location,
    name: &str,
) -> Option<usize> {
    let mut all = parameters.iter().enumerate().filter(|(_, parameter)| {
        is_sent(parameter, operation, location)
            && same_name(location, parameter.name.text.trim(), name)
    });
    let found = match location {
        Location::Path => all.next_back(),
        _ => all.next(),
    };
    found.map(|(index, _)| index)
}

/// Whether a parameter goes to this place of a request.
fn is_sent(parameter: &ResolvedParameter, operation: &Operation, location: Location) -> bool {
    let name = parameter.name.text.trim();
    let here = parameter.location.as_ref();
    here.is_some_and(|(found, _)| *found == location)
        && match location {
            Location::Path => variable(&operation.path, name).is_some(),
            Location::Header => !name.eq_ignore_ascii_case("content-type"),
            _ => true,
        }
}
