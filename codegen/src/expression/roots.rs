//! What runtime expressions begin with.

use std::ops::Range;

use super::{SyntaxError, access::is_member_char, cursor::Cursor, nearest::meant};

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

const BEGINNINGS: &str =
    "expressions begin with `$inputs`, `$steps`, `$response`, `$statusCode` and the like";

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

/// For a literal string that looks like an expression whose root is misspelt (`$workflow.x`) or unknown (`$env.TOKEN`): what it
/// may have been meant to be. Such strings are data (decision D-07), so this is at most worth a warning.
pub fn misspelt_root(text: &str) -> Option<SyntaxError> {
    let bare = text.trim();
    if bare.len() < text.len() {
        let indent = text.len() - text.trim_start().len();
        return spaced_root(text, bare).or_else(|| Some(misspelt_root(bare)?.shifted(indent)));
    }
    let mut cursor = Cursor::new(text);
    if !cursor.eat("$") {
        return None;
    }
    let word = cursor.take_while(|c| c.is_ascii_alphabetic());
    let known = known_roots();
    if cursor.done() {
        return bare_root(word);
    }
    if !cursor.looking_at(".") || known.contains(&word) {
        return None;
    }
    let error = SyntaxError::new(
        cursor.range(0),
        format!("`${word}` is no runtime expression, so this is text"),
    );
    if let Some(meant) = meant(word, &known) {
        let help = format!("did you mean `${}`?", meant.name());
        return Some(error.help(help).meaning("$", meant));
    }
    let is_dotted = is_dotted(text);
    is_dotted.then(|| match part(word) {
        Some(meant) => part_of(error, meant),
        None => error.help(BEGINNINGS),
    })
}

/// Parts of requests and responses that are taken for roots, in lower case, and what they are parts of.
const PARTS: [(&str, &str); 12] = [
    ("body", "$response.body"),
    ("header", "$response.header"),
    ("headers", "$response.header"),
    ("status", "$statusCode"),
    ("code", "$statusCode"),
    ("statuscode", "$statusCode"),
    ("httpstatus", "$statusCode"),
    ("res", "$response"),
    ("resp", "$response"),
    ("req", "$request"),
    ("query", "$request.query"),
    ("path", "$request.path"),
];

fn part(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let mut parts = PARTS.iter();
    parts
        .find(|(part, _)| *part == word)
        .map(|(_, meant)| *meant)
}

fn part_of(error: SyntaxError, meant: &str) -> SyntaxError {
    error.help(format!("write `{meant}`")).replace_by(meant)
}

/// What to say of `$word` with nothing behind it: a root that names no value, or one in another case.
fn bare_root(word: &str) -> Option<SyntaxError> {
    let span = 0..word.len() + 1;
    let known = known_roots();
    let meant = known
        .iter()
        .chain(&["message"])
        .find(|known| known.eq_ignore_ascii_case(word))?;
    let message = format!("`${word}` is no runtime expression, so this is text");
    let error = SyntaxError::new(span, message);
    let complete = ALONE.contains(meant) || *meant == "inputs";
    match (complete, *meant == word) {
        (true, true) => None,
        (true, false) => Some(
            error
                .help(format!("did you mean `${meant}`?"))
                .replace_by(format!("${meant}")),
        ),
        _ if *meant == "message" => {
            Some(error.help("messages are read by steps of AsyncAPI, which are not supported"))
        }
        (false, _) => Some(error.help(shape(meant))),
    }
}

/// What to say of `text` if it is `expression`, which names a value, but for the white space around it.
fn spaced_root(text: &str, expression: &str) -> Option<SyntaxError> {
    let word = expression.strip_prefix('$')?;
    if !ALONE.contains(&word) && word != "inputs" {
        return None;
    }
    let message = format!("`{expression}` with white space around it is text");
    let error = SyntaxError::new(0..text.len(), message);
    Some(
        error
            .help(format!("write `{expression}`"))
            .replace_by(expression),
    )
}

/// Whether a text is `$word.word…` and nothing else, the first word in lower case as those of expressions are.
fn is_dotted(text: &str) -> bool {
    let mut words = text.trim_start_matches('$').split('.');
    let root = words.next().unwrap_or_default();
    let name = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(is_member_char)
    };
    root.starts_with(|c: char| c.is_ascii_lowercase()) && words.all(name)
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
    match (meant(root, &known_roots()), part(root)) {
        // A part of another word is no typo for it: `$body` is nearly `$method`.
        (_, Some(meant)) => part_of(error, meant),
        (Some(meant), None) => {
            let help = format!("did you mean `${}`?", meant.name());
            error.help(help).meaning("$", meant)
        }
        (None, None) => error.help(BEGINNINGS),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_root_is_told_only_where_nothing_stands_around_it() {
        for (text, replacement) in [
            ("$workflow.w.outputs.x", Some("$workflows")),
            ("$input.x", Some("$inputs")),
            ("$headers.X-Id", Some("$response.header")),
            ("$body.a", Some("$response.body")),
            ("$step.x.outputs.y", Some("$steps")),
            ("$env.TOKEN", None),
            ("$dependencies.sign-in.token", None),
            ("$datetime.iso8601", None),
            ("$steps", None),
            ("$response", None),
            ("$Outputs", None),
            ("$statuscode", Some("$statusCode")),
            ("$URL", Some("$url")),
            ("$message", None),
            ("$steps ", None),
            ("$inputs ", Some("$inputs")),
            (" $input.x", Some("$inputs")),
            ("\n$statusCode\n", Some("$statusCode")),
        ] {
            let found = misspelt_root(text).expect(text);
            assert_eq!(found.replacement.as_deref(), replacement, "{text}");
        }
        for text in [
            "$CRIBL_HOME/state/queues",
            "$HOME.d",
            "$5.00",
            "$ref",
            "$input",
            "$url",
            "$filter",
            "$filter=name eq 'x'",
            "$.items[*]",
            "$env.TOKEN and more",
            "$env.1",
            "$select.a/b",
            "$$env.TOKEN",
        ] {
            assert_eq!(misspelt_root(text), None, "{text}");
        }
    }
}
