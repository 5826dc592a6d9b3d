//! Which word of a grammar an unknown one was probably meant to be.

use crate::nearest::{is_slip, nearest as closest};

/// The known word that `word` is a slip for: in case only, or by at most two edits. Of several the closest.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let slips: Vec<&'static str> = known
        .iter()
        .copied()
        .filter(|known| is_slip(word, known))
        .collect();
    let closest = closest(word, slips.iter().copied());
    closest.or_else(|| slips.first().copied())
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
