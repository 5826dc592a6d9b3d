//! The guard that keeps documents from naming files outside the user's project.

use std::path::{Path, PathBuf};

use super::files::Files;

/// Files and folders whose presence marks the top of a project.
const MARKS: [&str; 2] = [".git", "Cargo.toml"];

/// The folders below which files may be read.
#[derive(Debug, Default)]
pub(super) struct Roots {
    folders: Vec<PathBuf>,
    fixed: bool,
}

impl Roots {
    /// The one root that the user has named.
    pub(super) fn fixed(root: &Path, files: &dyn Files) -> Self {
        Self {
            folders: vec![files.canonical(root).unwrap_or_else(|_| root.to_path_buf())],
            fixed: true,
        }
    }

    /// Admits the project of an entry document, unless the user has named a root. `path` is canonical.
    pub(super) fn admit(&mut self, path: &Path, files: &dyn Files) {
        if self.fixed {
            return;
        }
        let folder = path.parent().unwrap_or(path);
        let project = folder
            .ancestors()
            .find(|folder| MARKS.iter().any(|mark| files.exists(&folder.join(mark))));
        let root = project.or_else(|| folder.parent()).unwrap_or(folder);
        if !self.folders.iter().any(|known| known == root) {
            self.folders.push(root.to_path_buf());
        }
    }

    /// Whether `path`, which is canonical, lies below a root.
    pub(super) fn allow(&self, path: &Path) -> bool {
        self.folders.iter().any(|root| path.starts_with(root))
    }

    /// The roots, for messages.
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }
}
