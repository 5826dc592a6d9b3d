//! Which word of a grammar an unknown one was probably meant to be.

use crate::nearest::is_slip;

/// The first known word that `word` is a slip for: in case only, or by at most two edits.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let exact = known.iter().find(|known| known.eq_ignore_ascii_case(word));
    exact
        .or_else(|| known.iter().find(|known| is_slip(word, known)))
        .copied()
}
