//! Lists the golden code as modules of this crate.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script that cannot read its own workspace has failed"
)]

use std::{env, fs, path::Path};

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let cases = Path::new(&here).join("../../codegen/tests/cases/ok");
    println!("cargo::rerun-if-changed={}", cases.display());
    let entries = fs::read_dir(&cases).expect("the folder of cases");
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|folder| folder.join("out.rs").exists())
        .collect();
    folders.sort();
    let modules: String = folders
        .iter()
        .map(|folder| {
            let name = folder.file_name().expect("a name").to_string_lossy();
            let code = folder.join("out.rs");
            let module = name.replace('-', "_");
            let code = code.display().to_string();
            format!("/// `{name}`\n#[path = {code:?}]\npub mod case_{module};\n")
        })
        .collect();
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("cases.rs"), modules).expect("OUT_DIR is writable");
}
