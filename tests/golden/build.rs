//! Lists the code of the generator's cases as modules of this crate, code of documents that chance has put together, and
//! code full of names that emitted code has a use for itself; and the files of a crate to start from.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build script that cannot read its own workspace has failed"
)]

mod cases;
mod combinations;
mod examples;
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
    let case_modules = cases::modules(&Path::new(&here).join("../.."));
    for (name, code) in &case_modules {
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
    modules.push_str(&examples::module(&case_modules));
    partly_used(&Path::new(&here).join("../.."), Path::new(&out));
    modules.push_str(&starter::modules(Path::new(&out)));
    fs::write(Path::new(&out).join("cases.rs"), modules).expect("OUT_DIR is writable");
}

/// The code of a case as a build script and as the command line write it, for modules that are private.
fn partly_used(workspace: &Path, out: &Path) {
    let case = workspace.join("codegen/tests/cases/ok/input-defaults");
    let generator =
        || arazzo_codegen::Generator::new().named_document("partly", case.join("flow.arazzo.yaml"));
    generator().run_build_script();
    let (written, report) = generator().write_to(out.join("written.rs"));
    written.expect("a file of our own");
    assert!(!report.has_errors(), "{}", report.human(false));
    let module = format!(
        "#[path = {:?}]\npub(super) mod file;\n",
        out.join("written.rs")
    );
    fs::write(out.join("written_module.rs"), module).expect("OUT_DIR is writable");
}
