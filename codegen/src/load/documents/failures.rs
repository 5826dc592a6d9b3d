//! What is said of documents that are not there or must not be read.

use std::{path::Path, sync::Arc};

use super::{Documents, Source};
use crate::load::{
    document::{Document, DocumentId},
    error::{LoadError, LoadErrorKind},
    location,
};

impl Documents {
    /// What helps against a reference with the separators of Windows, where a URI has slashes.
    pub(super) fn with_slashes(&self, error: LoadError, reference: &str, path: &Path) -> LoadError {
        let meant = path.to_string_lossy().replace('\\', "/");
        let meant = location::normalize(Path::new(&meant));
        if !reference.contains('\\') || !self.files.exists(&meant) {
            return error;
        }
        let meant = reference.replace('\\', "/");
        error.with_help(format!("folders are separated by slashes: write `{meant}`"))
    }

    /// The error for a file that is not there.
    pub(super) fn unreadable(&self, path: &Path, error: &std::io::Error) -> LoadError {
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
    pub(super) fn nowhere(
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
            address: None,
        };
        let document = Document::broken(source, String::new());
        let place = document.text_place(0..0);
        let error = LoadError::new(kind, message).at(place, "");
        state.documents.push(Arc::new(document));
        error
    }

    pub(super) fn outside(&self, path: &Path) -> LoadError {
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

    /// The error for a copy of a document from the network that names a file of this disk.
    pub(super) fn local(&self, path: &Path, from: &Document) -> LoadError {
        let message = format!(
            "`{}` was fetched from the network, and what it refers to is not read from the disk: `{}`",
            from.name,
            self.display(path)
        );
        LoadError::new(LoadErrorKind::OutsideRoot, message)
    }
}
