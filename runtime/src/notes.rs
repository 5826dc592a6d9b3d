//! What criterion engines could not evaluate, on its way to the observer.
//!
//! Engines are statics that know no step. But a step evaluates its criteria without interruption between two awaits, so
//! what the engines note down on this thread belongs to the step that looks next.

use std::cell::RefCell;

/// Notes kept at most; an expression that fails for every item of a list need not say so every time.
const LIMIT: usize = 16;

/// The name of an engine, and what it stumbled over.
pub(crate) type Note = (&'static str, String);

thread_local! {
    static NOTES: RefCell<Vec<Note>> = const { RefCell::new(Vec::new()) };
}

/// Notes down that `engine` failed.
pub(crate) fn push(engine: &'static str, problem: &str) {
    NOTES.with_borrow_mut(|notes| {
        if notes.len() < LIMIT {
            notes.push((engine, problem.to_owned()));
        }
    });
}

/// The notes since the last time.
pub(crate) fn take() -> Vec<Note> {
    NOTES.take()
}
