//! Literal values of parameters against what the operation declares: the schema, and what a style can carry.

use serde_json::Value as Json;

use crate::{
    model::{arazzo::Location, faults},
    nearest::resembles_one,
    plan::Value,
    resolve::{
        operation::{Operation, Parameter as Declared, Style},
        workflow::ResolvedParameter,
    },
};

use super::{nesting::no_cookie, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Whether the step gives no value to just one parameter that the operation declares in this place: an undeclared one is
    /// probably meant for it.
    fn leaves_out_one(&self, operation: &Operation, location: Location, scope: &Scope) -> bool {
        let step = scope.step.and_then(|step| self.resolved.steps.get(step));
        let is_given = |name: &str| {
            let given = step.into_iter().flat_map(|step| &step.parameters);
            given
                .into_iter()
                .any(|given| given.name.text.trim() == name)
        };
        let declared = operation.parameters.iter();
        let here = declared.filter(|other| other.location == location);
        here.filter(|other| !is_given(&other.name)).count() == 1
    }

    /// A value as written against the declared schema and style; `None` where it cannot be sent at all.
    pub(super) fn check_literal(
        &mut self,
        parameter: &ResolvedParameter,
        value: &Value,
        (declared, location): (Option<&Declared>, Location),
        operation: &Operation,
        scope: &Scope,
    ) -> Option<()> {
        let mut others = operation.parameters.iter().map(|other| other.name.as_str());
        // What is meant to be another parameter has the style of that.
        let name = parameter.name.text.trim();
        let misspelt = declared.is_none()
            && (others.clone().any(|other| other == name)
                || resembles_one(name, &mut others)
                || self.leaves_out_one(operation, location, scope));
        let Value::Literal(json) = value else {
            if !misspelt {
                self.check_nesting(parameter, value, (declared, location), scope)?;
            }
            if let Some(declared) = declared {
                self.check_given_value(parameter, declared, scope);
            }
            return Some(());
        };
        if location == Location::Querystring && !json.is_string() {
            self.report(
                faults::wrong_type(
                    parameter.value.place(),
                    "a `querystring` value is a string: the whole query, ready to send",
                ),
                scope,
            );
            return None;
        }
        if !misspelt {
            self.check_nesting(parameter, value, (declared, location), scope)?;
        }
        let Some(declared) = declared else {
            return Some(());
        };
        if declared.content.is_none()
            && declared.style == Style::Cookie
            && texts(json).any(|text| !fits_cookie(&text))
        {
            self.report(no_cookie(&parameter.value, &declared.node), scope);
            return None;
        }
        self.check_given_value(parameter, declared, scope);
        Some(())
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
