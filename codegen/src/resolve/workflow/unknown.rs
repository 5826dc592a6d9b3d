//! Names that nothing has, with the nearest known one.

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::{expression_in_literal, wrong_root},
    load::Place,
    model::arazzo::Text,
    nearest::meant,
};

/// An error about an unknown name, with the nearest known one.
pub(super) fn unknown<'a>(
    code: Code,
    text: &Text,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().filter(|name| !name.is_empty()).collect();
    let start = text.text.find(name).unwrap_or(0);
    let place = if name.is_empty() {
        text.node.place()
    } else {
        text.node.within(start..start + name.len())
    };
    if let Some(found) = misspelt_root(code, text, name) {
        return found;
    }
    if name == text.text
        && let Some(message) = expression_in_literal(name, &format!("the name of a {what}"))
    {
        let found = Diagnostic::error(code, place, message);
        return match known.as_slice() {
            [] => found.help("write the name itself"),
            names => found.help(format!("write the name itself: {}", list(names))),
        };
    }
    unknown_at(code, place, what, name, known)
}

/// An error about text that begins nearly as an expression does, where a name alone or an expression may stand.
pub(super) fn misspelt_root(code: Code, text: &Text, name: &str) -> Option<Diagnostic> {
    let start = text.text.find(name)?;
    let error = wrong_root(name)?;
    error.replacement.as_ref()?;
    let error = error.shifted(start);
    let place = text.node.within(error.span.clone());
    let found = Diagnostic::error(code, place, error.message.clone());
    Some(error.advise(found))
}

/// An error about the unknown name at `place`, with the nearest known one.
pub(super) fn unknown_at<'a>(
    code: Code,
    place: Place,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().filter(|name| !name.is_empty()).collect();
    let found = Diagnostic::error(code, place, format!("there is no {what} `{name}`"))
        .label(format!("unknown {what}"));
    match meant(name, known.iter().copied()) {
        Some(near) => {
            let name = near.name();
            let help = format!("a {what} with a similar name exists: `{name}`");
            found.help(help).correct(near, name)
        }
        None if known.is_empty() => found.help(format!("the document declares no {what}")),
        None => found.help(format!("known: {}", list(&known))),
    }
}

/// At most eight names, quoted.
pub(super) fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(8)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(8);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}
