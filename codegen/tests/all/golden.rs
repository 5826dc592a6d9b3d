//! What is planned and emitted for small documents, one trap each: the plan is what a reviewer reads, the code is what users get.
//!
//! Each folder of `tests/cases/ok` holds a case: documents, `plan.txt` and `out.rs`. The package in `tests/golden` of the
//! workspace compiles all `out.rs` with warnings denied.

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{Generator, load::Memory};

use crate::support::{files, folders, root, workspace};

fn cases() -> Vec<PathBuf> {
    folders(&root().join("tests/cases/ok"))
}

/// Documents of a case; those of the workspace's own crate stand in its `specs`.
fn documents(case: &Path) -> Vec<PathBuf> {
    let folder = if case.ends_with("sentry") {
        workspace().join("specs/sentry")
    } else {
        case.to_owned()
    };
    let mut found = files(&folder);
    found.retain(|path| path.extension().is_some_and(|name| name == "yaml"));
    found
}

fn generator(case: &Path) -> Generator {
    let mut memory = Memory::new();
    let mut entry = String::new();
    for path in documents(case) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        memory = memory.file(&name, fs::read_to_string(&path).unwrap());
        if name.ends_with(".arazzo.yaml") {
            assert!(entry.is_empty(), "{}: two entries", case.display());
            entry = name;
        }
    }
    Generator::new().files(memory).document(entry)
}

/// Plan and code of a case, which is well-formed: what there is to report goes to `wrong`.
fn generated(case: &Path, wrong: &mut Vec<String>) -> [(&'static str, String); 2] {
    let (plans, report) = generator(case).plans();
    let report = report.human(false);
    if !report.is_empty() {
        wrong.push(format!("{}:\n{report}", case.display()));
    }
    let (source, _) = generator(case).generate();
    [
        ("plan.txt", plans.iter().map(ToString::to_string).collect()),
        ("out.rs", source),
    ]
}

/// `BLESS=1` rewrites plans and code; read what changed before committing it.
#[test]
fn plans_and_code_are_as_reviewed() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        for (name, text) in generated(&case, &mut wrong) {
            let path = case.join(name);
            if bless {
                fs::write(&path, text).unwrap();
            } else if fs::read_to_string(&path).unwrap_or_default() != text {
                wrong.push(format!("{}:\n{text}", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "BLESS=1 rewrites these:\n{}",
        wrong.join("\n")
    );
}

/// Nobody reviews more.
#[test]
fn the_golden_files_stay_readable() {
    let all = cases().into_iter().flat_map(|case| files(&case));
    let lines: usize = all
        .map(|path| fs::read_to_string(path).unwrap().lines().count())
        .sum();
    assert!(lines < 17_000, "{lines} lines of golden files");
}
