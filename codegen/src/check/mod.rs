//! Finds what no earlier stage trips over: flow that leads nowhere, comparisons that decide nothing, things nobody uses.
//!
//! Each rule is a file of `rules` with one function, called here; `catalogue` explains the codes of all stages.

mod allowed;
pub mod catalogue;
mod criteria;
mod graph;
mod known;
mod last_request;
mod literal;
mod reads;
mod rules;
mod statuses;
mod steps;
mod subject;

use crate::{
    diagnostic::{Diagnostics, Severity},
    load::Documents,
    resolve::workflow::World,
};

use subject::Subject;

pub use allowed::allowed;
pub(crate) use known::success_statuses;
pub(crate) use literal::literal_mismatch;
pub use steps::name_steps;

/// Applies every rule to every workflow of `world`. Workflows with errors are left to their errors: what follows from a
/// mistake is no second mistake.
pub fn all(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let subjects: Vec<Subject> = world
        .ids()
        .into_iter()
        .filter_map(|id| Subject::new(world, documents, id, diagnostics))
        .collect();
    for subject in &subjects {
        rules::identifier_collision::in_workflow(subject, diagnostics);
        rules::constant_condition::check(subject, diagnostics);
        rules::never_equal::check(subject, diagnostics);
        rules::never_null::check(subject, diagnostics);
        rules::type_mismatch::check(subject, diagnostics);
        rules::undeclared_status::check(subject, diagnostics);
        rules::undeclared_header::check(subject, diagnostics);
        rules::undeclared_pointer::check(subject, diagnostics);
        rules::unfit_query::check(subject, diagnostics);
        rules::replacement_target::check(subject, diagnostics);
        if !subject.sound {
            continue;
        }
        rules::shadowed_action::check(subject, diagnostics);
        rules::pointless_guard::check(subject, diagnostics);
        rules::unpaced_loop::check(subject, diagnostics);
        if !rules::endless_loop::check(subject, diagnostics) {
            rules::unreachable_step::check(subject, diagnostics);
        }
    }
    rules::input_schema::check(world, documents, diagnostics);
    rules::operation_schema::check(&subjects, documents, diagnostics);
    rules::identifier_collision::between_workflows(world, diagnostics);
    rules::endless_recursion::check(&subjects, diagnostics);
}

/// Inputs, outputs of steps and components of the entry document that nothing uses: worth knowing when a document is checked, noise when
/// it is compiled. To be called last: where there are errors, something else may have been meant to use them.
pub fn unused(world: &World, diagnostics: &mut Diagnostics) {
    let Some(description) = world.descriptions.first() else {
        return;
    };
    let entry = description.model.node.document().id;
    let broken = diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error && found.primary.place.document == entry);
    // What a step would have read is not known if what it calls was reported, be it in another document.
    let mut steps = (description.workflows.iter()).flat_map(|workflow| &workflow.steps);
    if broken || steps.any(|step| step.target.is_none() && !step.asyncapi) {
        return;
    }
    rules::unused_input::check(world, diagnostics);
    rules::unused_output::check(world, diagnostics);
    rules::unused_component::check(world, diagnostics);
}
