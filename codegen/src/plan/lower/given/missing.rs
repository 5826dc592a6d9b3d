//! Parameters that an operation cannot do without.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        declaration::{in_key, same_name, template_variables, variable},
        idempotency,
    },
    model::arazzo::Location,
    resolve::workflow::ResolvedStep,
    types::References,
};

use super::{
    Caller, Use,
    verdict::{Verdict, Wanted, is_credential, is_given, unread, wanted},
};

/// Reports what the step gives neither well nor badly.
pub(super) fn report(
    caller: &Caller,
    uses: &[Use],
    refs: &dyn References,
    diagnostics: &mut Diagnostics,
) {
    let (step, operation) = (caller.resolved, caller.operation);
    let verdicts: Vec<Verdict> = uses.iter().map(|one| one.verdict.clone()).collect();
    let claimed = |location: Location, name: &str| {
        let claims = verdicts.iter().filter_map(Verdict::claim);
        claims
            .into_iter()
            .any(|claim| claim.location == location && claim.name == name)
    };
    let absent = |location: Location, name: &str| {
        !is_given(step, location, name) && !claimed(location, name)
    };
    let mut missing = template_variables(&operation.path);
    missing.retain(|name| absent(Location::Path, name));
    let means = |given: &str, name: &str| variable(&operation.path, given) == Some(name);
    unread(step, &verdicts).explain(&mut missing, means);
    for name in missing {
        diagnostics.push(of_the_path(caller, &name));
    }
    let is_idempotency_key = |wanted: &Wanted| {
        wanted.location == Location::Header
            && wanted.name.eq_ignore_ascii_case(idempotency::HEADER)
            && idempotency::sends_key(step, operation, refs)
    };
    for wanted in wanted(operation) {
        let needed = wanted.required && wanted.location != Location::Path;
        let held_by_the_key =
            wanted.location == Location::Query && in_key(&operation.path, &wanted.name);
        if needed
            && absent(wanted.location, &wanted.name)
            && !step.unread_parameters.may_declare(&wanted.name, [])
            && !without_place(step, &wanted)
            && !is_given(step, Location::Querystring, "")
            && !is_credential(operation, wanted.location, &wanted.name)
            && !held_by_the_key
            && !is_idempotency_key(&wanted)
        {
            diagnostics.push(required(caller, &wanted));
        }
    }
}

/// Whether the step gives a parameter of this name whose place is unknown, which is reported.
fn without_place(step: &ResolvedStep, wanted: &Wanted) -> bool {
    step.parameters.iter().any(|parameter| {
        parameter.location.is_none()
            && same_name(wanted.location, parameter.name.text.trim(), &wanted.name)
    })
}

fn of_the_path(caller: &Caller, name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingPathParameter,
        &caller.id.node,
        format!("path parameter `{name}` is not given"),
    )
    .label(format!("`{}` needs `{{{name}}}`", caller.operation.path))
    .help(format!(
        "add `- name: {name}`, `in: path` and its `value` to the step's parameters"
    ))
    .step(&caller.id.text)
}

fn required(caller: &Caller, wanted: &Wanted) -> Diagnostic {
    let found = Diagnostic::new(
        Code::MissingRequiredParameter,
        &caller.id.node,
        format!(
            "required {} parameter `{}` is not given",
            wanted.location.word(),
            wanted.name
        ),
    )
    .step(&caller.id.text);
    match &wanted.node {
        Some(declared) => found.also(declared, "declared required here"),
        None => found,
    }
}
