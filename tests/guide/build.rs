//! Compiles the documents that the guide is about, and lists its chapters, whose code is compiled and run as that of
//! doc comments is.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script that cannot read its own workspace has failed"
)]

use std::path::Path;
use std::{env, fs};

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let root = Path::new(&here).join("../..");
    let guide = root.join("docs/guide");
    println!("cargo::rerun-if-changed={}", guide.display());
    let mut texts = vec![("readme".to_owned(), root.join("README.md"))];
    for entry in fs::read_dir(&guide).expect("the guide is there") {
        let path = entry.expect("a file of it").path();
        let name = path.file_stem().expect("a name").to_string_lossy();
        texts.push((name.replace('-', "_"), path));
    }
    texts.sort();
    let modules = texts.iter().map(|(name, path)| {
        let path = path.display().to_string();
        format!("#[doc = include_str!({path:?})]\nmod {name} {{}}\n")
    });
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let modules: String = modules.collect();
    fs::write(Path::new(&out).join("chapters.rs"), modules).expect("OUT_DIR is writable");
    arazzo_codegen::Generator::new()
        .root(&root)
        .document(root.join("specs/sentry/provision-project-key.arazzo.yaml"))
        .document(root.join("specs/reports/monthly-report.arazzo.yaml"))
        .run_build_script();
}
