//! About how large the engine makes a pattern.

/// How many single-character matchers a pattern may come to once its counted repetitions are written out.
pub(super) const MOST: usize = 20_000;

/// Sizes of sets of characters as the engine compiles them, measured.
pub(super) const ANY: usize = 4;
pub(super) const CLASS: usize = 4;
pub(super) const PROPERTY: usize = 100;

/// The size of what has been read of a group, a plain character being 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    before: usize,
    /// The last term, which a quantifier may still repeat.
    last: usize,
}

impl Size {
    pub(super) fn total(self) -> usize {
        self.before.saturating_add(self.last)
    }

    pub(super) fn add(&mut self, term: usize) {
        self.before = self.total();
        self.last = term;
    }

    pub(super) fn repeat(&mut self, times: usize) {
        self.last = self.last.max(1).saturating_mul(times.max(1));
    }
}
