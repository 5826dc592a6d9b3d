//! Where requests have the parameters of a step that do not say so (Arazzo 1.1, section "Parameter Object"): what the
//! operation declares tells what was meant.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::{
        arazzo::{self, Location, OrReference, Parameter, Target, says_where},
        faults,
        openapi::Operation,
    },
};

use super::{ResolvedTarget, Resolver, components};

const ANY: &str = "`path`, `query`, `header` or `cookie`";

impl Resolver<'_> {
    /// Reports parameters of a step's request without `in`.
    pub(super) fn report_places(
        &self,
        step: &arazzo::Step,
        target: Option<&ResolvedTarget>,
        diagnostics: &mut Diagnostics,
    ) {
        let request = matches!(
            step.target,
            Some(Target::OperationId(_) | Target::OperationPath(_))
        );
        if !request || step.action.is_some() {
            return;
        }
        let operation = match target {
            Some(ResolvedTarget::Operation { operation, .. }) => Some(&**operation),
            _ => None,
        };
        for entry in &step.parameters {
            let found = match entry {
                OrReference::Inline(parameter) => inline(parameter, operation),
                OrReference::Reference(reusable) => {
                    let all = &self.model.components.parameters;
                    let parameter = components::named(
                        (&reusable.reference, &self.model.references),
                        "parameters",
                        all,
                    );
                    parameter.and_then(|parameter| of_component(reusable, parameter, operation))
                }
            };
            if let Some(found) = found {
                diagnostics.push(found.step(&step.id.text));
            }
        }
    }
}

fn inline(parameter: &Parameter, operation: Option<&Operation>) -> Option<Diagnostic> {
    if says_where(&parameter.node) {
        return None;
    }
    let name = &parameter.name;
    let found = faults::missing_location(name.node.place(), &name.text, false);
    Some(match only_place(&name.text, operation) {
        Some(place) => found.help(format!(
            "add `in: {place}`, where the operation declares it"
        )),
        None => found.help(format!("say where the request has it: {ANY}")),
    })
}

/// A component is reported once for all that refer to it.
fn of_component(
    reusable: &arazzo::Reusable,
    parameter: &Parameter,
    operation: Option<&Operation>,
) -> Option<Diagnostic> {
    if says_where(&parameter.node) {
        return None;
    }
    let declared = parameter.node.key();
    let name = &parameter.name.text;
    let place = only_place(name, operation).map(|place| format!("`{place}`"));
    Some(
        faults::missing_location(reusable.reference.node.place(), name, true)
            .also(declared.clone(), "declared here")
            .help(format!(
                "add `in` to the component: {}",
                place.as_deref().unwrap_or(ANY)
            ))
            .once_for(declared),
    )
}

/// The value of `in` for the one parameter of this name that the operation takes.
fn only_place(name: &str, operation: Option<&Operation>) -> Option<&'static str> {
    let operation = operation?;
    let mut places: Vec<Location> = (operation.parameters.iter())
        .filter(|declared| match declared.location {
            Location::Header => declared.name.eq_ignore_ascii_case(name),
            _ => declared.name == name,
        })
        .map(|declared| declared.location)
        .collect();
    if places.is_empty() && operation.path.contains(&format!("{{{name}}}")) {
        places.push(Location::Path);
    }
    match places.as_slice() {
        [only] => Some(only.word()),
        _ => None,
    }
}
