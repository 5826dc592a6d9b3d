//! A finding in the words and numbers that all forms of a report share.

use crate::{
    diagnostic::{Diagnostic, Severity},
    load::{Documents, Found, Place, Position},
};

/// A place as programs want it.
pub(super) struct Spot {
    pub(super) document: String,
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Spot {
    pub(super) fn of(place: &Place, documents: &Documents) -> Self {
        let found = documents.find(place);
        let first = Position { line: 1, column: 1 };
        Self {
            document: found
                .as_ref()
                .map(|found| found.document.name.clone())
                .unwrap_or_default(),
            start: found.as_ref().map_or(first, Found::start),
            end: found.as_ref().map_or(first, Found::end),
        }
    }
}

pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What to do about a finding, a line each: its help and its suggestion, in one where they say the same. It is marked what
/// `check --fix` writes, which it does in Arazzo documents.
pub(super) fn advice(diagnostic: &Diagnostic, documents: &Documents) -> Vec<String> {
    let help = diagnostic.help.clone();
    let Some(suggestion) = &diagnostic.suggestion else {
        return help.into_iter().collect();
    };
    let new = &suggestion.replacement;
    let (mut said, other) = match help {
        // Between two backticks is code.
        Some(help)
            if help
                .split('`')
                .skip(1)
                .step_by(2)
                .any(|code| code.contains(new.as_str())) =>
        {
            (help, None)
        }
        help if new.is_empty() => (help.unwrap_or_else(|| "remove it".to_owned()), None),
        help => match suggestion.certain {
            true => (format!("write `{new}`"), help),
            false => (format!("did you mean `{new}`?"), help),
        },
    };
    if is_fixable(diagnostic, documents) {
        said.push_str(" (`check --fix` does it)");
    }
    other.into_iter().chain([said]).collect()
}

/// Whether `check --fix` writes the suggestion: it does where that is certain, in Arazzo documents.
pub(super) fn is_fixable(diagnostic: &Diagnostic, documents: &Documents) -> bool {
    let suggestion = diagnostic.suggestion.as_ref();
    let document = documents.get(diagnostic.primary.place.document);
    suggestion.is_some_and(|suggestion| suggestion.certain)
        && document.is_some_and(|document| document.root.get("arazzo").is_some())
}
