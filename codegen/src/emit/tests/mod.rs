//! Plans written by hand, and what becomes of them.

mod build;
mod documentation;
mod flow;
mod inputs;
mod projects;
mod reserved;

use crate::plan::Plan;

/// The module's text; the same whenever it is asked for.
fn emitted(plan: &Plan) -> String {
    let text = super::module(plan).unwrap();
    assert_eq!(super::module(plan).unwrap(), text);
    if let Ok(folder) = std::env::var("EMIT_DIR") {
        std::fs::write(format!("{folder}/{}.rs", plan.module), &text).unwrap();
    }
    text
}

/// The text with all white space made single spaces, so that tests do not depend on where lines break.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
