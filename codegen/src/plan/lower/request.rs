//! The parameters a step sends, matched with what the operation declares (Arazzo 1.1, section 4.6.6; OpenAPI 3.1, section 4.8.12).

use crate::{
    diagnostic::{Code, Diagnostic, names::Named},
    expression::Message,
    model::arazzo::Location,
    plan::{Origin, Parameter},
    resolve::{
        operation::Operation,
        workflow::{ResolvedParameter, ResolvedTarget},
    },
    types::{Shape, Type, type_ident},
};

use super::{
    declaration::{declared, same_name, variable},
    idempotency,
    place::Place,
    read::{Found, constant},
    scope::{At, Scope},
    workflow::{Slot, WorkflowBuilder},
};

impl WorkflowBuilder<'_, '_> {
    /// The parameters of an operation step, built when first asked for.
    pub(super) fn parameters(&mut self, step: usize) -> Vec<Parameter> {
        match self.parameters.get(step) {
            Some(Slot::Done(parameters)) => return parameters.clone(),
            Some(Slot::Pending) => {}
            _ => return Vec::new(),
        }
        self.set_parameters(step, Slot::Running);
        let parameters = self.build_parameters(step);
        self.set_parameters(step, Slot::Done(parameters.clone()));
        parameters
    }

    fn build_parameters(&mut self, step: usize) -> Vec<Parameter> {
        let Some(resolved) = self.resolved.steps.get(step) else {
            return Vec::new();
        };
        let Some(ResolvedTarget::Operation { operation, .. }) = &resolved.target else {
            return Vec::new();
        };
        let scope = self.scope(step, At::Request);
        let mut parameters = Vec::new();
        for parameter in &resolved.parameters {
            let Some(sent) = self.parameter(parameter, operation, &scope) else {
                continue;
            };
            // A path has one value for a variable, under whichever of its two names (D-59); the step's own comes last.
            parameters.retain(|other: &Parameter| {
                sent.location != Location::Path
                    || !same_name(Location::Path, &other.name, &sent.name)
                    || other.location != Location::Path
            });
            parameters.push(sent);
        }
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &ResolvedParameter,
        operation: &Operation,
        scope: &Scope,
    ) -> Option<Parameter> {
        let (location, _) = parameter.location.as_ref()?;
        let location = *location;
        let written = parameter.name.text.trim();
        let declared = declared(operation, location, written);
        let name = match location {
            Location::Path => variable(&operation.path, written),
            _ => Some(written.to_owned()),
        };
        let Some(name) = name else {
            // It has no place to go, but its value may have mistakes of its own.
            if !parameter.inherited {
                self.value(&parameter.value, "Unknown", scope);
            }
            return None;
        };
        if location == Location::Header && name.eq_ignore_ascii_case("content-type") {
            self.report(
                Diagnostic::new(
                    Code::ContentTypeParameter,
                    &parameter.node,
                    "a `Content-Type` parameter is ignored: the request body decides",
                )
                .help("set `requestBody.contentType`"),
                scope,
            );
            return None;
        }
        let type_name = format!("{}{}", self.step_type(scope), type_ident(&name));
        let value = self.value(&parameter.value, &type_name, scope)?;
        self.check_literal(parameter, &value, (declared, location), operation, scope)?;
        if location == Location::Header {
            self.check_header_text(parameter, &value, operation, scope);
        }
        let value = match location {
            Location::Querystring => self.quoted_query(parameter, declared, value, scope)?,
            _ => self.quoted_parameter(&parameter.value, declared, value, scope)?,
        };
        let text = parameter
            .value
            .as_str()
            .map_or_else(|| parameter.value.value().to_string(), str::to_owned);
        Some(Parameter {
            name,
            location,
            required: location == Location::Path
                || declared.is_some_and(|declared| declared.required),
            style: declared
                .map(|declared| declared.style)
                .filter(|style| *style != location.style()),
            explode: declared
                .map(|declared| (declared.explode, declared.style.explodes()))
                .filter(|(explode, default)| explode != default)
                .map(|(explode, _)| explode),
            allow_reserved: declared.is_some_and(|declared| declared.allow_reserved),
            content: declared
                .and_then(|declared| declared.content.as_ref())
                .map(|(media, _)| media.clone()),
            value,
            text,
        })
    }

    /// `$request.…`: the value of a parameter before it is serialised, or the body sent.
    pub(super) fn request_value(
        &mut self,
        message: &Message,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let (location, name) = match message {
            Message::Header(name) => (Location::Header, &name.value),
            Message::Query(name) => (Location::Query, &name.value),
            Message::Path(name) => (Location::Path, &name.value),
            Message::Body(pointer) => {
                let pointer = pointer
                    .iter()
                    .flat_map(|pointer| pointer.value.tokens().collect::<Vec<_>>());
                *tokens = pointer.chain(tokens.drain(..)).collect();
                self.observe_body(scope);
                return Some(Found {
                    origin: Origin::RequestBody,
                    ty: Type::new(Shape::Value),
                    missing: true,
                });
            }
        };
        let step = scope.step?;
        let parameters = self.parameters(step);
        if let Some(index) = parameters
            .iter()
            .position(|sent| sent.location == location && same_name(location, &sent.name, name))
        {
            let (ty, missing) = parameters
                .get(index)
                .map(|sent| self.type_of(&sent.value))?;
            return Some(Found {
                origin: Origin::RequestParameter { index },
                ty,
                missing,
            });
        }
        if location == Location::Header {
            if let Some(found) = self.sent_header(name, scope) {
                return Some(found);
            }
            if name.eq_ignore_ascii_case(idempotency::HEADER) && self.sends_key(step) {
                return Some(Found {
                    origin: Origin::SentIdempotencyKey,
                    ty: Type::new(Shape::String),
                    missing: true,
                });
            }
        }
        // What was reported is not missed again, nor anything where the operation was.
        let resolved = self.resolved.steps.get(step)?;
        let given = resolved.parameters.iter().any(|parameter| {
            let place = parameter.location.as_ref();
            place.is_none_or(|(found, _)| *found == location)
                && same_name(location, parameter.name.text.trim(), name)
        });
        let sent = parameters.iter().map(|sent| sent.name.as_str());
        let unread = &resolved.unread_parameters;
        let mut reported = unread.names.iter();
        let reported = reported.any(|reported| same_name(location, reported, name))
            || unread.may_declare(name, sent);
        if given || reported || resolved.target.is_none() {
            return None;
        }
        let declares = matches!(self.target(scope), Some(ResolvedTarget::Operation { operation, .. }) if declared(&operation, location, name).is_some());
        if declares {
            return Some(Found {
                origin: Origin::Nothing,
                ty: Type::new(Shape::Value),
                missing: true,
            });
        }
        let known = parameters
            .iter()
            .filter(|sent| sent.location == location)
            .map(|sent| sent.name.clone())
            .collect();
        self.unknown(Named::Parameter(location.word()), name, known, at, scope);
        None
    }

    /// The headers that every request has of itself, whatever parameters are declared (decision D-68). A parameter called
    /// `Content-Type` is not sent.
    fn sent_header(&self, name: &str, scope: &Scope) -> Option<Found> {
        let Some(ResolvedTarget::Operation { operation, .. }) = self.target(scope) else {
            return None;
        };
        if name.eq_ignore_ascii_case("accept") {
            let declared = operation.accept().join(", ");
            let accept = if declared.is_empty() {
                "*/*".to_owned()
            } else {
                declared
            };
            return Some(constant(accept));
        }
        let body = self.step_model(scope.step?)?.request_body.is_some();
        name.eq_ignore_ascii_case("content-type").then(|| Found {
            origin: if body {
                Origin::SentContentType
            } else {
                Origin::Nothing
            },
            ty: Type::new(if body { Shape::String } else { Shape::Value }),
            missing: true,
        })
    }
}
