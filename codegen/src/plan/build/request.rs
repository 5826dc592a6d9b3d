//! The parameters a step sends, matched with what the operation declares (Arazzo 1.1, section 4.6.6; OpenAPI 3.1, section 4.8.12).

use serde_json::Value as Json;

use crate::{
    diagnostic::Diagnostic,
    expression::Message,
    model::arazzo::{Location, Unread},
    nearest::{meant, nearest},
    plan::{Origin, Parameter, Style, Value},
    resolve::{
        operation::{Operation, Parameter as Declared, Style as DeclaredStyle},
        workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget},
    },
    types::{Shape, Type, type_ident},
};

use super::{
    read::{Found, Place},
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
            parameters.extend(self.parameter(parameter, operation, &scope));
        }
        self.check_given(resolved, operation, step, &scope);
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
        let name = parameter.name.text.trim();
        let declared = declared(operation, location, name);
        if location == Location::Path && !in_template(&operation.path, name) {
            if !parameter.inherited {
                self.report_no_such_path_parameter(parameter, operation, scope);
            }
            return None;
        }
        if location == Location::Header && name.eq_ignore_ascii_case("content-type") {
            self.report(
                Diagnostic::warning(
                    "content-type-parameter",
                    &parameter.node,
                    "a `Content-Type` parameter is ignored: the request body decides",
                )
                .help("set `requestBody.contentType`"),
                scope,
            );
            return None;
        }
        if declared.is_none() && !parameter.inherited && location != Location::Path {
            self.report_undeclared(parameter, location, operation, scope);
        }
        let type_name = format!("{}{}", self.step_type(scope), type_ident(name));
        let value = self.value(&parameter.value, &type_name, scope)?;
        self.check_literal(parameter, &value, declared, location, scope)?;
        let text = parameter
            .value
            .as_str()
            .map_or_else(|| parameter.value.value().to_string(), str::to_owned);
        Some(Parameter {
            name: name.to_owned(),
            location,
            required: location == Location::Path
                || declared.is_some_and(|declared| declared.required),
            style: declared
                .map(|declared| style(declared.style))
                .filter(|style| *style != default_style(location)),
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

    fn report_no_such_path_parameter(
        &mut self,
        parameter: &ResolvedParameter,
        operation: &Operation,
        scope: &Scope,
    ) {
        let name = &parameter.name.text;
        let variables = template_variables(&operation.path);
        let mut found = Diagnostic::error(
            "undeclared-path-parameter",
            &parameter.name.node,
            format!("the path `{}` has no `{{{name}}}`", operation.path),
        )
        .label("not in the path");
        if let Some(near) = crate::nearest::nearest(name, variables.iter().map(String::as_str)) {
            found = found
                .help(format!("the path has `{{{near}}}`"))
                .suggest(near);
        } else if declared(operation, Location::Query, name).is_some() {
            found = found.help("the operation declares it as a query parameter: write `in: query`");
        }
        self.report(found, scope);
    }

    fn report_undeclared(
        &mut self,
        parameter: &ResolvedParameter,
        location: Location,
        operation: &Operation,
        scope: &Scope,
    ) {
        let name = parameter.name.text.as_str();
        // OpenAPI leaves these to security schemes and content negotiation, so documents cannot declare them.
        let implied = ["authorization", "accept"]
            .iter()
            .any(|header| name.eq_ignore_ascii_case(header));
        let declared = operation.parameters.iter();
        let known = declared.map(|declared| declared.name.as_str());
        let reported = operation.unread_parameters.may_declare(name, known);
        if location == Location::Header && implied || reported {
            return;
        }
        let elsewhere = operation
            .parameters
            .iter()
            .find(|declared| declared.name == name);
        // That the path lacks it is told already.
        let lacking = elsewhere.is_some_and(|elsewhere| elsewhere.location == Location::Path);
        if lacking && !self.gives_path_parameter(name, scope) {
            return;
        }
        // A parameter among the components is told where it is used.
        let own = parameter.name.node.pointer().as_str();
        let here = own.starts_with(parameter.node.pointer().as_str());
        let place = if here {
            parameter.name.node.place()
        } else {
            parameter.node.place()
        };
        let written = parameter.location.as_ref().map(|(_, node)| node);
        let moved = elsewhere.zip(written.filter(|_| here));
        let mut found = Diagnostic::warning(
            "undeclared-parameter",
            moved.map_or(place, |(_, node)| node.place()),
            format!(
                "the operation declares no {} parameter `{name}`",
                word(location)
            ),
        )
        .label("sent all the same");
        if let Some(elsewhere) = elsewhere {
            found = found
                .help(format!("it is declared `in: {}`", word(elsewhere.location)))
                .also(&elsewhere.node, "declared here");
            if moved.is_some() {
                found = found.suggest(word(elsewhere.location));
            }
        } else {
            let names = operation
                .parameters
                .iter()
                .filter(|declared| declared.location == location)
                .map(|declared| declared.name.as_str());
            if let Some(meant) = meant(name, names) {
                found = found.help(format!("`{}` has a similar name", meant.name()));
                if here {
                    found = meant.correct(found, meant.name());
                }
            }
        }
        self.report(found, scope);
    }

    fn gives_path_parameter(&self, name: &str, scope: &Scope) -> bool {
        let step = scope.step.and_then(|step| self.resolved.steps.get(step));
        let given = step.into_iter().flat_map(|step| &step.parameters);
        given
            .filter_map(|parameter| Some((parameter, parameter.location.as_ref()?)))
            .any(|(parameter, (location, _))| {
                *location == Location::Path && parameter.name.text.trim() == name
            })
    }

    /// A value as written against the declared schema and style; `None` where it cannot be sent at all.
    fn check_literal(
        &mut self,
        parameter: &ResolvedParameter,
        value: &Value,
        declared: Option<&Declared>,
        location: Location,
        scope: &Scope,
    ) -> Option<()> {
        let Value::Literal(json) = value else {
            if let Some(declared) = declared {
                self.check_given_value(parameter, declared, scope);
            }
            return Some(());
        };
        if location == Location::Querystring && !json.is_string() {
            self.report(
                Diagnostic::error(
                    "wrong-type",
                    &parameter.value,
                    "a `querystring` value is a string: the whole query, ready to send",
                ),
                scope,
            );
            return None;
        }
        let Some(declared) = declared else {
            return Some(());
        };
        if declared.content.is_none() && too_deep(json, declared.style == DeclaredStyle::DeepObject)
        {
            let name = style_name(declared.style);
            self.report(
                Diagnostic::error(
                    "unserialisable-parameter",
                    &parameter.value,
                    format!("style `{name}` cannot carry nested values"),
                )
                .label("nested")
                .also(&declared.node, "declared here"),
                scope,
            );
            return None;
        }
        if declared.content.is_none()
            && declared.style == DeclaredStyle::Cookie
            && texts(json).any(|text| !fits_cookie(&text))
        {
            self.report(
                Diagnostic::error(
                    "unserialisable-parameter",
                    &parameter.value,
                    "style `cookie` sends a value as it is, and no cookie can hold this one",
                )
                .label("white space, `\"`, `,`, `;`, `\\`, or a character beyond ASCII")
                .help("write the value with the escapes that the API reads")
                .also(&declared.node, "declared here"),
                scope,
            );
            return None;
        }
        self.check_given_value(parameter, declared, scope);
        Some(())
    }

    /// Parameters that the operation cannot do without.
    fn check_given(
        &mut self,
        step: &ResolvedStep,
        operation: &Operation,
        index: usize,
        scope: &Scope,
    ) {
        let given = |location: Location, name: &str| {
            step.parameters.iter().any(|parameter| {
                parameter
                    .location
                    .as_ref()
                    .is_some_and(|(found, _)| *found == location)
                    && same_name(location, parameter.name.text.trim(), name)
            })
        };
        let Some(place) = self.target_place(index) else {
            return;
        };
        let variables = template_variables(&operation.path);
        let mut missing: Vec<String> = variables.clone();
        missing.retain(|name| !given(Location::Path, name));
        unread_path_parameters(step, &variables).explain(&mut missing);
        for name in missing {
            let mut found = Diagnostic::error(
                "missing-path-parameter",
                place.clone(),
                format!("path parameter `{name}` is not given"),
            )
            .label(format!("`{}` needs `{{{name}}}`", operation.path))
            .help(format!(
                "add `- name: {name}`, `in: path` and its `value` to the step's parameters"
            ));
            let misplaced = step
                .parameters
                .iter()
                .find(|parameter| parameter.name.text.trim() == name);
            if let Some(misplaced) = misplaced {
                found = found.also(&misplaced.node, "given in another place");
            }
            self.report(found, scope);
        }
        let ignored = ["accept", "content-type", "authorization"];
        for declared in operation
            .parameters
            .iter()
            .filter(|declared| declared.required && declared.location != Location::Path)
        {
            let implied = declared.location == Location::Header
                && ignored
                    .iter()
                    .any(|name| declared.name.eq_ignore_ascii_case(name));
            let unread = &step.unread_parameters;
            if !implied
                && !unread.may_declare(&declared.name, [])
                && !is_misspelt(declared, step, operation)
                && !given(declared.location, &declared.name)
                && !given(Location::Querystring, "")
            {
                self.report(
                    Diagnostic::warning(
                        "missing-required-parameter",
                        place.clone(),
                        format!(
                            "required {} parameter `{}` is not given",
                            word(declared.location),
                            declared.name
                        ),
                    )
                    .also(&declared.node, "declared required here"),
                    scope,
                );
            }
        }
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
        self.unknown(
            "undeclared-parameter",
            &format!("{} parameter", word(location)),
            name,
            known,
            at,
            scope,
        );
        None
    }
}

/// Whether the step gives `wanted` in another place, or under a name that is nearly its own, which is reported there.
fn is_misspelt(wanted: &Declared, step: &ResolvedStep, operation: &Operation) -> bool {
    let here = |declared: &&Declared| declared.location == wanted.location;
    step.parameters.iter().any(|parameter| {
        let name = parameter.name.text.trim();
        let place = parameter.location.as_ref().map(|(location, _)| *location);
        let misplaced = !parameter.inherited
            && name == wanted.name
            && place.is_some_and(|place| declared(operation, place, name).is_none());
        if misplaced {
            return true;
        }
        let stray = !parameter.inherited && place == Some(wanted.location);
        let names = operation.parameters.iter().filter(here);
        stray
            && declared(operation, wanted.location, name).is_none()
            && nearest(name, names.map(|known| known.name.as_str())) == Some(wanted.name.as_str())
    })
}

/// Parameters of a step that were reported and may have been meant for a variable of the path.
fn unread_path_parameters(step: &ResolvedStep, variables: &[String]) -> Unread {
    let mut unread = step.unread_parameters.clone();
    for parameter in &step.parameters {
        let name = parameter.name.text.trim();
        match &parameter.location {
            // A workflow's parameters may do without a place, and need not be in every path.
            None if !parameter.inherited || parameter.node.get("in").is_some() => {
                unread.add(Some(name));
            }
            _ if parameter.inherited => {}
            Some((Location::Path, _)) if !variables.iter().any(|known| known == name) => {
                match nearest(name, variables.iter().map(String::as_str)) {
                    Some(meant) => unread.add(Some(meant)),
                    None => unread.add(None),
                }
            }
            _ => {}
        }
    }
    unread
}

/// The operation's declaration of a parameter.
pub(super) fn declared<'a>(
    operation: &'a Operation,
    location: Location,
    name: &str,
) -> Option<&'a Declared> {
    operation
        .parameters
        .iter()
        .find(|declared| declared.location == location && same_name(location, &declared.name, name))
}

fn same_name(location: Location, left: &str, right: &str) -> bool {
    match location {
        Location::Header => left.eq_ignore_ascii_case(right),
        Location::Querystring => true,
        _ => left == right,
    }
}

/// Names between braces, `+` and `*` of reserved expansion left off.
pub(super) fn template_variables(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim_matches(|c| c == '+' || c == '*').to_owned())
        .collect()
}

fn in_template(path: &str, name: &str) -> bool {
    template_variables(path)
        .iter()
        .any(|variable| variable == name)
}

fn too_deep(json: &Json, deep_object: bool) -> bool {
    let nested = |value: &Json| value.is_object() || value.is_array();
    match json {
        Json::Array(items) => items.iter().any(nested),
        Json::Object(members) => members.values().any(|value| {
            value.is_object()
                || (!deep_object && nested(value))
                || (deep_object && value.is_array())
        }),
        _ => false,
    }
}

/// The texts that a parameter of no depth is written with.
fn texts(json: &Json) -> Box<dyn Iterator<Item = String> + '_> {
    match json {
        Json::Array(items) => Box::new(items.iter().flat_map(texts)),
        Json::Object(members) => Box::new(
            members
                .iter()
                .flat_map(|(name, value)| std::iter::once(name.clone()).chain(texts(value))),
        ),
        Json::String(text) => Box::new(std::iter::once(text.clone())),
        _ => Box::new(std::iter::empty()),
    }
}

/// Whether a cookie can hold a text as it is (RFC 6265, section 4.1.1), in quotes perhaps.
fn fits_cookie(text: &str) -> bool {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let octet = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    inner.unwrap_or(text).bytes().all(octet)
}

pub(super) fn style(declared: DeclaredStyle) -> Style {
    match declared {
        DeclaredStyle::Simple => Style::Simple,
        DeclaredStyle::Label => Style::Label,
        DeclaredStyle::Matrix => Style::Matrix,
        DeclaredStyle::Form => Style::Form,
        DeclaredStyle::SpaceDelimited => Style::SpaceDelimited,
        DeclaredStyle::PipeDelimited => Style::PipeDelimited,
        DeclaredStyle::DeepObject => Style::DeepObject,
        DeclaredStyle::Cookie => Style::Cookie,
    }
}

fn style_name(style: DeclaredStyle) -> &'static str {
    match style {
        DeclaredStyle::Simple => "simple",
        DeclaredStyle::Label => "label",
        DeclaredStyle::Matrix => "matrix",
        DeclaredStyle::Form => "form",
        DeclaredStyle::SpaceDelimited => "spaceDelimited",
        DeclaredStyle::PipeDelimited => "pipeDelimited",
        DeclaredStyle::DeepObject => "deepObject",
        DeclaredStyle::Cookie => "cookie",
    }
}

fn default_style(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie | Location::Querystring => Style::Form,
    }
}

/// The value of `in`.
pub(super) fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Querystring => "querystring",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
