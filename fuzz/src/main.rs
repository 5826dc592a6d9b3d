//! Runs targets for as long as wanted. `cargo run --release -p fuzz -- TARGET|all|compile [--minutes N] [--runs N] [--seed N]`.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a program for those who work on the generator"
)]

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
    sync::Mutex,
    time::{Duration, Instant},
};

use fuzz::{Random, Seeds, TARGETS, Target, accepted, compile::Batch};

/// What takes longer is a finding.
const SLOW: Duration = Duration::from_secs(10);

/// As many mutants are compiled at a time.
const BATCH: usize = 200;

/// How long, and beginning where.
struct Wanted {
    what: String,
    time: Option<Duration>,
    runs: Option<u64>,
    seed: u64,
}

fn main() -> ExitCode {
    let Some(wanted) = wanted() else {
        eprintln!("fuzz TARGET|all|compile [--minutes N] [--runs N] [--seed N]\n");
        for target in TARGETS {
            eprintln!("  {:12} {}", target.name, target.about);
        }
        eprintln!(
            "  {:12} the code of accepted mutants compiles without a warning",
            "compile"
        );
        return ExitCode::from(2);
    };
    let seeds = Seeds::read();
    if wanted.what == "compile" {
        return compiled(&wanted, &seeds);
    }
    let chosen = |target: &&Target| wanted.what == "all" || target.name == wanted.what;
    let mut found = 0;
    for target in TARGETS.iter().filter(chosen) {
        found += run(target, &wanted, &seeds);
    }
    ExitCode::from(u8::from(found > 0))
}

fn wanted() -> Option<Wanted> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next()?;
    let known = TARGETS.iter().any(|target| target.name == what);
    let mut wanted = Wanted {
        what,
        time: None,
        runs: None,
        seed: 0,
    };
    if !known && !["all", "compile"].contains(&wanted.what.as_str()) {
        return None;
    }
    while let Some(option) = arguments.next() {
        let number: u64 = arguments.next()?.parse().ok()?;
        match option.as_str() {
            "--minutes" => wanted.time = Some(Duration::from_secs(number.checked_mul(60)?)),
            "--runs" => wanted.runs = Some(number),
            "--seed" => wanted.seed = number,
            _ => return None,
        }
    }
    if wanted.time.is_none() && wanted.runs.is_none() {
        wanted.time = Some(Duration::from_secs(60));
    }
    Some(wanted)
}

impl Wanted {
    fn goes_on(&self, begin: Instant, done: u64) -> bool {
        self.time.is_none_or(|time| begin.elapsed() < time)
            && self.runs.is_none_or(|runs| done < runs)
    }
}

/// Where the last panic was, and its words.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// How many different findings there were.
fn run(target: &Target, wanted: &Wanted, seeds: &Seeds) -> usize {
    panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = PANIC.lock() {
            *last = panic.to_string();
        }
    }));
    let begin = Instant::now();
    let mut findings: BTreeMap<String, (u64, u64, String)> = BTreeMap::new();
    let mut slowest = (Duration::ZERO, 0);
    let mut done = 0;
    while wanted.goes_on(begin, done) {
        let seed = wanted.seed.wrapping_add(done);
        let start = Instant::now();
        let run = || (target.run)(&mut Random::new(seed), seeds);
        let ended = panic::catch_unwind(AssertUnwindSafe(run));
        let took = start.elapsed();
        slowest = slowest.max((took, seed));
        let words = match ended {
            Err(_) => PANIC.lock().map(|last| last.clone()).unwrap_or_default(),
            Ok(()) if took > SLOW => format!("takes more than {SLOW:?}"),
            Ok(()) => String::new(),
        };
        if !words.is_empty() {
            // Findings at one place are one.
            let place = words.lines().next().unwrap_or_default().to_owned();
            let finding = findings.entry(place).or_insert_with(|| (seed, 0, words));
            finding.1 += 1;
        }
        done += 1;
    }
    let _ = panic::take_hook();
    println!(
        "{:12} {done} runs in {:.0?}, the slowest {:.2?} (seed {}), {} findings",
        target.name,
        begin.elapsed(),
        slowest.0,
        slowest.1,
        findings.len()
    );
    for (seed, times, words) in findings.values() {
        let words: String = words.chars().take(2_000).collect();
        println!("  seed {seed}, {times} times: {words}");
    }
    findings.len()
}

fn compiled(wanted: &Wanted, seeds: &Seeds) -> ExitCode {
    let begin = Instant::now();
    let batch = Batch::new().expect("`target` can be written");
    let (mut seed, mut done, mut failed) = (wanted.seed, 0, false);
    while wanted.goes_on(begin, done) {
        let rest = wanted
            .runs
            .map_or(BATCH, |runs| usize::try_from(runs - done).unwrap_or(BATCH));
        let mutants = accepted(seeds, seed, rest.min(BATCH));
        seed = mutants.last().map_or(seed, |(seed, _)| seed + 1);
        done += u64::try_from(mutants.len()).unwrap_or_default();
        if let Some(said) = batch.check(&mutants).expect("the compiler can be run") {
            println!("{said}");
            failed = true;
        }
    }
    println!(
        "{done} accepted mutants of {} compiled in {:.0?}",
        seed - wanted.seed,
        begin.elapsed()
    );
    ExitCode::from(u8::from(failed))
}
