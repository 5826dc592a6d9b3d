//! Writes a file in one move, so that nobody reads half of it.

use std::{
    fs::{self, File, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

/// How many names are tried for the file that is moved: others may have taken some.
const TRIES: usize = 16;

/// Replaces the content of `path`, where a link leads and with the permissions that are there. A pipe or a device is written
/// to.
///
/// # Errors
/// The file cannot be written, and is as it was before.
pub fn in_one_move(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = fs::metadata(&path).ok();
    // A pipe or a device is written to, not replaced.
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        return fs::write(&path, content);
    }
    let (beside, file) = fresh(&path)?;
    let permissions = before.map(|before| before.permissions());
    let moved = fill(file, content, permissions).and_then(|()| fs::rename(&beside, &path));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// A file beside `path` that nobody had before.
pub(crate) fn fresh(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for number in 0..TRIES {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}-{number}.tmp", process::id()));
        let name = PathBuf::from(name);
        match File::create_new(&name) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

/// The permissions come first: what only its owner may read is nobody else's for a moment either.
fn fill(mut file: File, content: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(content)
}
