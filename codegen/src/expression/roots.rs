//! What runtime expressions begin with.

use std::ops::Range;

use super::{SyntaxError, cursor::Cursor, nearest::nearest};

/// Expressions that are complete without anything after them.
pub(super) const ALONE: [&str; 4] = ["url", "method", "statusCode", "self"];

/// Roots that need `.` and more.
pub(super) const ROOTS: [&str; 8] = [
    "request",
    "response",
    "inputs",
    "outputs",
    "steps",
    "workflows",
    "sourceDescriptions",
    "components",
];

/// The known root that `text` begins with, if `.` follows it (decision D-07).
pub(super) fn known_root(text: &str) -> Option<&'static str> {
    let after = text.strip_prefix('$')?;
    let known = ROOTS.iter().chain(&ALONE).chain(&["message"]);
    known.copied().find(|root| {
        after
            .strip_prefix(*root)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

/// For a literal string that looks like a misspelt expression (`$workflow.x`): the expression it may have been
/// meant to be. Such strings are data (decision D-07), so this is at most worth a warning.
pub fn misspelt_root(text: &str) -> Option<SyntaxError> {
    let mut cursor = Cursor::new(text);
    if !cursor.eat("$") {
        return None;
    }
    let word = cursor.take_while(|c| c.is_ascii_alphabetic());
    let known = known_roots();
    if !cursor.looking_at(".") || known.contains(&word) {
        return None;
    }
    let meant = nearest(word, &known)?;
    Some(
        SyntaxError::new(
            cursor.range(0),
            format!("`${word}` is no runtime expression, so this is text"),
        )
        .help(format!("did you mean `${meant}`?"))
        .replace_by(format!("${meant}")),
    )
}

/// For a text that has to be an expression and begins with `$` and no known root: that it does, and which root was meant.
pub fn wrong_root(text: &str) -> Option<SyntaxError> {
    let mut cursor = Cursor::new(text);
    if !cursor.eat("$") {
        return None;
    }
    let word = cursor.take_while(char::is_alphanumeric);
    let known = word == "message" || known_roots().contains(&word);
    (!known && !word.is_empty()).then(|| unknown_root(cursor.range(0), word))
}

fn known_roots() -> Vec<&'static str> {
    ROOTS.iter().chain(&ALONE).copied().collect()
}

pub(super) fn unknown_root(span: Range<usize>, root: &str) -> SyntaxError {
    let error = SyntaxError::new(span, format!("`${root}` is no runtime expression"));
    match nearest(root, &known_roots()) {
        Some(meant) => error
            .help(format!("did you mean `${meant}`?"))
            .replace_by(format!("${meant}")),
        None => error.help(
            "expressions begin with `$inputs`, `$steps`, `$response`, `$statusCode` and the like",
        ),
    }
}

/// The general form of what begins with `$root`.
pub(super) fn shape(root: &str) -> String {
    let form = match root {
        "request" => "$request.header.NAME` or `$request.body#/POINTER",
        "response" => "$response.header.NAME` or `$response.body#/POINTER",
        "steps" => "$steps.STEP.outputs.NAME",
        "workflows" => "$workflows.WORKFLOW.outputs.NAME",
        "sourceDescriptions" => "$sourceDescriptions.NAME.url",
        "components" => "$components.parameters.KEY",
        "message" => "$message.payload",
        _ => return format!("write `${root}.NAME`"),
    };
    format!("write `{form}`")
}
