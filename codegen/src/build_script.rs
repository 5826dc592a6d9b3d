//! The door for `build.rs`: writes the modules to `OUT_DIR` and talks to cargo.

use std::{env, fs, io, path::Path, process};

use crate::{Generator, Module, diagnostic::Severity, report::Report};

impl Generator {
    /// Compiles the documents into `OUT_DIR`, one file a module for `arazzo_runtime::include_workflows!`, from a build script.
    ///
    /// Tells cargo to run the script again when any file that was read changes. Warnings become cargo warnings; errors become
    /// cargo errors with the whole report on stderr, and the script ends with status 1.
    #[allow(
        clippy::disallowed_methods,
        reason = "a build script's whole purpose is to read the environment, write files and end"
    )]
    pub fn run_build_script(self) {
        let Some(directory) = env::var_os("OUT_DIR") else {
            println!("cargo::error=OUT_DIR is not set: `run_build_script` is for build scripts");
            process::exit(1);
        };
        let (modules, report) = self.modules();
        announce(&report);
        if report.has_errors() {
            eprint!("{}", report.human(false));
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
    }
}

/// What cargo needs to know: the files read and the findings, one line each.
fn announce(report: &Report) {
    for path in report.documents.files_read() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for (severity, line) in report.lines() {
        let word = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        println!("cargo::{word}={line}");
    }
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
