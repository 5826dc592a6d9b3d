//! Mistakes put into sound documents, one at a time, wherever each can be made: each has to be reported where it is, once.
//!
//! `cargo test -p codegen --test all mutations -- --nocapture` prints the table; with `MISTAKE=step` before it only mistakes
//! with this word in their names are made.

mod api;
mod broken;
mod characters;
mod descriptions;
mod not_alone;
mod specimen;
mod strings;
mod structure;
mod table;
mod words;

use std::{
    collections::BTreeSet,
    env,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use arazzo_codegen::diagnostic::Severity;

use self::{
    broken::Broken,
    specimen::{Files, Specimen},
    table::Table,
};

/// A kind of mistake.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    /// Any of these tells it.
    pub(crate) told: &'static [Told],
    /// Everything that comes of making it in a document or in what stands beside it, once each time.
    pub(crate) broken: fn(&Specimen) -> Vec<Broken>,
}

/// A report: how serious, and its code.
pub(crate) type Told = (Severity, &'static str);

pub(crate) const fn error(code: &'static str) -> Told {
    (Severity::Error, code)
}

pub(crate) const fn warning(code: &'static str) -> Told {
    (Severity::Warning, code)
}

const MISTAKES: &[&[Mistake]] = &[
    strings::MISTAKES,
    words::MISTAKES,
    characters::MISTAKES,
    structure::change::MISTAKES,
    structure::dangling::MISTAKES,
    structure::declare::MISTAKES,
    structure::drop::MISTAKES,
    structure::exchange::MISTAKES,
    structure::flow::MISTAKES,
    descriptions::MISTAKES,
];

/// What becomes of `mistakes` in every document without an error, several documents at a time.
fn made(mistakes: &[&Mistake]) -> Table {
    let all = Files::all();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut table = Table::default();
        while let Some(files) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let report = files.check(None);
            if report.has_errors() {
                continue;
            }
            let document = files.open();
            let specimen = Specimen::new(files, &document);
            table.sound(&report, &specimen);
            for mistake in mistakes {
                for broken in (mistake.broken)(&specimen) {
                    table.judge(mistake, &specimen, &broken);
                }
            }
        }
        table
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut table = Table::default();
        for thread in running {
            table.add(thread.join().unwrap());
        }
        table
    })
}

#[test]
fn mistakes_are_told_where_they_are_made() {
    let word = env::var("MISTAKE").unwrap_or_default();
    let all = MISTAKES.iter().copied().flatten();
    let mistakes: Vec<&Mistake> = all.filter(|mistake| mistake.name.contains(&word)).collect();
    let names: BTreeSet<&str> = mistakes.iter().map(|mistake| mistake.name).collect();
    assert_eq!(names.len(), mistakes.len(), "two mistakes of one name");
    made(&mistakes).finish(&names);
}
