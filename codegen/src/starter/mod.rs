//! A crate to start from: a document to compile, what it is about, and the few files around them.

mod described;
mod sample;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    Generator,
    crate_folder::{Move, carry_out, ours},
    emit::{Starter, starter_files},
    load::Memory,
    module_name,
    report::Report,
    types::function_ident,
};

pub use described::{Described, describe};
pub use sample::sample;

/// The program that stands in for an API.
const SERVER: &str = "examples/server.rs";

/// The documents of a crate to start from, and what else belongs to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Specs {
    /// The files, by path below the folder of the crate, with slashes.
    pub files: Vec<(String, String)>,
    /// Which of them is the Arazzo document.
    pub document: String,
    /// The workflow that the program runs.
    pub workflow: String,
}

impl Specs {
    /// Whether there is a stand-in for the API: `cargo run --example server`.
    pub fn has_server(&self) -> bool {
        self.files.iter().any(|(path, _)| path == SERVER)
    }
}

/// Why no crate was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StarterError {
    /// These files are there already.
    Exists(Vec<PathBuf>),
    /// A file could not be written.
    Failed(String),
}

impl fmt::Display for StarterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(files) => {
                let files = files.iter().map(|file| format!("`{}`", file.display()));
                let files = files.collect::<Vec<_>>().join(", ");
                write!(f, "{files} would be overwritten; nothing was written")
            }
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StarterError {}

/// Writes a crate to `folder` that compiles the document of `specs` and runs its workflow: the files written, and what there
/// is to say of the document. One with errors is written as well: they may be mended there.
///
/// # Errors
/// If a file is there already, or cannot be written. Then nothing is written.
pub fn write_starter(folder: &Path, specs: &Specs) -> (Result<Vec<PathBuf>, StarterError>, Report) {
    let (plans, report) = generator(specs).plans();
    let (runtime, generator) = ours(folder);
    let module = module_name(Path::new(&specs.document));
    let absolute = std::path::absolute(folder).unwrap_or_default();
    let package = absolute.file_name().unwrap_or_default().to_string_lossy();
    let function = function_ident(&specs.workflow);
    let starter = Starter {
        package: &package,
        document: &specs.document,
        module: &module,
        function: &function,
        plan: plans.first(),
        runtime: &runtime,
        generator: &generator,
    };
    (written(folder, specs, &starter), report)
}

/// The document as it will lie on disk, below a root of its own.
fn generator(specs: &Specs) -> Generator {
    let files: Memory = specs.files.iter().cloned().collect();
    let files = files.file("Cargo.toml", "");
    Generator::new().files(files).document(&specs.document)
}

fn written(folder: &Path, specs: &Specs, starter: &Starter) -> Result<Vec<PathBuf>, StarterError> {
    let around = starter_files(starter)
        .map_err(|error| StarterError::Failed(format!("the crate cannot be written: {error}")))?;
    let own = specs.files.iter();
    let own = own.map(|(path, text)| (PathBuf::from(path), text.clone()));
    let files: Vec<(PathBuf, String)> = around.into_iter().chain(own).collect();
    let there = |path: &PathBuf| folder.join(path).symlink_metadata().is_ok();
    // Everybody has one of these, and it says more.
    let kept = |path: &PathBuf| path == Path::new(".gitignore") && there(path);
    let files: Vec<_> = files.into_iter().filter(|(path, _)| !kept(path)).collect();
    let existing: Vec<PathBuf> = (files.iter())
        .filter(|(path, _)| there(path))
        .map(|(path, _)| folder.join(path))
        .collect();
    if !existing.is_empty() {
        return Err(StarterError::Exists(existing));
    }
    let moves: Vec<Move> = files
        .into_iter()
        .map(|(path, text)| Move {
            path: folder.join(path),
            old: None,
            new: Some(text),
        })
        .collect();
    carry_out(&moves).map_err(StarterError::Failed)?;
    Ok(moves.into_iter().map(|done| done.path).collect())
}
