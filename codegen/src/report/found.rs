//! The findings of a run.

use crate::{diagnostic::Diagnostic, load::Documents, plan::TypeNote};

/// The findings of a run, with the documents they are about.
pub struct Report {
    /// What was found, sorted by document and position.
    pub diagnostics: Vec<Diagnostic>,
    /// Every document that was read.
    pub documents: Documents,
    /// Which types are no better than JSON and why, where [`explain_types`](crate::Generator::explain_types) asks for it.
    pub types: Option<Vec<TypeNote>>,
}
