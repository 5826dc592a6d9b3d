//! Finds what no earlier stage trips over: flow that leads nowhere, comparisons that decide nothing, things nobody uses.
//!
//! Each rule is a file of `rules` with one function, called here; `diagnostic::Code` lists the codes of all stages.

mod cases;
mod criteria;
pub(crate) mod dotted;
mod known;
mod last_request;
mod literal;
mod reads;
pub(crate) mod root_filter;
mod rules;
mod shared;
mod statuses;
mod subject;

use crate::{diagnostic::Diagnostics, load::Documents, resolve::workflow::World};

use shared::Shared;
use subject::Subject;

pub(crate) use known::success_statuses;
pub(crate) use literal::{Literal, described};
pub(crate) use rules::{
    bytes_payload::judge as as_bytes, identifier_collision::module_collision,
    undeclared_pointer::no_member, unfit_query::not_in_xml,
};

/// Applies every rule to every workflow of `world`. Workflows with errors are left to their errors: what follows from a
/// mistake is no second mistake.
pub fn all(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let mistakes = diagnostics.mistakes();
    let subjects: Vec<Subject> = world
        .ids()
        .into_iter()
        .filter_map(|id| Subject::new(world, documents, id, mistakes))
        .collect();
    let mut shared = Shared::default();
    for subject in &subjects {
        let mut found = Diagnostics::of_each_step(diagnostics.strict());
        in_workflow(subject, &mut found);
        shared.sort(subject, found, diagnostics);
    }
    shared.finish(diagnostics);
    rules::input_schema::check(world, documents, diagnostics);
    rules::operation_schema::check(&subjects, documents, diagnostics);
    rules::identifier_collision::between_workflows(world, diagnostics);
    rules::endless_recursion::check(&subjects, diagnostics);
}

/// The rules that look at one workflow at a time.
fn in_workflow(subject: &Subject, diagnostics: &mut Diagnostics) {
    rules::identifier_collision::in_workflow(subject, diagnostics);
    let mut settled = rules::constant_condition::check(subject, diagnostics);
    settled.extend(rules::never_equal::check(subject, diagnostics));
    settled.extend(rules::never_equal::never_null::check(subject, diagnostics));
    rules::type_mismatch::check(subject, diagnostics);
    rules::undeclared_status::check(subject, &settled, diagnostics);
    rules::undeclared_header::check(subject, diagnostics);
    rules::undeclared_pointer::check(subject, diagnostics);
    rules::jsonpath_names::check(subject, diagnostics);
    rules::constant_condition::slashed_regex::check(subject, diagnostics);
    rules::bytes_payload::check(subject, diagnostics);
    rules::unfit_query::check(subject, diagnostics);
    rules::replacement_target::check(subject, diagnostics);
    if !subject.sound {
        return;
    }
    let hiding = rules::shadowed_action::check(subject, diagnostics);
    rules::pointless_guard::check(subject, diagnostics);
    rules::unpaced_loop::check(subject, diagnostics);
    let endless = rules::endless_loop::check(subject, &hiding, diagnostics);
    rules::unreachable_step::check(subject, &endless, &hiding, diagnostics);
}

/// Inputs, outputs of steps and components of the entry document that nothing uses: worth knowing when a document is checked, noise when
/// it is compiled. To be called last: where there are errors, something else may have been meant to use them.
pub fn unused(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let Some(description) = world.descriptions.first() else {
        return;
    };
    let broken = diagnostics.mistakes().inside(&description.model.node);
    // What a step would have read is not known if what it calls was reported, be it in another document.
    let mut steps = (description.workflows.iter()).flat_map(|workflow| &workflow.steps);
    if broken || steps.any(|step| step.target.is_none() && !step.asyncapi) {
        return;
    }
    rules::unused_input::check(world, documents, diagnostics);
    rules::unused_output::check(world, diagnostics);
    rules::unused_component::check(world, diagnostics);
}

/// Codes that an `x-arazzo-codegen-allow` of any document lists and that do not exist. To be called last, when all documents have been read.
pub fn unknown_codes(documents: &Documents, diagnostics: &mut Diagnostics) {
    rules::unknown_code::check(documents, diagnostics);
}
