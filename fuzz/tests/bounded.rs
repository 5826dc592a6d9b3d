//! A few runs of every target, the same on every machine. A finding of the program becomes a test where its cause is.

use std::collections::BTreeSet;

use fuzz::{Random, Seeds, TARGETS, code};

#[test]
fn every_target_holds_for_a_few_inputs() {
    let seeds = Seeds::read();
    for target in TARGETS {
        for seed in 0..target.few {
            let run = || (target.run)(&mut Random::new(seed), &seeds);
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
            assert!(ended.is_ok(), "{}: --seed {seed}", target.name);
        }
    }
}

/// One kind of place in eight; the program's target `code` gets to all of them.
const KINDS: usize = 8;

/// Kinds of place, each once, with all hostile texts in one.
#[test]
fn no_text_becomes_code_wherever_it_stands() {
    let seeds = Seeds::read();
    let mut kinds = BTreeSet::new();
    let (mut tried, mut compared) = (0, 0);
    let mut failed = Vec::new();
    for case in &seeds.cases {
        for place in code::places(case) {
            let new = !case.name.contains("/err/") && kinds.insert(place.kind(case));
            if !new || kinds.len() % KINDS != 0 {
                continue;
            }
            let own = code::HOSTILE.get(tried % code::HOSTILE.len()).copied();
            // Some places take the one, and not all of them.
            for text in [&code::HOSTILE.concat(), own.unwrap_or_default()] {
                match code::same(case, &place, text) {
                    Ok(false) => continue,
                    Ok(true) => compared += 1,
                    Err(words) => failed.push(words),
                }
                break;
            }
            tried += 1;
        }
    }
    println!("{tried} kinds of place, {compared} comparisons");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(compared > 80, "{compared} of {tried}");
}
