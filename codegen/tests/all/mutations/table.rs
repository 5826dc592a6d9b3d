//! What the tests that put mistakes into sound documents share: the documents, and the table of what was told.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use arazzo_codegen::{
    Generator,
    diagnostic::{Diagnostic, Severity},
    load::{Document, Documents, Memory, Options},
    report::Report,
};
use serde_json::Value;

use crate::support::{files, workspace};

/// A document and the files beside it.
pub(crate) struct Specimen {
    /// Its path in the project.
    pub(crate) name: PathBuf,
    entry: PathBuf,
    files: Vec<(PathBuf, String)>,
}

/// The documents of `specs` and of the conformance cases.
fn specimens() -> Vec<Specimen> {
    let project = workspace();
    let mut all = files(&project.join("specs"));
    all.extend(files(&project.join("tests/conformance/cases")));
    let entries = all.iter().filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".arazzo.yaml")
    });
    entries
        .map(|entry| {
            let folder = entry.parent().unwrap();
            let beside = all.iter().filter(|path| path.parent() == Some(folder));
            let read = |path: &PathBuf| {
                let name = Path::new("specs").join(path.file_name().unwrap());
                Some((name, fs::read_to_string(path).ok()?))
            };
            Specimen {
                name: entry.strip_prefix(project).unwrap().to_owned(),
                entry: Path::new("specs").join(entry.file_name().unwrap()),
                files: beside.filter_map(read).collect(),
            }
        })
        .collect()
}

impl Specimen {
    fn memory(&self, changed: Option<(&Path, &str)>) -> Memory {
        self.files
            .iter()
            .fold(Memory::new(), |memory, (path, text)| {
                let text = match changed {
                    Some((other, mutated)) if path == other => mutated.to_owned(),
                    _ => text.clone(),
                };
                memory.file(path, text)
            })
    }

    /// What is said about the document, or about `text` in its place.
    pub(crate) fn check(&self, text: Option<&str>) -> Report {
        self.generator(text.map(|text| (self.entry.as_path(), text)))
    }

    /// What is said about the document with `text` in the place of the API description at `path`.
    pub(crate) fn check_with(&self, path: &Path, text: &str) -> Report {
        self.generator(Some((path, text)))
    }

    fn generator(&self, changed: Option<(&Path, &str)>) -> Report {
        Generator::new()
            .files(self.memory(changed))
            .document(&self.entry)
            .unused(true)
            .check()
    }

    /// The text of the document with the corrections of `report` that are certain, if there are any.
    pub(crate) fn mended(&self, report: &Report) -> Option<String> {
        let fixed = report.fixes(std::slice::from_ref(&self.entry));
        fixed.into_iter().next().map(|fixed| fixed.text)
    }

    /// The documents beside it that declare operations.
    pub(crate) fn apis(&self) -> Vec<Value> {
        self.descriptions()
            .into_iter()
            .map(|(_, root)| root)
            .collect()
    }

    /// The same, with their paths.
    pub(crate) fn descriptions(&self) -> Vec<(&Path, Value)> {
        let beside = self.files.iter().filter(|(path, _)| *path != self.entry);
        let parsed = beside.filter_map(|(path, text)| {
            let document = Document::parse(path.to_str()?, text).ok()?;
            Some((path.as_path(), document.root.clone()))
        });
        parsed
            .filter(|(_, root)| root.get("paths").is_some())
            .collect()
    }

    /// The document as it is.
    pub(crate) fn open(&self) -> Arc<Document> {
        let documents = Documents::new(Box::new(self.memory(None)), Options::default());
        documents.open_path(&self.entry).unwrap()
    }
}

/// A report: how serious, and its code.
pub(crate) type Told = (Severity, &'static str);

pub(crate) const fn error(code: &'static str) -> Told {
    (Severity::Error, code)
}

pub(crate) const fn warning(code: &'static str) -> Told {
    (Severity::Warning, code)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What became of the mistakes of one kind.
#[derive(Default)]
struct Row {
    mutations: usize,
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
    /// What is told of the document as it is.
    before: Counted,
}

/// How often each report is made.
type Counted = BTreeMap<Told, usize>;

fn counted(report: &Report) -> Counted {
    let mut all = Counted::new();
    for found in report.diagnostics.iter() {
        *all.entry((found.severity, found.code)).or_default() += 1;
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
        let left = before.get_mut(&(found.severity, found.code));
        left.filter(|left| **left > 0)
            .map(|left| *left -= 1)
            .is_none()
    };
    let found = report.diagnostics.iter().filter(|found| !expected(found));
    found.filter(|found| is_new(found)).collect()
}

impl Table {
    /// Has `judge` try its mistakes on every document without an error, several documents at a time.
    pub(crate) fn of(judge: impl Fn(&Specimen, &mut Self) + Sync) -> Self {
        let specimens = specimens();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut table = Self::default();
            while let Some(specimen) = specimens.get(next.fetch_add(1, Ordering::Relaxed)) {
                let report = specimen.check(None);
                if !report.has_errors() {
                    table.sound += 1;
                    table.before = counted(&report);
                    judge(specimen, &mut table);
                }
            }
            table
        };
        thread::scope(|scope| {
            let threads = thread::available_parallelism().map_or(1, usize::from);
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let mut table = Self::default();
            for thread in running {
                table.add(thread.join().unwrap());
            }
            table
        })
    }

    /// Counts a mistake: one of `told` has to be told, at a place that is `right`, and nothing else that is not `expected`.
    /// `place` names the mistake to people.
    pub(crate) fn judge(
        &mut self,
        class: &'static str,
        told: &[Told],
        report: &Report,
        right: impl Fn(&Value) -> bool,
        expected: impl Fn(&Diagnostic) -> bool,
        place: &str,
    ) {
        let row = self.rows.entry(class).or_default();
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        let tells = |severity: &str, code: &str| {
            told.iter()
                .any(|(wanted, known)| word(*wanted) == severity && *known == code)
        };
        let found: Vec<&Value> = json["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| {
                tells(
                    found["severity"].as_str().unwrap(),
                    found["code"].as_str().unwrap(),
                )
            })
            .collect();
        let right = found.iter().any(|found| right(found));
        row.mutations += 1;
        row.found += usize::from(!found.is_empty());
        row.right += usize::from(right);
        let name = |found: &Diagnostic| {
            let at = found.primary.place.pointer.as_str();
            format!("{} {} {at}", word(found.severity), found.code)
        };
        let more = more(report, &self.before, |found| {
            expected(found) || tells(word(found.severity), found.code)
        });
        let second: Vec<String> = more.into_iter().map(name).collect();
        row.alone += usize::from(second.is_empty());
        if !second.is_empty() {
            row.second.push(format!("{place} {second:?}"));
        }
        if !right {
            let all: Vec<String> = report.diagnostics.iter().map(name).collect();
            row.missed.push(format!("{place} {all:?}"));
        }
    }

    /// Counts a mistake that was mended: `text` has to be the text that was sound.
    pub(crate) fn mend(
        &mut self,
        class: &'static str,
        sound: &str,
        text: Option<&str>,
        place: &str,
    ) {
        let row = self.rows.entry(class).or_default();
        match text {
            Some(text) if text == sound => row.mended += 1,
            Some(_) => row.spoilt.push(place.to_owned()),
            None => {}
        }
    }

    fn add(&mut self, other: Self) {
        self.sound += other.sound;
        for (class, counted) in other.rows {
            let row = self.rows.entry(class).or_default();
            row.mutations += counted.mutations;
            row.found += counted.found;
            row.right += counted.right;
            row.alone += counted.alone;
            row.mended += counted.mended;
            row.spoilt.extend(counted.spoilt);
            row.missed.extend(counted.missed);
            row.second.extend(counted.second);
        }
    }

    /// Prints the table, and asserts that every mistake was told at its place but those of a kind that is `open`, and
    /// that nothing else was told but in the documents that `not_alone` names with a reason.
    pub(crate) fn finish(
        &self,
        classes: &[&str],
        open: impl Fn(&str) -> bool,
        not_alone: &[(&str, &str)],
    ) {
        assert!(self.sound > 0, "no document is sound");
        let mut text = format!(
            "{} sound documents\n\n| class | mutations | found | right place | alone | mended |\n|---|---|---|---|---|---|\n",
            self.sound
        );
        let mut wrong = Vec::new();
        for (name, row) in &self.rows {
            let Row {
                mutations,
                found,
                right,
                alone,
                mended,
                missed,
                spoilt,
                second,
            } = row;
            let _ = writeln!(
                text,
                "| {name} | {mutations} | {found} | {right} | {alone} | {mended} |"
            );
            if !open(name) && right < mutations {
                wrong.push(format!("{name}, not told: {missed:#?}"));
            }
            let excused = |place: &&String| {
                !not_alone
                    .iter()
                    .any(|(document, _)| place.contains(document))
            };
            let spoilt: Vec<&String> = spoilt.iter().filter(excused).collect();
            if !spoilt.is_empty() {
                wrong.push(format!("{name}, mended wrongly: {spoilt:#?}"));
            }
            let second: Vec<&String> = second.iter().filter(excused).collect();
            if !second.is_empty() {
                wrong.push(format!("{name}, told twice: {second:#?}"));
            }
        }
        println!("{text}");
        assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
        for class in classes {
            assert!(self.rows.contains_key(class), "{class}: applies nowhere");
        }
    }
}
