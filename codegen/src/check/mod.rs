//! Finds what no earlier stage trips over: flow that leads nowhere, comparisons that decide nothing, things nobody uses.
//!
//! Each rule is a file of `rules` with one function, called here; `diagnostic::Code` lists the codes of all stages.

mod allowed;
mod cases;
mod criteria;
pub(crate) mod dotted;
mod known;
mod last_request;
mod literal;
mod reads;
mod repeated;
pub(crate) mod root_filter;
mod rules;
mod shared;
mod statuses;
mod steps;
mod subject;

use crate::{
    diagnostic::{Code, Diagnostics, Severity},
    load::{Documents, Node},
    resolve::workflow::World,
};

use shared::Shared;
use subject::{Mistakes, Subject};

pub use allowed::allowed;
pub(crate) use known::success_statuses;
pub(crate) use literal::{Literal, described};
pub use repeated::once_per_name;
pub use steps::name_steps;

/// Applies every rule to every workflow of `world`. Workflows with errors are left to their errors: what follows from a
/// mistake is no second mistake.
pub fn all(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let mistakes = Mistakes::of(diagnostics);
    let subjects: Vec<Subject> = world
        .ids()
        .into_iter()
        .filter_map(|id| Subject::new(world, documents, id, &mistakes))
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
    rules::constant_condition::check(subject, diagnostics);
    rules::never_equal::check(subject, diagnostics);
    rules::never_null::check(subject, diagnostics);
    rules::type_mismatch::check(subject, diagnostics);
    rules::undeclared_status::check(subject, diagnostics);
    rules::undeclared_header::check(subject, diagnostics);
    rules::undeclared_pointer::check(subject, diagnostics);
    rules::jsonpath_names::check(subject, diagnostics);
    rules::slashed_regex::check(subject, diagnostics);
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
    let entry = description.model.node.document().id;
    let broken = diagnostics
        .iter()
        .any(|found| found.severity == Severity::Error && found.primary.place.document == entry);
    // What a step would have read is not known if what it calls was reported, be it in another document.
    let mut steps = (description.workflows.iter()).flat_map(|workflow| &workflow.steps);
    if broken || steps.any(|step| step.target.is_none() && !step.asyncapi) {
        return;
    }
    rules::unused_input::check(world, documents, diagnostics);
    rules::unused_output::check(world, diagnostics);
    rules::unused_component::check(world, diagnostics);
    used_by_typos(&description.model.node, diagnostics);
}

/// Drops `unused-*` warnings for names that a misspelt expression probably meant.
fn used_by_typos(root: &Node, diagnostics: &mut Diagnostics) {
    let mut names: Vec<String> = Vec::new();
    for found in diagnostics.iter() {
        let place = &found.primary.place;
        if found.code != Code::MisspeltExpression || place.document != root.document().id {
            continue;
        }
        let written = root.at(&place.pointer);
        let written = written.as_ref().and_then(Node::as_str);
        let meant = found.suggestion.as_ref();
        let meant = meant.map(|meant| meant.replacement.as_str());
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        for text in written.into_iter().chain(meant) {
            names.extend(text.split(|c: char| !is_part(c)).map(str::to_owned));
        }
    }
    diagnostics.retain(|found| {
        let last = found.primary.place.pointer.tokens().last();
        let unused = matches!(found.code, Code::UnusedInput | Code::UnusedOutput);
        !(unused && last.is_some_and(|name| names.contains(&name)))
    });
}
