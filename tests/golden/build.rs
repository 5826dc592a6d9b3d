//! Lists the code of the generator's cases as modules of this crate, code of documents that chance has put together, and
//! code full of names that emitted code has a use for itself; and the files of a crate to start from.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script that cannot read its own workspace has failed"
)]

mod cases;
mod combinations;
mod names;
mod settings;
mod starter;

use std::{env, fs, path::Path};

/// As many documents are put together: enough for every form to meet most others, few enough to compile in seconds.
const COMBINATIONS: u64 = 4;

fn main() {
    let here = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let mut modules = String::new();
    for (name, code) in cases::modules(&Path::new(&here).join("../..")) {
        let file = format!("{out}/{name}.rs");
        fs::write(&file, code).expect("OUT_DIR is writable");
        modules.push_str(&format!(
            "/// A case.\n#[path = {file:?}]\npub mod {name};\n"
        ));
    }
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
    for (name, code) in settings::modules(&codegen) {
        let file = format!("{out}/{name}.rs");
        fs::write(&file, code).expect("OUT_DIR is writable");
        modules.push_str(&format!(
            "/// Settings.\n#[path = {file:?}]\npub mod {name};\n"
        ));
    }
    modules.push_str(&starter::modules(Path::new(&out)));
    fs::write(Path::new(&out).join("cases.rs"), modules).expect("OUT_DIR is writable");
}
