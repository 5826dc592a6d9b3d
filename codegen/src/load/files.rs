//! The one door to the outside: everything the generator reads comes through [`Files`].

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::location::normalize;

/// A file system: the disk, or documents in memory.
///
/// Paths given to an implementation are absolute and free of `.` and `..`. It is called on a thread of the generator's.
pub trait Files: Send {
    /// The content of the file at `path`. An implementation may stop after `limit + 1` bytes: the caller refuses files
    /// longer than `limit`.
    ///
    /// # Errors
    /// Whatever keeps the file from being read.
    fn read(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>>;

    /// The path with all symbolic links resolved.
    ///
    /// # Errors
    /// If nothing is there.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether a file or folder is there.
    fn exists(&self, path: &Path) -> bool;

    /// The folder that relative paths start from.
    fn current_dir(&self) -> PathBuf;

    /// The names of the files in a folder, in order; only to help somebody who named the folder.
    fn names(&self, _folder: &Path) -> Vec<String> {
        Vec::new()
    }
}

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        // A pipe would be waited for, a device read for ever.
        let kind = path.metadata()?.file_type();
        if !(kind.is_file() || kind.is_dir()) {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().into_iter().flatten();
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let files = files.filter(|path| path.is_file());
        let mut names: Vec<String> = files
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        names
    }

    fn current_dir(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"))
    }
}

/// Documents in memory, by path. Relative paths start at `/`.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, String>,
}

impl Memory {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>, text: impl Into<String>) -> Self {
        let path = normalize(&Path::new("/").join(path));
        self.files.insert(path, text.into());
        self
    }
}

impl<P: AsRef<Path>, S: Into<String>> FromIterator<(P, S)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, S)>>(files: I) -> Self {
        files
            .into_iter()
            .fold(Self::new(), |memory, (path, text)| memory.file(path, text))
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, _limit: usize) -> io::Result<Vec<u8>> {
        self.files
            .get(path)
            .map(|text| text.clone().into_bytes())
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        if self.exists(path) {
            Ok(path.to_path_buf())
        } else {
            Err(io::Error::from(io::ErrorKind::NotFound))
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.files.keys().any(|file| file.starts_with(path))
    }

    fn current_dir(&self) -> PathBuf {
        PathBuf::from("/")
    }
}
