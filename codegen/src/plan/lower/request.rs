//! The parameters a step sends, matched with what the operation declares (Arazzo 1.1, section 4.6.6; OpenAPI 3.1, section 4.8.12).

use crate::{
    elaborate::declaration::{declared, same_name, variable},
    model::arazzo::Location,
    plan::Parameter,
    resolve::{
        operation::Operation,
        workflow::{ResolvedParameter, ResolvedTarget},
    },
    types::type_ident,
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Makes the parameters of an operation step, each with the place of the resolved one.
    pub(super) fn make_parameters(&mut self, step: usize) {
        let made = self.build_parameters(step);
        if let Some(parameters) = self.parameters.get_mut(step) {
            *parameters = made;
        }
    }

    fn build_parameters(&mut self, step: usize) -> Vec<(usize, Parameter)> {
        let Some(resolved) = self.resolved.steps.get(step) else {
            return Vec::new();
        };
        let Some(ResolvedTarget::Operation { operation, .. }) = &resolved.target else {
            return Vec::new();
        };
        let scope = self.scope(step, At::Request);
        let mut parameters = Vec::new();
        for (index, parameter) in resolved.parameters.iter().enumerate() {
            let Some(sent) = self.parameter(parameter, operation, &scope) else {
                continue;
            };
            // A path has one value for a variable, under whichever of its two names (D-59); the step's own comes last.
            parameters.retain(|(_, other): &(usize, Parameter)| {
                sent.location != Location::Path
                    || !same_name(Location::Path, &other.name, &sent.name)
                    || other.location != Location::Path
            });
            parameters.push((index, sent));
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
            Location::Path => variable(&operation.path, written).map(str::to_owned),
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
            // The body decides.
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
}
