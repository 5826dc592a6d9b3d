//! The door for `build.rs`: writes the modules to `OUT_DIR` and talks to cargo.

use std::{env, fs, io, path::Path, process};

use crate::{
    Generator, Module,
    diagnostic::Severity,
    report::{Line, Report},
};

impl Generator {
    /// Compiles the documents into `OUT_DIR`, one file a module for `arazzo_runtime::include_workflows!`, from a build script.
    ///
    /// Tells cargo to run the script again when any file that was read changes. Warnings become cargo warnings with their
    /// help. With errors the script ends with status 1: each of them is a line `FILE:LINE:COLUMN: error[CODE]: message` on
    /// stderr, where cargo shows it once, before the whole report.
    #[allow(
        clippy::disallowed_methods,
        reason = "a build script's whole purpose is to read the environment, write files and end"
    )]
    pub fn run_build_script(self) {
        let Some(directory) = env::var_os("OUT_DIR") else {
            println!("cargo::error=OUT_DIR is not set: `run_build_script` is for build scripts");
            process::exit(1);
        };
        let (modules, report) = self.included_modules();
        announce(&report);
        if report.has_errors() {
            process::exit(1);
        }
        for module in &modules {
            if let Err(error) = write(Path::new(&directory), module) {
                println!(
                    "cargo::error=cannot write module `{}`: {error}",
                    module.name
                );
                process::exit(1);
            }
        }
        name_modules(Path::new(&directory), &modules);
    }
}

/// Where `include_workflows!` finds each module, and which there are.
fn name_modules(directory: &Path, modules: &[Module]) {
    for Module { name, .. } in modules {
        let path = directory.join(format!("{name}.rs"));
        println!("cargo::rustc-env=ARAZZO_MODULE_{name}={}", path.display());
    }
    let names: Vec<_> = (modules.iter())
        .map(|module| format!("`{}`", module.name))
        .collect();
    println!("cargo::rustc-env=ARAZZO_MODULES={}", names.join(", "));
}

/// What cargo needs to know: the files read and the findings. What a failing script tells cargo cargo prints twice, so that
/// errors go to stderr alone.
fn announce(report: &Report) {
    for path in report.documents.files_read() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    if !report.has_errors() {
        for Line { text, help, .. } in report.lines() {
            let help: Vec<_> = help.iter().map(|help| format!(" (help: {help})")).collect();
            println!("cargo::warning={text}{}", help.concat());
        }
        return;
    }
    for line in report.lines() {
        if line.severity == Severity::Error {
            eprintln!(
                "{}",
                line.text
                    .replacen(": [", ": error[", 1)
                    .replacen("] ", "]: ", 1)
            );
        }
    }
    eprint!("\n{}", report.human(false));
}

/// Writes only what differs, so that an unchanged module is not compiled again.
#[allow(clippy::disallowed_methods, reason = "writes the result")]
fn write(directory: &Path, module: &Module) -> io::Result<()> {
    let path = directory.join(format!("{}.rs", module.name));
    if fs::read_to_string(&path).is_ok_and(|old| old == module.source) {
        return Ok(());
    }
    fs::write(path, &module.source)
}
