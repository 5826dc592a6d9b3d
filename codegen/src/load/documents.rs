//! All documents of a run: found, read and parsed when first asked for, then kept.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    document::{Document, DocumentId},
    error::{LoadError, LoadErrorKind},
    files::Files,
    location::{self, Location},
    options::{Caller, Options},
    root::Roots,
};
use crate::nearest::nearest;

/// The documents of a run. Later stages reach other files through it and never touch a file system themselves.
pub struct Documents {
    files: Box<dyn Files>,
    options: Options,
    current_dir: PathBuf,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// Every text that was read, the broken ones included, by [`DocumentId`].
    documents: Vec<Arc<Document>>,
    /// What came of a path, by the path's text and by the canonical path.
    opened: HashMap<PathBuf, Result<DocumentId, LoadError>>,
    /// Documents the user named, which may be found by their `$self`.
    named: Vec<DocumentId>,
    roots: Roots,
    read: Vec<PathBuf>,
    /// By what names and URLs documents were looked for.
    asked: BTreeSet<String>,
}

/// Whether a path may lie anywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// The user named it as the document to start from.
    Entry,
    /// The user named it as the file to read for a reference.
    Named,
    /// A document named it.
    Document,
}

impl Documents {
    /// Nothing loaded yet.
    pub fn new(files: Box<dyn Files>, options: Options) -> Self {
        let current_dir = files.current_dir();
        let roots = match &options.root {
            Some(root) => Roots::fixed(&location::normalize(&current_dir.join(root)), &*files),
            None => Roots::default(),
        };
        Self {
            files,
            options,
            current_dir,
            state: RefCell::new(State {
                roots,
                ..State::default()
            }),
        }
    }

    /// Opens a document the user named, wherever it is; its project becomes readable for what it refers to.
    ///
    /// # Errors
    /// If it cannot be read or parsed; the error then has a place.
    pub fn open_path(&self, path: &Path) -> Result<Arc<Document>, LoadError> {
        if let Some(url) = path.to_str().filter(|text| text.contains("://")) {
            let message = format!("`{url}` is a URL, and nothing is fetched from the network");
            let error = self.nowhere(LoadErrorKind::Network, url.to_owned(), path, message);
            return Err(error.with_help("download the document and name the file"));
        }
        self.open_file(&self.absolute(path), Trust::Entry)
    }

    /// Opens the document that `reference`, found in `from`, leads to; its fragment is ignored. A file standing in for the
    /// URL comes first, then a named document whose `$self` it is, then the location (Arazzo 1.1, on base URIs and `$self`).
    ///
    /// # Errors
    /// If it cannot be found, read or parsed, lies outside the root or on the network.
    pub fn open(&self, reference: &str, from: &Document) -> Result<Arc<Document>, LoadError> {
        if location::without_fragment(reference).is_empty()
            && let Some(same) = self.get(from.id)
        {
            return Ok(same);
        }
        let target = location::resolve(&from.base, reference);
        if let Some(path) = self.override_for(&[reference, &target.clone().into_base()]) {
            return self.open_file(&path, Trust::Named);
        }
        if let Some(found) = self.by_identity(&target) {
            return Ok(found);
        }
        match target {
            Location::Path(path) => {
                let opened = self.open_file(&path, Trust::Document);
                opened.map_err(|error| self.with_slashes(error, reference, &path))
            }
            Location::Url(url) => self.open_beside(reference, &url, from),
        }
    }

    /// Opens the document of the source description `name` with `url` in `from`: like [`open`](Self::open), but a file
    /// standing in for the source's name comes first of all.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_source(
        &self,
        name: &str,
        url: &str,
        from: &Document,
    ) -> Result<Arc<Document>, LoadError> {
        match self.override_for(&[name]) {
            Some(path) => self.open_file(&path, Trust::Named),
            None => self.open(url, from),
        }
    }

    /// The document with this identity, whether it could be parsed or not.
    pub fn get(&self, id: DocumentId) -> Option<Arc<Document>> {
        self.state.borrow().documents.get(id.0).cloned()
    }

    /// The documents that were read and parsed, in the order they were first asked for.
    pub fn all(&self) -> Vec<Arc<Document>> {
        let state = self.state.borrow();
        let usable = state.documents.iter().filter(|document| !document.broken);
        usable.cloned().collect()
    }

    /// The files that were read, named as reports name them.
    pub fn files_read(&self) -> Vec<PathBuf> {
        self.state.borrow().read.clone()
    }

    /// Reads the files that are offered by their `$self`, so that one that cannot be read is told rather than missed.
    pub fn open_offered(&self) -> Vec<LoadError> {
        let offered = self.options.identities.iter();
        offered
            .filter_map(|path| self.open_file(&self.absolute(path), Trust::Named).err())
            .collect()
    }

    pub(super) fn caller(&self) -> Caller {
        self.options.caller
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        location::normalize(&self.current_dir.join(path))
    }

    /// The names and URLs that files were given for and that no document was looked for by, each with the nearest of those
    /// that one was looked for by. A reference that nothing needed is not followed; a text that mentions it is enough.
    pub(super) fn unmatched(&self) -> Vec<(String, Option<String>)> {
        let state = self.state.borrow();
        let mentioned = |key: &str| {
            let name = key.rsplit_once('/').map(|(_, name)| name);
            name.is_some_and(|name| state.documents.iter().any(|it| it.text.contains(name)))
        };
        let sources = self.options.sources.iter().map(|(key, _)| key);
        let unmatched = sources.filter(|key| !state.asked.contains(*key) && !mentioned(key));
        let asked = || state.asked.iter().map(String::as_str);
        unmatched
            .map(|key| (key.clone(), nearest(key, asked()).map(str::to_owned)))
            .collect()
    }

    /// The file the user wants to be read instead, if `keys` are what `--source` was given.
    fn override_for(&self, keys: &[&str]) -> Option<PathBuf> {
        let asked = keys.iter().map(|key| (*key).to_owned());
        self.state.borrow_mut().asked.extend(asked);
        let mut sources = self.options.sources.iter();
        let (_, path) = sources.find(|(key, _)| keys.contains(&key.as_str()))?;
        Some(self.absolute(path))
    }

    /// The document named by the user whose `$self` is `target`.
    fn by_identity(&self, target: &Location) -> Option<Arc<Document>> {
        self.open_offered();
        let wanted = target.clone().into_base();
        let state = self.state.borrow();
        let mut named = state
            .named
            .iter()
            .filter_map(|id| state.documents.get(id.0));
        named
            .find(|document| document.identity.as_ref() == Some(&wanted))
            .cloned()
    }

    /// A relative reference under an absolute `$self` whose target nobody offers: the file in the same position beside the
    /// local copy is what the author had in mind.
    fn open_beside(
        &self,
        reference: &str,
        url: &str,
        from: &Document,
    ) -> Result<Arc<Document>, LoadError> {
        if !location::is_absolute(reference) && !reference.starts_with('/') {
            let beside = location::resolve(&from.path.to_string_lossy(), reference);
            if let Location::Path(path) = beside
                && self.files.exists(&path)
            {
                return self.open_file(&path, Trust::Document);
            }
        }
        let message =
            format!("`{url}` is not a local file, and nothing is fetched from the network");
        let source = self.caller().source(url, "FILE");
        let help = format!("download the document and name the file: `{source}`");
        Err(LoadError::new(LoadErrorKind::Network, message).with_help(help))
    }

    /// What helps against a reference with the separators of Windows, where a URI has slashes.
    fn with_slashes(&self, error: LoadError, reference: &str, path: &Path) -> LoadError {
        let meant = path.to_string_lossy().replace('\\', "/");
        let meant = location::normalize(Path::new(&meant));
        if !reference.contains('\\') || !self.files.exists(&meant) {
            return error;
        }
        let meant = reference.replace('\\', "/");
        error.with_help(format!("folders are separated by slashes: write `{meant}`"))
    }

    /// Opens the file at an absolute path, once.
    fn open_file(&self, path: &Path, trust: Trust) -> Result<Arc<Document>, LoadError> {
        let canonical = self.files.canonical(path);
        let key = canonical.as_deref().unwrap_or(path).to_path_buf();
        if trust == Trust::Entry {
            self.state.borrow_mut().roots.admit(&key, &*self.files);
        }
        if trust == Trust::Document && !self.allowed(&key) {
            return Err(self.outside(path));
        }
        let known = self.state.borrow().opened.get(&key).cloned();
        let result = match known {
            Some(result) => result,
            None => {
                let result = canonical
                    .map_err(|error| self.unreadable(path, &error))
                    .and_then(|canonical| self.load(path, &canonical));
                let mut state = self.state.borrow_mut();
                state.opened.insert(key, result.clone());
                result
            }
        };
        let id = result?;
        let mut state = self.state.borrow_mut();
        if trust != Trust::Document && !state.named.contains(&id) {
            state.named.push(id);
        }
        let document = state.documents.get(id.0).cloned();
        document.ok_or_else(|| LoadError::new(LoadErrorKind::Unreadable, "document lost"))
    }

    /// Files named by the user are allowed to everybody.
    fn allowed(&self, canonical: &Path) -> bool {
        let state = self.state.borrow();
        let named = || {
            let mut named = state
                .named
                .iter()
                .filter_map(|id| state.documents.get(id.0));
            named.any(|document| document.canonical == canonical)
        };
        state.roots.allow(canonical) || named()
    }

    fn load(&self, path: &Path, canonical: &Path) -> Result<DocumentId, LoadError> {
        let limits = self.options.limits;
        let name = self.display(path);
        let count = self.state.borrow().documents.len();
        if count >= limits.documents {
            let message = format!("more than {} documents", limits.documents);
            return Err(LoadError::new(LoadErrorKind::Limit, message));
        }
        let bytes = self
            .files
            .read(canonical, limits.bytes)
            .map_err(|error| self.unreadable(path, &error))?;
        self.state.borrow_mut().read.push(PathBuf::from(&name));
        let source = Source {
            id: DocumentId(count),
            name,
            path: path.to_path_buf(),
            canonical: canonical.to_path_buf(),
        };
        let (document, result) = Document::read(source, bytes, limits);
        self.state.borrow_mut().documents.push(Arc::new(document));
        result
    }

    /// The error for a file that is not there.
    fn unreadable(&self, path: &Path, error: &std::io::Error) -> LoadError {
        let name = self.display(path);
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("cannot read `{name}`: {reason}");
        let folder = matches!(error.kind(), std::io::ErrorKind::IsADirectory);
        let help = folder.then(|| self.in_folder(path, &name)).flatten();
        let error = self.nowhere(LoadErrorKind::Unreadable, name, path, message);
        match help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }

    /// Which documents are in a folder that was named instead of one of them.
    fn in_folder(&self, folder: &Path, name: &str) -> Option<String> {
        /// More are not named.
        const MOST: usize = 8;
        let mut names = self.files.names(folder);
        names.retain(|name| {
            let name = name.to_lowercase();
            [".yaml", ".yml", ".json"]
                .iter()
                .any(|end| name.ends_with(end))
        });
        if names.iter().any(|name| name.contains("arazzo")) {
            names.retain(|name| name.contains("arazzo"));
        }
        let paths: Vec<_> = (names.iter().take(MOST))
            .map(|file| format!("`{}`", Path::new(name).join(file).display()))
            .collect();
        let more = if names.len() > MOST {
            " and others"
        } else {
            ""
        };
        (!paths.is_empty()).then(|| format!("name a document in it: {}{more}", paths.join(", ")))
    }

    /// The error for a document that is nowhere, with an empty one so that a report can name it.
    fn nowhere(
        &self,
        kind: LoadErrorKind,
        name: String,
        path: &Path,
        message: String,
    ) -> LoadError {
        let mut state = self.state.borrow_mut();
        let source = Source {
            id: DocumentId(state.documents.len()),
            name,
            path: path.to_path_buf(),
            canonical: path.to_path_buf(),
        };
        let document = Document::broken(source, String::new());
        let place = document.text_place(0..0);
        let error = LoadError::new(kind, message).at(place, "");
        state.documents.push(Arc::new(document));
        error
    }

    fn outside(&self, path: &Path) -> LoadError {
        let state = self.state.borrow();
        let roots = state.roots.folders().iter();
        let roots: Vec<_> = roots
            .map(|root| format!("`{}`", self.display(root)))
            .collect();
        let name = self.display(path);
        let message = format!("`{name}` lies outside {}", roots.join(" and "));
        let (root, source) = self.caller().root_and_source();
        let help = format!(
            "pass `{root}` with a folder that holds all documents, or name the file with `{source}`"
        );
        LoadError::new(LoadErrorKind::OutsideRoot, message).with_help(help)
    }

    /// The path relative to the current directory, unless they have nothing in common.
    fn display(&self, path: &Path) -> String {
        let name = location::relative(path, &self.current_dir);
        name.to_string_lossy().into_owned()
    }
}

/// Where a text came from.
pub(super) struct Source {
    pub(super) id: DocumentId,
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) canonical: PathBuf,
}

#[cfg(test)]
mod tests;
