//! Names that nothing has, and texts that are no names.

use crate::{
    diagnostic::{
        Code, Diagnostic,
        names::{Named, listed},
    },
    expression::{expression_in_literal, wrong_root},
    model::arazzo::Text,
};

/// The report of `text`, or the `name` in it, which should name something.
pub(super) fn unknown<'a>(
    named: Named<'_>,
    text: &Text,
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
    if let Some(found) = misspelt_root(named.code(), text, name) {
        return found;
    }
    if name == text.text
        && let Some(message) =
            expression_in_literal(name, &format!("the name of a {}", named.what()))
    {
        let found = Diagnostic::error(named.code(), place, message);
        return match known.as_slice() {
            [] => found.help("write the name itself"),
            names => found.help(format!("write the name itself: {}", listed(names))),
        };
    }
    named.unknown(place, name, &known)
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
