//! Texts that come close to a grammar.

use crate::{Random, Seeds, mutate};

/// A text of `pieces`, words of the documents, and changes of both.
pub(super) fn text(random: &mut Random, seeds: &Seeds, pieces: &[&str]) -> String {
    let mut text = match random.percent(40) {
        true => random.word(&seeds.words),
        false => String::new(),
    };
    for _ in 0..random.below(12) {
        let repeated = if random.percent(3) {
            1 << random.below(12)
        } else {
            1
        };
        text.push_str(&random.word(pieces).repeat(repeated));
    }
    for _ in 0..random.below(3) {
        text = mutate::text(random, seeds, &text);
    }
    text
}
