//! `limit-exceeded` where too many workflows call each the next.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::Elaborated,
};

/// How many workflows may call each the next: the compiler follows types made of types no deeper than some 380 of them.
const MAX_DEPTH: usize = 250;

/// Reports the first workflow, from the end of the calls, that begins a chain too long to be compiled.
pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    let deep = elaborated.calls().deeper_than(MAX_DEPTH);
    let Some(workflow) = deep.and_then(|id| elaborated.world.model(id)) else {
        return;
    };
    let message = format!("more than {MAX_DEPTH} workflows that each call the next");
    diagnostics.push(
        Diagnostic::error(Code::LimitExceeded, &workflow.id.node, message)
            .label("the first that is too many, counted from the last one called")
            .help("let one workflow call several, one after another"),
    );
}
