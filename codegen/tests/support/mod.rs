//! What the tests that put mistakes into sound documents share: the documents, and the table of what was told.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test that cannot read its documents has failed"
)]

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use arazzo_codegen::{
    Generator,
    diagnostic::Severity,
    load::{Document, Documents, Memory, Options},
    report::Report,
};
use serde_json::Value;

/// A document and the files beside it.
pub(crate) struct Specimen {
    /// Its path in the project.
    pub(crate) name: PathBuf,
    entry: PathBuf,
    files: Vec<(PathBuf, String)>,
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The documents of `specs` and of the conformance cases.
fn specimens() -> Vec<Specimen> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    below(&project.join("specs"), &mut all);
    below(&project.join("tests/conformance/cases"), &mut all);
    all.sort();
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
    fn memory(&self, entry: Option<&str>) -> Memory {
        self.files
            .iter()
            .fold(Memory::new(), |memory, (path, text)| {
                let text = match entry {
                    Some(mutated) if *path == self.entry => mutated.to_owned(),
                    _ => text.clone(),
                };
                memory.file(path, text)
            })
    }

    /// What is said about the document, or about `text` in its place.
    pub(crate) fn check(&self, text: Option<&str>) -> Report {
        Generator::new()
            .files(self.memory(text))
            .document(&self.entry)
            .check()
    }

    /// The document as it is.
    pub(crate) fn open(&self) -> Rc<Document> {
        let documents = Documents::new(Box::new(self.memory(None)), Options::default());
        documents.open_path(&self.entry).unwrap()
    }
}

/// What became of the mistakes of one kind.
#[derive(Default)]
struct Row {
    mutations: usize,
    found: usize,
    right: usize,
    /// Those that no error of another kind was told of.
    alone: usize,
    missed: Vec<String>,
}

/// What became of all mistakes, by kind.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<&'static str, Row>,
    sound: usize,
}

impl Table {
    /// Has `judge` try its mistakes on every document without an error, several documents at a time.
    pub(crate) fn of(judge: impl Fn(&Specimen, &mut Self) + Sync) -> Self {
        let specimens = specimens();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut table = Self::default();
            while let Some(specimen) = specimens.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !specimen.check(None).has_errors() {
                    table.sound += 1;
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

    /// Counts a mistake: one of `codes` has to be told, at a place that is `right`. `place` names it to people.
    pub(crate) fn judge(
        &mut self,
        class: &'static str,
        codes: &[&str],
        report: &Report,
        right: impl Fn(&Value) -> bool,
        place: &str,
    ) {
        let row = self.rows.entry(class).or_default();
        let json: Value = serde_json::from_str(&report.json()).unwrap();
        let told: Vec<&Value> = json["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| codes.iter().any(|code| found["code"] == *code))
            .collect();
        let right = told.iter().any(|found| right(found));
        row.mutations += 1;
        row.found += usize::from(!told.is_empty());
        row.right += usize::from(right);
        let errors = report.diagnostics.iter();
        let errors = errors.filter(|found| found.severity == Severity::Error);
        let other = errors.clone().any(|found| !codes.contains(&found.code));
        row.alone += usize::from(!other);
        if !right {
            let errors: Vec<_> = errors
                .map(|found| format!("{} {}", found.code, found.primary.place.pointer.as_str()))
                .collect();
            row.missed.push(format!("{place} {errors:?}"));
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
            row.missed.extend(counted.missed);
        }
    }

    /// Prints the table, and asserts that every mistake was told at its place but those of a kind that is `open`.
    pub(crate) fn finish(&self, classes: &[&str], open: impl Fn(&str) -> bool) {
        assert!(self.sound > 0, "no document is sound");
        let mut text = format!(
            "{} sound documents\n\n| class | mutations | found | right place | alone |\n|---|---|---|---|---|\n",
            self.sound
        );
        let mut wrong = Vec::new();
        for (name, row) in &self.rows {
            let Row {
                mutations,
                found,
                right,
                alone,
                missed,
            } = row;
            let _ = writeln!(
                text,
                "| {name} | {mutations} | {found} | {right} | {alone} |"
            );
            if !open(name) && right < mutations {
                wrong.push(format!("{name}: {missed:#?}"));
            }
        }
        println!("{text}");
        assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
        for class in classes {
            assert!(self.rows.contains_key(class), "{class}: applies nowhere");
        }
    }
}
