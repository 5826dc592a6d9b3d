//! The crate that `init` writes, taken apart: its library is a module of this crate, its program and its stand-in are
//! programs of this crate.

use std::{fs, path::Path};

use arazzo_codegen::{
    Generator,
    starter::{sample, write_starter},
};

/// The module of its library.
pub(crate) fn modules(out: &Path) -> String {
    // The crate is called like this one, so that its program finds the library here.
    let folder = out.join("golden");
    let _ = fs::remove_dir_all(&folder);
    let (written, report) = write_starter(&folder, &sample());
    written.expect("an empty folder");
    assert!(report.human(false).is_empty(), "{}", report.human(false));
    let generator = Generator::new().document(folder.join("specs/tasks.arazzo.yaml"));
    let module = out.join("tasks.rs");
    fs::write(&module, generator.generate().0).expect("OUT_DIR is writable");
    println!("cargo::rustc-env=ARAZZO_MODULE_tasks={}", module.display());
    println!("cargo::rustc-env=ARAZZO_MODULES=`tasks`");
    for (name, path) in [
        ("program.rs", "src/main.rs"),
        ("stand_in.rs", "examples/server.rs"),
    ] {
        fs::write(out.join(name), without_docs(&folder.join(path))).expect("OUT_DIR is writable");
    }
    without_docs(&folder.join("src/lib.rs"))
}

/// The documentation of a whole file can only stand in its first line, not in what is included.
fn without_docs(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("it was just written");
    let lines = text.lines().filter(|line| !line.starts_with("//!"));
    lines.map(|line| format!("{line}\n")).collect()
}
