//! What an operation asks for as credentials.

use crate::scheme::Scheme;

/// Security Requirement Objects: alternatives, each a list of schemes that are needed together.
///
/// In one list, with a gap between two alternatives: it is made anew for each request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requirements(Vec<Option<&'static Scheme>>);

impl Requirements {
    pub(crate) fn new(alternatives: &[&[&'static Scheme]]) -> Self {
        let lengths = alternatives.iter().map(|schemes| schemes.len());
        let length = lengths.fold(alternatives.len(), usize::saturating_add);
        let mut list = Vec::with_capacity(length);
        for (index, schemes) in alternatives.iter().enumerate() {
            if index > 0 {
                list.push(None);
            }
            list.extend(schemes.iter().copied().map(Some));
        }
        Self(list)
    }

    pub(crate) fn alternatives(&self) -> impl Iterator<Item = Alternative<'_>> {
        let alternatives = self.0.split(Option::is_none);
        alternatives.map(Alternative)
    }
}

/// Schemes that are needed together.
#[derive(Clone, Copy)]
pub(crate) struct Alternative<'a>(pub(crate) &'a [Option<&'static Scheme>]);

impl Alternative<'_> {
    pub(crate) fn schemes(self) -> impl Iterator<Item = &'static Scheme> {
        self.0.iter().copied().flatten()
    }
}
