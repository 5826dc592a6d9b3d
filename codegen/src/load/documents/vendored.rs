//! Finds the copies of documents from the network that `arazzo-codegen vendor` keeps beside an entry document.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Documents, Source, State, Trust};
use crate::load::{
    document::{Document, DocumentId},
    error::{LoadError, LoadErrorKind},
    location,
    lock::{LOCK_FILE, Lock, VENDOR_FOLDER, Vendored},
};

/// The copies beside one entry document.
#[derive(Clone)]
pub(super) struct Copies {
    /// The folder of the entry document.
    beside: PathBuf,
    /// The folder of the copies, with symbolic links resolved.
    canonical: PathBuf,
    lock: Result<Arc<Lock>, LoadError>,
}

impl Documents {
    /// The copy of the document at `url`, which `from` refers to, if a lock lists one.
    pub(super) fn vendored(
        &self,
        url: &str,
        from: &Document,
    ) -> Result<Option<Arc<Document>>, LoadError> {
        let Some((copies, listed)) = self.listed(url, from)? else {
            return Ok(None);
        };
        let path = copies.beside.join(VENDOR_FOLDER).join(&listed.path);
        let Ok(canonical) = self.files.canonical(&path) else {
            return Err(self.missing(&path, url, from));
        };
        if !canonical.starts_with(&copies.canonical) {
            return Err(self.outside(&path));
        }
        self.open_file(&path, Trust::Vendored).map(Some)
    }

    /// Forgets what the locks say, because they have changed.
    pub fn reread_locks(&self) {
        self.state.borrow_mut().copies = None;
    }

    /// What the lock says that lists `url`: the one nearest to `from`, else the first.
    fn listed(&self, url: &str, from: &Document) -> Result<Option<(Copies, Vendored)>, LoadError> {
        let mut copies = self.copies();
        // Stable: those equally near stay in the order of the entry documents.
        copies.sort_by_key(|copies| {
            let near = from.path.starts_with(&copies.beside);
            let depth = copies.beside.components().count();
            std::cmp::Reverse(if near { depth } else { 0 })
        });
        for copies in copies {
            let listed = copies.lock.clone()?.find(url).cloned();
            if let Some(listed) = listed {
                return Ok(Some((copies, listed)));
            }
        }
        Ok(None)
    }

    /// The copies beside all entry documents, read when first asked for.
    fn copies(&self) -> Vec<Copies> {
        if let Some(copies) = &self.state.borrow().copies {
            return copies.clone();
        }
        let mut beside: Vec<PathBuf> = Vec::new();
        for entry in &self.state.borrow().entries {
            let folder = entry.parent().unwrap_or(entry).to_path_buf();
            if !beside.contains(&folder) {
                beside.push(folder);
            }
        }
        let copies = beside.into_iter();
        let copies: Vec<Copies> = copies.filter_map(|folder| self.beside(folder)).collect();
        self.state.borrow_mut().copies = Some(copies.clone());
        copies
    }

    fn beside(&self, folder: PathBuf) -> Option<Copies> {
        let vendor = folder.join(VENDOR_FOLDER);
        let path = vendor.join(LOCK_FILE);
        let canonical = self.files.canonical(&path).ok()?;
        Some(Copies {
            canonical: self.files.canonical(&vendor).unwrap_or(vendor),
            lock: self.lock(&path, &canonical),
            beside: folder,
        })
    }

    /// Reads a lock file, which is kept like a document so that a report can show it.
    fn lock(&self, path: &Path, canonical: &Path) -> Result<Arc<Lock>, LoadError> {
        let limits = self.options.limits;
        let bytes = self.files.read(canonical, limits.bytes);
        let bytes = bytes.map_err(|error| self.unreadable(path, &error))?;
        let mut state = self.state.borrow_mut();
        let name = self.display(path);
        state.note_read(&name);
        let source = Source {
            id: DocumentId(state.documents.len()),
            name: name.clone(),
            path: path.to_path_buf(),
            canonical: canonical.to_path_buf(),
            address: None,
        };
        let (document, result) = Document::read(source, bytes, limits);
        let lock = result.and_then(|_| {
            Lock::read(&document.root).map_err(|wrong| {
                let message = format!("`{name}` {wrong}");
                LoadError::new(LoadErrorKind::Vendored, message)
            })
        });
        state.documents.push(Arc::new(document));
        lock.map(Arc::new).map_err(|error| match error.help {
            Some(_) => error,
            None => error.with_help(format!(
                "take it back from version control, or remove it and run `{}`",
                vendor_command(&state, self, path)
            )),
        })
    }

    /// The address of the copy at a canonical path, and how long it is.
    pub(super) fn copy_at(&self, canonical: &Path) -> Option<(String, u64)> {
        let state = self.state.borrow();
        let mut copies = state.copies.iter().flatten();
        copies.find_map(|copies| {
            let below = canonical.strip_prefix(&copies.canonical).ok()?;
            let lock = copies.lock.as_ref().ok()?;
            let listed = lock.files.iter().find(|it| Path::new(&it.path) == below)?;
            Some((listed.base().to_owned(), listed.size))
        })
    }

    fn missing(&self, path: &Path, url: &str, from: &Document) -> LoadError {
        let name = self.display(path);
        let message = format!("`{name}`, the copy of `{url}`, is missing");
        let command = vendor_command(&self.state.borrow(), self, &from.path);
        LoadError::new(LoadErrorKind::Vendored, message)
            .with_help(format!("`{command}` fetches what is missing"))
            .of_address(url)
    }

    /// The error for a copy whose size is not the one that its lock says.
    pub(super) fn altered(
        &self,
        path: &Path,
        address: &str,
        size: usize,
        listed: u64,
    ) -> LoadError {
        let name = self.display(path);
        let message = format!(
            "`{name}`, the copy of `{address}`, was altered: it has {size} bytes, and `{LOCK_FILE}` says {listed}"
        );
        let source = self.caller().source(address, "FILE");
        let command = vendor_command(&self.state.borrow(), self, path);
        LoadError::new(LoadErrorKind::Vendored, message).with_help(format!(
            "take it back from version control or with `{command} --update`; `{source}` puts a file of your own in its place"
        ))
    }

    /// The error for what is nowhere but on the network.
    pub(super) fn remote(&self, url: &str, from: &Document) -> LoadError {
        let message =
            format!("`{url}` is not a local file, and nothing is fetched from the network");
        let source = self.caller().source(url, "FILE");
        let error = LoadError::new(LoadErrorKind::Network, message);
        if !location::is_web(url) {
            let help = format!("download the document and name the file: `{source}`");
            return error.with_help(help);
        }
        let command = vendor_command(&self.state.borrow(), self, &from.path);
        let help = format!(
            "`{command}` keeps a copy for all builds; or name a file of your own: `{source}`"
        );
        error.with_help(help).of_address(url)
    }
}

/// How the copies are fetched that `path` needs: the entry documents nearest to it come first.
fn vendor_command(state: &State, documents: &Documents, path: &Path) -> String {
    let near = |entry: &&PathBuf| path.starts_with(entry.parent().unwrap_or(entry));
    let entries = || state.entries.iter();
    let exact = entries().find(|entry| *entry == path);
    let entry = exact.or_else(|| entries().find(near));
    match entry.or_else(|| entries().next()) {
        Some(entry) => format!("arazzo-codegen vendor {}", documents.display(entry)),
        None => "arazzo-codegen vendor FILE".to_owned(),
    }
}
