//! Which word of a grammar an unknown one was probably meant to be.

use crate::nearest::{Meant, is_typo, meant as closely_meant, nearest as closest};

/// The known word that `word` is a typo for: in case only, or by at most two edits. Of several the closest.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let typos: Vec<&'static str> = known
        .iter()
        .copied()
        .filter(|known| is_typo(word, known))
        .collect();
    let closest = closest(word, typos.iter().copied());
    closest.or_else(|| typos.first().copied())
}

/// The same, and whether it may be written without asking.
pub(super) fn meant(word: &str, known: &[&'static str]) -> Option<Meant<'static>> {
    let name = nearest(word, known)?;
    Some(match closely_meant(word, known.iter().copied()) {
        Some(Meant::Certain(certain)) if certain == name => Meant::Certain(name),
        _ => Meant::Likely(name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_of_several_is_meant() {
        let known = ["inputs", "outputs"];
        assert_eq!(nearest("ouputs", &known), Some("outputs"));
        assert_eq!(nearest("Inputs", &known), Some("inputs"));
        assert_eq!(nearest("steps", &known), None);
    }
}
