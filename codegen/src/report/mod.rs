//! What was found, in the order of the text, for people (`human`) and for programs (`json`, `sarif`).

mod fix;
mod found;
mod human;
mod json;
mod policy;
mod sarif;
mod spot;
mod types;

pub use fix::{Change, Fixed};
pub use found::Report;
pub use policy::Policy;

use crate::{
    diagnostic::{Diagnostic, Severity},
    load::{DocumentId, Documents, Position},
};

use spot::{Spot, advice, is_fixable, severity_word};

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How serious it is.
    pub severity: Severity,
    /// `FILE:LINE:COLUMN: [CODE] message`.
    pub text: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Report {
    /// A report of `diagnostics`, which are put into document order. What YAML repeats by aliases is reported once, where it
    /// is written.
    pub fn new(mut diagnostics: Vec<Diagnostic>, documents: Documents) -> Self {
        diagnostics.sort_by_cached_key(|diagnostic| order(diagnostic, &documents));
        let diagnostics = policy::once_per_text(diagnostics, &documents);
        Self {
            diagnostics,
            documents,
            types: None,
        }
    }

    /// Whether anything found forbids emitting code.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Number of errors.
    pub fn errors(&self) -> usize {
        let errors = self.diagnostics.iter().filter(|found| found.is_error());
        errors.count()
    }

    /// The report for people: every finding with the text it is about, and how many there are. Empty if there are none.
    /// `colours` adds escape sequences for a terminal.
    pub fn human(&self, colours: bool) -> String {
        human::render(self, colours)
    }

    /// The report as JSON: `{"diagnostics": [..]}`, every finding with its code, severity and texts, the place by document,
    /// JSON Pointer, lines and columns (both from 1), the replacement of the text there that is suggested, and whether
    /// `check --fix` writes it (`fixable`). What is absent is null.
    pub fn json(&self) -> String {
        json::render(self)
    }

    /// The report as SARIF 2.1.0, which code hosts show beside the source.
    pub fn sarif(&self) -> String {
        sarif::render(self)
    }

    /// One line a finding, `FILE:LINE:COLUMN: [CODE] message`, as compilers write them, and what to do about it.
    pub fn lines(&self) -> Vec<Line> {
        let lines = self.diagnostics.iter().map(|diagnostic| {
            let spot = Spot::of(&diagnostic.primary.place, &self.documents);
            let Position { line, column } = spot.start;
            let Diagnostic { code, message, .. } = diagnostic;
            let text = format!("{}:{line}:{column}: [{code}] {message}", spot.document);
            let plain = |text: String| text.replace(['\r', '\n'], " ");
            let advice = advice(diagnostic, &self.documents);
            Line {
                severity: diagnostic.severity,
                text: plain(text),
                help: advice.into_iter().map(plain).collect(),
            }
        });
        lines.collect()
    }

    /// How many there are of each kind and where: `2 errors, 1 warning in a.arazzo.yaml`.
    pub fn summary(&self) -> String {
        let errors = self.errors();
        let warnings = self.diagnostics.len() - errors;
        let count = |number: usize, what: &str| match number {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{number} {what}s")),
        };
        let counts = [count(errors, "error"), count(warnings, "warning")];
        let counts: Vec<_> = counts.into_iter().flatten().collect();
        let documents = self.diagnostics.iter();
        let mut documents: Vec<_> = documents
            .map(|found| found.primary.place.document)
            .collect();
        documents.dedup();
        documents.sort_unstable();
        documents.dedup();
        match documents.as_slice() {
            [] => "no errors, no warnings".to_owned(),
            [only] => {
                let document = self.documents.get(*only);
                let name = document.map_or_else(String::new, |found| found.name.clone());
                format!("{} in {name}", counts.join(", "))
            }
            more => format!("{} in {} documents", counts.join(", "), more.len()),
        }
    }
}

/// Documents in the order they were read, text from top to bottom. What was read before any Arazzo document, because it was
/// offered for one, comes behind those that use it.
fn order(diagnostic: &Diagnostic, documents: &Documents) -> (bool, usize, usize, usize) {
    let place = &diagnostic.primary.place;
    let range = documents.find(place).map_or(0..0, |found| found.range);
    let arazzo = |id: usize| {
        let document = documents.get(DocumentId(id));
        document.is_some_and(|document| document.root.get("arazzo").is_some())
    };
    let offered = !(0..=place.document.0).any(arazzo);
    (offered, place.document.0, range.start, range.end)
}

#[cfg(test)]
mod tests;
