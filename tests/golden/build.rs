//! Lists the golden code as modules of this crate, code of documents that chance has put together, and code full of names
//! that emitted code has a use for itself.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script that cannot read its own workspace has failed"
)]

mod combinations;
mod names;

use std::{env, fs, path::Path};

/// As many documents are put together: enough for every form to meet most others, few enough to compile in seconds.
const COMBINATIONS: u64 = 4;

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
    let mut modules: String = folders
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
    for seed in 0..COMBINATIONS {
        let (document, code) = combinations::document(seed);
        let (file, source) = (
            format!("{out}/combination_{seed}.rs"),
            format!("{out}/combination_{seed}.json"),
        );
        fs::write(&file, code).expect("OUT_DIR is writable");
        fs::write(&source, document).expect("OUT_DIR is writable");
        modules.push_str(&format!(
            "/// Made from `{source}`.\n#[path = {file:?}]\npub mod combination_{seed};\n"
        ));
    }
    let codegen = Path::new(&here).join("../../codegen");
    for (name, code) in names::modules(&names::Words::of(&codegen)) {
        let file = format!("{out}/{name}.rs");
        fs::write(&file, code).expect("OUT_DIR is writable");
        modules.push_str(&format!(
            "/// Names.\n#[path = {file:?}]\npub mod {name};\n"
        ));
    }
    fs::write(Path::new(&out).join("cases.rs"), modules).expect("OUT_DIR is writable");
}
