//! A few runs of every target, the same on every machine. A finding of the program becomes a test where its cause is.

use fuzz::{Random, Seeds, TARGETS};

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
