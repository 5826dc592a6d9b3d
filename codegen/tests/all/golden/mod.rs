//! What is planned and emitted for small documents, one trap each: the plan is what a reviewer reads, the code is what users get.
//!
//! Each folder of `tests/cases/ok` holds a case: documents, `plan.txt` and `out.rs`, which leaves out what the `out.rs` of
//! another case has. The package in `tests/golden` of the workspace compiles the code of all cases with warnings denied.

mod elsewhere;

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::{Generator, load::Memory};

use self::elsewhere::Elsewhere;
use crate::support::{files, folders, root, workspace};

/// The case with the frame that most cases have: with it in one place, the fewest lines are left of all others.
const FRAME: &str = "schema-scalars";

/// All cases in the order in which one can leave out what another has.
fn cases() -> Vec<PathBuf> {
    let mut all = folders(&root().join("tests/cases/ok"));
    all.sort_by_key(|case| !case.ends_with(FRAME));
    all
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
fn generated(case: &Path, wrong: &mut Vec<String>) -> [String; 2] {
    let (plans, report) = generator(case).plans();
    let report = report.human(false);
    if !report.is_empty() {
        wrong.push(format!("{}:\n{report}", case.display()));
    }
    let source = source(case);
    [plans.iter().map(ToString::to_string).collect(), source]
}

/// The cases whose modules are shown whole. Elsewhere what all modules have alike is left out: steps, pictures and examples
/// of the documentation, which say what the code says, the names of steps for tests, and the crate that serde is found in.
const WHOLE: [&str; 3] = ["input-defaults", "selectors", "sentry"];

/// The code without what all modules have alike.
fn without_frame(code: &str) -> String {
    let (mut documented, mut named) = (false, false);
    let kept = code.lines().filter(|line| {
        let text = line.trim_start();
        documented = match text.strip_prefix("/// # ") {
            Some(heading) => heading == "Steps" || documented && heading == "Example",
            None => documented && text.starts_with("///"),
        };
        let inside = named || text.starts_with("::arazzo_runtime::steps! {");
        // The empty line behind it goes, too.
        named = inside && !text.is_empty();
        !documented && !inside && text != "#[serde(crate = \"::arazzo_runtime::serde\")]"
    });
    Vec::from_iter(kept).join("\n") + "\n"
}

/// The code of a case, with zeros for what versions are known by: that is another one with each change of a plan, and
/// functions that are alike but for it are shown once.
fn source(case: &Path) -> String {
    const BEFORE: &str = ".version(\"";
    let (source, _) = generator(case).generate();
    let source = match WHOLE.iter().any(|name| case.ends_with(name)) {
        true => source,
        false => without_frame(&source),
    };
    let mut parts = source.split(BEFORE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (version, rest) = part.split_once('"').unwrap();
        out.push_str(BEFORE);
        out.push_str(&"0".repeat(version.len()));
        out.push('"');
        out.push_str(rest);
    }
    out
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}

/// `BLESS=1` rewrites plans and code; read what changed before committing it.
#[test]
fn plans_and_code_are_as_reviewed() {
    let bless = std::env::var_os("BLESS").is_some();
    let (mut wrong, mut elsewhere) = (Vec::new(), Elsewhere::default());
    for case in cases() {
        let [plan, code] = generated(&case, &mut wrong);
        let code = elsewhere.shortened(&name(&case), &code);
        for (name, text) in [("plan.txt", plan), ("out.rs", code)] {
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

/// What is left out of the code of a case is nothing that could change unseen.
#[test]
fn marks_say_all_that_they_stand_for() {
    let mut elsewhere = Elsewhere::default();
    for case in cases() {
        let golden = fs::read_to_string(case.join("out.rs")).unwrap();
        let source = source(&case);
        let whole = elsewhere.whole(&name(&case), &golden);
        assert!(whole == source, "{}:\n{whole}", case.display());
    }
}

/// Nobody reviews more.
#[test]
fn the_golden_files_stay_readable() {
    let folders = ["ok", "err"].map(|folder| root().join("tests/cases").join(folder));
    let all = folders.iter().flat_map(|folder| files(folder));
    let golden = all.filter(|path| path.extension().is_some_and(|name| name != "yaml"));
    let lines: usize = golden
        .map(|path| fs::read_to_string(path).unwrap().lines().count())
        .sum();
    assert!(lines < 12_000, "{lines} lines of golden files");
}
