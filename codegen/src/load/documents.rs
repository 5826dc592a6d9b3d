//! All documents of a run: found, read and parsed when first asked for, then kept.

mod failures;
mod vendored;

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    document::{Document, DocumentId, Source},
    error::{LoadError, LoadErrorKind},
    files::Files,
    limits::Limits,
    location::{self, Location},
    node::Node,
    options::{Caller, Options},
    root::Roots,
    tree::TOO_MANY,
};
use crate::{diagnostic::Diagnostics, nearest::nearest, settings::Settings};
use vendored::Copies;

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
    /// The documents to start from.
    entries: Vec<PathBuf>,
    /// The copies beside them, once something from the network was asked for.
    copies: Option<Vec<Copies>>,
}

impl State {
    /// Notes that a file was read, however often.
    fn note_read(&mut self, name: &str) {
        let path = PathBuf::from(name);
        if !self.read.contains(&path) {
            self.read.push(path);
        }
    }
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
    /// A document named its address, and a lock says that this is the copy.
    Vendored,
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
    /// URL comes first, then a named document whose `$self` it is, then the location (Arazzo 1.1, on base URIs and `$self`),
    /// of which a copy may be kept beside an entry document.
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
            // What came from the network names nothing on this disk.
            Location::Path(path) if from.vendored => Err(self.local(&path, from)),
            Location::Path(path) => {
                let opened = self.open_file(&path, Trust::Document);
                opened.map_err(|error| self.with_slashes(error, reference, &path))
            }
            Location::Url(url) => match self.vendored(&url, from)? {
                Some(copy) => Ok(copy),
                None => self.open_beside(reference, &url, from),
            },
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

    /// How much is read before giving up.
    pub(crate) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// What the user decides about the emitted code.
    pub fn settings(&self) -> &Settings {
        &self.options.settings
    }

    /// Reads the settings file, if there is one, and reports what is wrong with it.
    pub(crate) fn read_settings(&mut self, diagnostics: &mut Diagnostics) {
        let Some(path) = self.options.settings.file.clone() else {
            return;
        };
        match self.open_file(&self.absolute(&path), Trust::Named) {
            Ok(document) => self
                .options
                .settings
                .read(&Node::root(document), diagnostics),
            Err(error) => {
                if let Some(found) = error.diagnostic() {
                    diagnostics.push(found);
                }
            }
        }
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
        let relative = !location::is_absolute(reference) && !reference.starts_with('/');
        if relative && !from.vendored {
            let beside = location::resolve(&from.path.to_string_lossy(), reference);
            if let Location::Path(path) = beside
                && self.files.exists(&path)
            {
                return self.open_file(&path, Trust::Document);
            }
        }
        Err(self.remote(url, from))
    }

    /// Opens the file at an absolute path, once.
    fn open_file(&self, path: &Path, trust: Trust) -> Result<Arc<Document>, LoadError> {
        let canonical = self.files.canonical(path);
        let key = canonical.as_deref().unwrap_or(path).to_path_buf();
        if trust == Trust::Entry {
            let mut state = self.state.borrow_mut();
            state.roots.admit(&key, &*self.files);
            if !state.entries.iter().any(|entry| entry == path) {
                state.entries.push(path.to_path_buf());
                state.copies = None;
            }
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
                    .and_then(|canonical| self.load(path, &canonical, trust));
                let mut state = self.state.borrow_mut();
                state.opened.insert(key, result.clone());
                result
            }
        };
        let id = result?;
        let mut state = self.state.borrow_mut();
        if matches!(trust, Trust::Entry | Trust::Named) && !state.named.contains(&id) {
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

    fn load(&self, path: &Path, canonical: &Path, trust: Trust) -> Result<DocumentId, LoadError> {
        let limits = self.options.limits;
        let name = self.display(path);
        let count = self.state.borrow().documents.len();
        if count >= limits.documents {
            let message = format!("more than {} documents", limits.documents);
            return Err(self.with_way_out(LoadError::new(LoadErrorKind::Limit, message)));
        }
        let bytes = self
            .files
            .read(canonical, limits.bytes)
            .map_err(|error| self.unreadable(path, &error))?;
        self.state.borrow_mut().note_read(&name);
        let copy = self.copy_at(canonical);
        if trust == Trust::Vendored
            && let Some((address, size)) = &copy
            && u64::try_from(bytes.len()).ok() != Some(*size)
        {
            return Err(self.altered(path, address, bytes.len(), *size));
        }
        let source = Source {
            id: DocumentId(count),
            name,
            path: path.to_path_buf(),
            canonical: canonical.to_path_buf(),
            address: copy.map(|(address, _)| address),
        };
        let (document, result) = Document::read(source, bytes, limits);
        self.state.borrow_mut().documents.push(Arc::new(document));
        result.map_err(|error| self.with_way_out(error))
    }

    /// With what to do about a limit.
    fn with_way_out(&self, error: LoadError) -> LoadError {
        // How deep values nest, and how often aliases repeat, is for the parsers to say.
        match error.kind {
            LoadErrorKind::Limit if error.to_string().contains(TOO_MANY) => {
                let setting = self.caller().limits();
                error.with_help(format!(
                    "limits on sizes are settings, to be raised for documents that are trusted: {setting}"
                ))
            }
            _ => error,
        }
    }

    /// The path relative to the current directory, unless they have nothing in common.
    fn display(&self, path: &Path) -> String {
        let name = location::relative(path, &self.current_dir);
        name.to_string_lossy().into_owned()
    }
}

#[cfg(test)]
mod tests;
