//! Puts a generated crate on disk without losing what others wrote there.
//!
//! Files carry a [mark]; what has none, or was edited, is never overwritten unless asked for. Files that would not change
//! are left alone, so that Cargo does not compile them again.

mod dependency;
mod error;
mod mark;
mod moves;

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{CrateOptions, emit, plan::Plan};

pub use dependency::Runtime;
pub(crate) use dependency::ours;
pub use error::CrateError;
pub(crate) use moves::{Move, carry_out};

use mark::{Owner, marked, owner};

/// Where the modules of a crate are.
const MODULES: [&str; 2] = ["src", "src/documents"];

const MANIFEST: &str = "Cargo.toml";

/// Files that people make their own, and that no code relies on.
const KEPT: [&str; 2] = ["README.md", ".gitignore"];

/// What became of one file of a generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateFile {
    /// The file, below the folder of the crate.
    pub path: PathBuf,
    /// What was done with it.
    pub fate: Fate,
}

/// What was done with a file of a generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is new, or replaces what was generated before.
    Written,
    /// It was there already, with the same text.
    Unchanged,
    /// It was edited, or not generated, and stays as it is; why, and what it may lack.
    Kept(String),
    /// It was generated for a document that is no longer given.
    Removed,
}

/// Writes the crate, or nothing of it; `command` does so from a shell, in its folder. Says what it did with each file.
pub(crate) fn write(
    plans: &[Plan],
    options: &CrateOptions,
    command: &str,
) -> Result<Vec<CrateFile>, CrateError> {
    let folder = &options.output;
    let package = match &options.package {
        Some(package) => package.clone(),
        None => folder_name(folder),
    };
    let runtime = dependency::resolve(&options.runtime, folder)?;
    let files = emit::crate_files(plans, &package, &runtime, command)
        .map_err(|error| CrateError::Failed(format!("the crate cannot be written: {error}")))?;
    let mut crate_folder = CrateFolder::new(options);
    let names: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    for (path, text) in files {
        crate_folder.plan(path, &text)?;
    }
    crate_folder.remove_stale(&names)?;
    crate_folder.carry_out()
}

/// Whether a crate can be written as far as the options tell.
pub(crate) fn check(options: &CrateOptions) -> Result<(), CrateError> {
    dependency::resolve(&options.runtime, &options.output).map(drop)
}

fn folder_name(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_default();
    absolute
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What is going to be done in the folder of a crate.
struct CrateFolder<'o> {
    folder: &'o Path,
    force: bool,
    moves: Vec<Move>,
    done: Vec<CrateFile>,
    refused: Vec<(PathBuf, &'static str)>,
}

impl<'o> CrateFolder<'o> {
    fn new(options: &'o CrateOptions) -> Self {
        Self {
            folder: &options.output,
            force: options.force,
            moves: Vec::new(),
            done: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Decides what becomes of the file at `path`, whose text is to be `text`.
    fn plan(&mut self, path: PathBuf, text: &str) -> Result<(), CrateError> {
        let new = marked(&path, text);
        let Some(old) = self.read(&path)? else {
            self.put(path, None, new);
            return Ok(());
        };
        match owner(&path, &old) {
            // Line ends that a version control system changed are no edit.
            Owner::Generated if mark::same(&old, &new) => self.note(path, Fate::Unchanged),
            Owner::Generated => self.put(path, Some(old), new),
            _ if self.force => self.put(path, Some(old), new),
            Owner::Edited if path == Path::new(MANIFEST) => {
                self.note(path, Fate::Kept(lacks(&old, text)));
            }
            Owner::Edited if is_kept(&path) => {
                self.note(path, Fate::Kept("it was edited".to_owned()));
            }
            Owner::Other if is_kept(&path) => {
                self.note(path, Fate::Kept("it was not generated".to_owned()));
            }
            Owner::Edited => self.refused.push((path, "edited since it was generated")),
            Owner::Other => self.refused.push((path, "not generated")),
        }
        Ok(())
    }

    fn put(&mut self, path: PathBuf, old: Option<Vec<u8>>, new: String) {
        self.moves.push(Move {
            path: self.folder.join(&path),
            old,
            new: Some(new),
        });
        self.note(path, Fate::Written);
    }

    fn note(&mut self, path: PathBuf, fate: Fate) {
        self.done.push(CrateFile { path, fate });
    }

    /// Modules that were generated for documents no longer given: nothing refers to them.
    fn remove_stale(&mut self, current: &[PathBuf]) -> Result<(), CrateError> {
        for folder in MODULES {
            for path in self.sources(folder) {
                if current.contains(&path) {
                    continue;
                }
                let Some(old) = self.read(&path)? else {
                    continue;
                };
                match owner(&path, &old) {
                    Owner::Generated => {
                        self.moves.push(Move {
                            path: self.folder.join(&path),
                            old: Some(old),
                            new: None,
                        });
                        self.note(path, Fate::Removed);
                    }
                    Owner::Edited => {
                        let why = "its document is no longer given, but it was edited";
                        self.note(path, Fate::Kept(why.to_owned()));
                    }
                    Owner::Other => {}
                }
            }
        }
        Ok(())
    }

    /// The Rust files directly in `folder`, in order.
    fn sources(&self, folder: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.join(folder)).into_iter().flatten();
        let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
        let mut paths: Vec<PathBuf> = names
            .map(|name| Path::new(folder).join(name))
            .filter(|path| path.extension() == Some(OsStr::new("rs")))
            .filter(|path| self.folder.join(path).is_file())
            .collect();
        paths.sort();
        paths
    }

    fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, CrateError> {
        let path = self.folder.join(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(CrateError::Failed(format!(
                "`{}` cannot be read, so that it is not replaced: {error}",
                path.display()
            ))),
        }
    }

    fn carry_out(self) -> Result<Vec<CrateFile>, CrateError> {
        if !self.refused.is_empty() {
            return Err(CrateError::Refused {
                folder: self.folder.to_owned(),
                files: self.refused,
            });
        }
        moves::carry_out(&self.moves).map_err(CrateError::Failed)?;
        Ok(self.done)
    }
}

fn is_kept(path: &Path) -> bool {
    KEPT.iter().any(|kept| path == Path::new(kept))
}

/// What an edited manifest lacks that the new one has: the dependencies on our packages, which may need further features.
fn lacks(old: &[u8], new: &str) -> String {
    let old = String::from_utf8_lossy(old);
    let is_there = |needed: &str| old.lines().any(|line| line.trim_end() == needed);
    let needed = new.lines().filter(|line| line.starts_with("arazzo_"));
    let missing: Vec<&str> = needed.filter(|needed| !is_there(needed)).collect();
    match missing.as_slice() {
        [] => "it was edited".to_owned(),
        missing => format!(
            "it was edited; see that it has `{}`",
            missing.join("` and `")
        ),
    }
}

#[cfg(test)]
mod tests;
