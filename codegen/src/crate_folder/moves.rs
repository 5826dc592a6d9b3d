//! Changes several files or none: all new texts are written beside their places first, then moved.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::one_move::fresh;

/// One file to be written or removed.
pub(crate) struct Move {
    pub(crate) path: PathBuf,
    /// What is there now.
    pub(crate) old: Option<Vec<u8>>,
    /// What is to be there; nothing removes the file.
    pub(crate) new: Option<String>,
}

/// Makes all changes. If one cannot be made, all files are as before, and the error says which it was.
pub(crate) fn carry_out(moves: &[Move]) -> Result<(), String> {
    let mut staged = Staged::default();
    let mut stage = || -> Result<(), String> {
        for change in moves {
            staged.add(change).map_err(|error| failed(change, &error))?;
        }
        Ok(())
    };
    if let Err(error) = stage() {
        staged.discard();
        return Err(error);
    }
    for (done, (change, beside)) in moves.iter().zip(&staged.files).enumerate() {
        let moved = match beside {
            Some(beside) => fs::rename(beside, &change.path),
            None => fs::remove_file(&change.path),
        };
        if let Err(error) = moved {
            for made in moves.iter().take(done).rev() {
                restore(made);
            }
            staged.discard();
            return Err(failed(change, &error));
        }
    }
    Ok(())
}

fn failed(change: &Move, error: &io::Error) -> String {
    let path = change.path.display();
    match change.new {
        Some(_) => format!("`{path}` cannot be written: {error}; nothing was changed"),
        None => format!("`{path}` cannot be removed: {error}; nothing was changed"),
    }
}

/// New texts, and the folders made for them.
#[derive(Default)]
struct Staged {
    files: Vec<Option<PathBuf>>,
    folders: Vec<PathBuf>,
}

impl Staged {
    fn add(&mut self, change: &Move) -> io::Result<()> {
        let Some(text) = &change.new else {
            self.files.push(None);
            return Ok(());
        };
        if change.path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        self.make_folders(&change.path)?;
        let (beside, mut file) = fresh(&change.path)?;
        self.files.push(Some(beside));
        file.write_all(text.as_bytes())
    }

    fn make_folders(&mut self, path: &Path) -> io::Result<()> {
        let missing = path.ancestors().skip(1);
        let missing = missing.filter(|folder| !folder.as_os_str().is_empty());
        let mut missing: Vec<&Path> = missing.take_while(|folder| !folder.exists()).collect();
        while let Some(folder) = missing.pop() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Removes what was not moved, and the folders that are empty then.
    fn discard(&self) {
        for beside in self.files.iter().flatten() {
            let _ = fs::remove_file(beside);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn restore(made: &Move) {
    let _ = match &made.old {
        Some(old) => fs::write(&made.path, old),
        None => fs::remove_file(&made.path),
    };
}
