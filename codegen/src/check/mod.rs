//! Finds what no earlier stage trips over: flow that leads nowhere, comparisons that decide nothing, parameters that no
//! operation takes, things nobody uses.
//!
//! Each rule is a file of `rules`, called in `rules/mod.rs`; `diagnostic::Code` lists the codes of all stages.

mod cases;
mod given;
mod last_request;
mod literal;
mod mentions;
mod rules;
mod shared;
mod subject;

use crate::{
    diagnostic::Diagnostics, elaborate::Elaborated, load::Documents, resolve::workflow::World,
};

use shared::Shared;
use subject::Subject;

pub(crate) use literal::{Literal, described};
pub(crate) use rules::{
    bytes_payload::judge as as_bytes,
    identifier_collision::module_collision,
    undeclared_pointer::no_member,
    unfit_query::not_in_xml,
    unreadable::{noted, unreadable},
};

/// Applies every rule to every workflow. Workflows with errors are left to their errors: what follows from a
/// mistake is no second mistake.
pub fn all(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    let world = elaborated.world;
    let mistakes = diagnostics.mistakes();
    let subjects: Vec<Subject> = world
        .ids()
        .into_iter()
        .filter_map(|id| Subject::new(elaborated, id, mistakes))
        .collect();
    let mut shared = Shared::default();
    for subject in &subjects {
        let mut found = Diagnostics::of_each_step(diagnostics.strict());
        rules::in_workflow(subject, &mut found);
        shared.sort(subject, found, diagnostics);
    }
    shared.finish(diagnostics);
    rules::between_workflows(elaborated, &subjects, diagnostics);
    rules::in_generated(elaborated, diagnostics);
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
    rules::unused(world, documents, diagnostics);
}

/// Codes that an `x-arazzo-codegen-allow` of any document lists and that do not exist. To be called last, when all documents
/// have been read.
pub fn unknown_codes(documents: &Documents, diagnostics: &mut Diagnostics) {
    rules::unknown_code::check(documents, diagnostics);
}
