//! `missing-required-parameter`: a step does not give what its operation cannot do without.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        declaration::{in_key, same_name},
        given::{Caller, Given, Wanted, is_credential, is_given, wanted},
        idempotency,
    },
    load::Documents,
    model::arazzo::Location,
    resolve::workflow::ResolvedStep,
};

pub(in super::super) fn check(given: &Given, documents: &Documents, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        for wanted in wanted(caller.operation) {
            let needed = wanted.required && wanted.location != Location::Path;
            if needed
                && given.lacks(caller, wanted.location, &wanted.name)
                && !is_given(caller.resolved, Location::Querystring, "")
                && !may_be_given(caller.resolved, &wanted)
                && !is_sent_anyway(caller, &wanted, documents)
            {
                diagnostics.push(not_given(caller, &wanted));
            }
        }
    }
}

/// Whether something that was reported may have been meant for it.
fn may_be_given(step: &ResolvedStep, wanted: &Wanted) -> bool {
    let without_place = |name: &str| same_name(wanted.location, name, &wanted.name);
    let mut parameters = step.parameters.iter();
    step.unread_parameters.may_declare(&wanted.name, [])
        || parameters.any(|parameter| {
            parameter.location.is_none() && without_place(parameter.name.text.trim())
        })
}

/// Whether it is sent although the step does not give it.
fn is_sent_anyway(caller: &Caller, wanted: &Wanted, documents: &Documents) -> bool {
    let operation = caller.operation;
    let held_by_the_key =
        wanted.location == Location::Query && in_key(&operation.path, &wanted.name);
    let is_idempotency_key = || {
        wanted.location == Location::Header
            && wanted.name.eq_ignore_ascii_case(idempotency::HEADER)
            && idempotency::sends_key(caller.resolved, operation, documents)
    };
    held_by_the_key
        || is_credential(operation, wanted.location, &wanted.name)
        || is_idempotency_key()
}

fn not_given(caller: &Caller, wanted: &Wanted) -> Diagnostic {
    let found = Diagnostic::new(
        Code::MissingRequiredParameter,
        &caller.step.id.node,
        format!(
            "required {} parameter `{}` is not given",
            wanted.location.word(),
            wanted.name
        ),
    )
    .step(&caller.step.id.text);
    match &wanted.node {
        Some(declared) => found.also(declared, "declared required here"),
        None => found,
    }
}
