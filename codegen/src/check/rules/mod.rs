//! One file a rule, and when each is applied.

pub(super) mod asyncapi_step;
pub(super) mod body_with_method;
pub(super) mod bytes_payload;
pub(super) mod constant_condition;
pub(super) mod content_type_parameter;
pub(super) mod endless_loop;
pub(super) mod endless_recursion;
pub(super) mod identifier_collision;
pub(super) mod input_schema;
pub(super) mod invalid_condition;
pub(super) mod jsonpath_names;
pub(super) mod limit_exceeded;
pub(super) mod literal_output;
pub(super) mod misplaced_parameter;
pub(super) mod missing_body;
pub(super) mod missing_path_parameter;
pub(super) mod missing_required_parameter;
pub(super) mod never_equal;
pub(super) mod operation_schema;
pub(super) mod pointless_guard;
pub(super) mod redundant_helper;
pub(super) mod relative_server;
pub(super) mod replacement_target;
pub(super) mod shadowed_action;
#[cfg(test)]
pub(super) mod testing;
pub(super) mod type_mismatch;
pub(super) mod undeclared_body;
pub(super) mod undeclared_header;
pub(super) mod undeclared_parameter;
pub(super) mod undeclared_pointer;
pub(super) mod undeclared_status;
pub(super) mod unfit_query;
pub(super) mod unknown_code;
pub(super) mod unpaced_loop;
pub(super) mod unreachable_step;
pub(super) mod unreadable;
pub(super) mod unused_component;
pub(super) mod unused_input;
pub(super) mod unused_output;

use crate::{
    diagnostic::Diagnostics,
    elaborate::{Elaborated, given::Given},
    load::Documents,
    resolve::workflow::World,
};

use super::{given::findings, subject::Subject};

/// The rules that look at one workflow at a time.
pub(super) fn in_workflow(subject: &Subject, diagnostics: &mut Diagnostics) {
    identifier_collision::in_workflow(subject, diagnostics);
    let mut settled = constant_condition::check(subject, diagnostics);
    settled.extend(never_equal::check(subject, diagnostics));
    settled.extend(never_equal::never_null::check(subject, diagnostics));
    type_mismatch::check(subject, diagnostics);
    undeclared_status::check(subject, &settled, diagnostics);
    undeclared_header::check(subject, diagnostics);
    undeclared_pointer::check(subject, diagnostics);
    jsonpath_names::check(subject, diagnostics);
    constant_condition::slashed_regex::check(subject, diagnostics);
    bytes_payload::check(subject, diagnostics);
    unfit_query::check(subject, diagnostics);
    replacement_target::check(subject, diagnostics);
    if !subject.sound {
        return;
    }
    let hiding = shadowed_action::check(subject, diagnostics);
    pointless_guard::check(subject, diagnostics);
    unpaced_loop::check(subject, diagnostics);
    let endless = endless_loop::check(subject, &hiding, diagnostics);
    unreachable_step::check(subject, &endless, &hiding, diagnostics);
}

/// The rules that look at all workflows, and at what they share.
pub(super) fn between_workflows(
    elaborated: &Elaborated,
    subjects: &[Subject],
    diagnostics: &mut Diagnostics,
) {
    let (world, documents) = (elaborated.world, elaborated.documents);
    input_schema::check(world, documents, diagnostics);
    operation_schema::check(subjects, documents, diagnostics);
    identifier_collision::between_workflows(world, documents.settings(), diagnostics);
    endless_recursion::check(subjects, diagnostics);
    limit_exceeded::check(elaborated, diagnostics);
    relative_server::check(elaborated, diagnostics);
    asyncapi_step::check(elaborated, diagnostics);
}

/// The rules that say nothing of workflows that are left out.
pub(super) fn in_generated(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    redundant_helper::check(elaborated, diagnostics);
    literal_output::check(elaborated, diagnostics);
    invalid_condition::check(elaborated, diagnostics);
    // What steps give their operations.
    let given = Given::of(elaborated);
    content_type_parameter::check(&given, diagnostics);
    body_with_method::check(&given, diagnostics);
    undeclared_body::check(&given, diagnostics);
    missing_body::check(&given, diagnostics);
    let findings = findings(&given.uses);
    misplaced_parameter::check(&findings, diagnostics);
    undeclared_parameter::check(&findings, diagnostics);
    missing_path_parameter::check(&given, diagnostics);
    missing_required_parameter::check(&given, elaborated.documents, diagnostics);
}

/// The rules about what nothing uses.
pub(super) fn unused(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    unused_input::check(world, documents, diagnostics);
    unused_output::check(world, diagnostics);
    unused_component::check(world, diagnostics);
}
