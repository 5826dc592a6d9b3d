//! The code of the generator's golden cases, whole: their `out.rs` leave out what several of them have. Drafts as well.

use std::{
    fs,
    path::{Path, PathBuf},
};

use arazzo_codegen::Generator;

/// The modules, their names and code.
pub(crate) fn modules(workspace: &Path) -> Vec<(String, String)> {
    let cases = workspace.join("codegen/tests/cases/ok");
    println!("cargo::rerun-if-changed={}", cases.display());
    let drafts = workspace.join("codegen/tests/cases/draft");
    println!("cargo::rerun-if-changed={}", drafts.display());
    let sentry = workspace.join("specs/sentry");
    println!("cargo::rerun-if-changed={}", sentry.display());
    let module = |case: PathBuf| {
        let name = case.file_name().expect("a name").to_string_lossy();
        // The documents of this case are those of the workspace's own crate.
        let folder = if name == "sentry" { &sentry } else { &case };
        let entry = entries(folder)
            .into_iter()
            .find(|path| path.to_string_lossy().ends_with(".arazzo.yaml"))
            .expect("an Arazzo document");
        let (code, report) = Generator::new().document(entry).generate();
        assert!(!report.has_errors(), "{name}: {}", report.human(false));
        (format!("case_{}", name.replace('-', "_")), code)
    };
    let all = entries(&cases).into_iter().chain(entries(&drafts));
    all.map(module).collect()
}

/// Everything in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    found.sort();
    found
}
