//! What the benches have in common: CPU time of this process, in batches that take turns, as ratios within one run.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// Whether the argument was given.
pub(crate) fn has(name: &str) -> bool {
    std::env::args().any(|argument| argument == name)
}

/// How long a table may take: `--quick` is a sixth of `full`, and without `--bench`, as a test, everything is done once.
pub(crate) fn budget(full: Duration) -> Duration {
    match (has("--bench"), has("--quick")) {
        (true, false) => full,
        (true, true) => full / 6,
        (false, _) => Duration::ZERO,
    }
}

/// The CPU time that `work` takes, in microseconds.
pub(crate) fn cpu(work: impl FnOnce()) -> f64 {
    let before = ProcessTime::now();
    work();
    before.elapsed().as_secs_f64() * 1e6
}

/// One of several ways to do the same thing.
pub(crate) struct Way<'a> {
    pub(crate) name: &'a str,
    /// Does it, and says how many microseconds it took.
    pub(crate) run: Box<dyn FnMut() -> f64 + 'a>,
}

impl<'a> Way<'a> {
    pub(crate) fn new(name: &'a str, run: impl FnMut() -> f64 + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// Lets the ways take turns, and prints a line for each: the median, and the median of its ratios to the first way with
/// quartiles. A ratio is one of two batches right after each other, so that what disturbs the machine disturbs both.
pub(crate) fn compare(title: &str, budget: Duration, mut ways: Vec<Way<'_>>) {
    // The first batches pay for connections and cold caches.
    for way in &mut ways {
        (way.run)();
    }
    let started = Instant::now();
    let mut rounds: Vec<Vec<f64>> = Vec::new();
    while rounds.is_empty() || started.elapsed() < budget {
        let mut round = vec![0.0; ways.len()];
        // Whoever goes first changes from round to round.
        for turn in 0..ways.len() {
            let turn = (turn + rounds.len()) % ways.len();
            round[turn] = (ways[turn].run)();
        }
        rounds.push(round);
    }
    println!("\n{title} ({} rounds)", rounds.len());
    let width = ways.iter().map(|way| way.name.len()).max().unwrap();
    for (index, way) in ways.iter().enumerate() {
        let (_, median, _) = quartiles(rounds.iter().map(|round| round[index]));
        let ratios = rounds.iter().map(|round| round[index] / round[0]);
        let (low, ratio, high) = quartiles(ratios);
        let name = way.name;
        println!("  {name:<width$} {median:>11.1} us   {ratio:.3}   ({low:.3} .. {high:.3})");
    }
}

fn quartiles(values: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
    (at(1), at(2), at(3))
}
