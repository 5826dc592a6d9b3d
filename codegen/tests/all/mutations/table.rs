//! What became of the mistakes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use arazzo_codegen::{
    diagnostic::{Diagnostic, Severity},
    report::Report,
};
use serde_json::Value;

use super::{Mistake, Told, broken::Broken, not_alone, specimen::Specimen};

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What became of the mistakes of one kind.
#[derive(Default)]
struct Row {
    made: usize,
    found: usize,
    right: usize,
    /// Those that nothing else was told of.
    alone: usize,
    /// Those that `check --fix` takes back.
    mended: usize,
    missed: Vec<String>,
    /// Those that it makes something else of.
    spoilt: Vec<String>,
    /// Those that something else was told of as well.
    second: Vec<String>,
}

/// What became of all mistakes, by kind.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<&'static str, Row>,
    sound: usize,
    /// What is told of the document as it is, and whether there is nothing to mend in it.
    before: Counted,
    standard: bool,
}

/// How often each report is made.
type Counted = BTreeMap<Told, usize>;

fn counted(report: &Report) -> Counted {
    let mut all = Counted::new();
    for found in report.diagnostics.iter() {
        *all.entry((found.severity, found.code.as_str()))
            .or_default() += 1;
    }
    all
}

/// What a report tells beyond what was told `before` and what is `expected`.
fn more<'r>(
    report: &'r Report,
    before: &Counted,
    expected: impl Fn(&Diagnostic) -> bool,
) -> Vec<&'r Diagnostic> {
    let mut before = before.clone();
    let mut is_new = |found: &&Diagnostic| {
        let left = before.get_mut(&(found.severity, found.code.as_str()));
        left.filter(|left| **left > 0)
            .map(|left| *left -= 1)
            .is_none()
    };
    let found = report.diagnostics.iter().filter(|found| !expected(found));
    found.filter(|found| is_new(found)).collect()
}

impl Table {
    /// Begins with a document that is sound, of which this is reported.
    pub(crate) fn sound(&mut self, report: &Report, specimen: &Specimen) {
        self.sound += 1;
        self.before = counted(report);
        // What is not standard in it would be mended as well.
        self.standard = specimen.mended(report).is_none();
    }

    /// Counts a mistake: one of its reports has to be made, at its place, and nothing else.
    pub(crate) fn judge(&mut self, mistake: &Mistake, specimen: &Specimen, broken: &Broken) {
        let report = specimen.files.check(Some(broken));
        let row = self.rows.entry(mistake.name).or_default();
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        let tells = |severity: &str, code: &str| {
            let mut told = mistake.told.iter();
            told.any(|(wanted, known)| word(*wanted) == severity && *known == code)
        };
        let of = |found: &&Value| {
            let field = |name: &str| found[name].as_str().unwrap();
            tells(field("severity"), field("code"))
        };
        let found = json["diagnostics"].as_array().unwrap().iter().filter(of);
        let found: Vec<&Value> = found.collect();
        let is_right = broken.right(specimen);
        let right = found.iter().any(|found| is_right(found));
        let place = broken.name(specimen);
        row.made += 1;
        row.found += usize::from(!found.is_empty());
        row.right += usize::from(right);
        let name = |found: &Diagnostic| {
            let at = found.primary.place.pointer.as_str();
            format!("{} {} {at}", word(found.severity), found.code)
        };
        let more = more(&report, &self.before, |found| {
            let pointer = found.primary.place.pointer.as_str();
            let of_the_copy = broken
                .copy
                .as_ref()
                .is_some_and(|copy| pointer.starts_with(copy));
            of_the_copy || tells(word(found.severity), found.code.as_str())
        });
        let second: Vec<String> = more.into_iter().map(name).collect();
        row.alone += usize::from(second.is_empty());
        let excused = not_alone::is_known(&specimen.name(), mistake.name);
        if !second.is_empty() && !excused {
            row.second.push(format!("{place} {second:?}"));
        }
        if !right {
            let all: Vec<String> = report.diagnostics.iter().map(name).collect();
            row.missed.push(format!("{place} {all:?}"));
        }
        if let Some(sound) = broken.sound.as_ref().filter(|_| self.standard) {
            match specimen.mended(&report) {
                Some(text) if text == *sound => row.mended += 1,
                Some(_) if !excused => row.spoilt.push(place),
                _ => {}
            }
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.sound += other.sound;
        for (mistake, counted) in other.rows {
            let row = self.rows.entry(mistake).or_default();
            row.made += counted.made;
            row.found += counted.found;
            row.right += counted.right;
            row.alone += counted.alone;
            row.mended += counted.mended;
            row.spoilt.extend(counted.spoilt);
            row.missed.extend(counted.missed);
            row.second.extend(counted.second);
        }
    }

    /// Prints the table, and asserts that each mistake was made somewhere, and told where it was made, alone, and that
    /// nothing else was made of it.
    pub(crate) fn finish(&self, mistakes: &BTreeSet<&str>) {
        assert!(self.sound > 0, "no document is sound");
        let mut text = format!(
            "{} sound documents\n\n| mistake | made | found | right place | alone | mended |\n|---|---|---|---|---|---|\n",
            self.sound
        );
        let mut wrong = Vec::new();
        for (name, row) in &self.rows {
            let Row {
                made,
                found,
                right,
                alone,
                mended,
                ..
            } = row;
            let _ = writeln!(
                text,
                "| {name} | {made} | {found} | {right} | {alone} | {mended} |"
            );
            let lists = [
                ("not told", &row.missed),
                ("mended wrongly", &row.spoilt),
                ("told twice", &row.second),
            ];
            let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
            wrong.extend(lists.map(|(what, list)| format!("{name}, {what}: {list:#?}")));
        }
        println!("{text}");
        assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
        for mistake in mistakes {
            assert!(
                self.rows.contains_key(mistake),
                "{mistake}: is made nowhere"
            );
        }
    }
}
