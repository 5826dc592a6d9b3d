//! Why a document could not be loaded.

use std::fmt;

use super::Place;
use crate::diagnostic::{Code, Diagnostic, Label};

/// Why a document could not be loaded. Cheap enough to be cached: a broken file is read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadError {
    /// What kind of failure.
    pub kind: LoadErrorKind,
    /// One sentence without a full stop, naming the file or URL.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where in the file that is broken, and the parser's words about it.
    /// [`Documents::get`](super::Documents::get) knows that document although it cannot be used.
    pub at: Option<Box<Label>>,
    /// The address on the web that no file stands for yet.
    pub address: Option<Box<str>>,
}

/// What kind of failure a [`LoadError`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoadErrorKind {
    /// The file is missing or cannot be read.
    Unreadable,
    /// The text is neither JSON nor YAML.
    Syntax,
    /// The file lies outside the root.
    OutsideRoot,
    /// The reference leads to the network.
    Network,
    /// A copy of a document from the network, or the lock of these copies, is not what it was.
    Vendored,
    /// The document exceeds a limit.
    Limit,
}

impl LoadErrorKind {
    /// The code of the diagnostic.
    pub fn code(self) -> Code {
        match self {
            Self::Unreadable => Code::UnreadableDocument,
            Self::Syntax => Code::SyntaxError,
            Self::OutsideRoot => Code::OutsideRoot,
            Self::Network => Code::RemoteDocument,
            Self::Vendored => Code::VendoredDocument,
            Self::Limit => Code::LimitExceeded,
        }
    }
}

impl LoadError {
    pub(super) fn new(kind: LoadErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: None,
            at: None,
            address: None,
        }
    }

    pub(super) fn of_address(mut self, address: &str) -> Self {
        self.address = Some(address.into());
        self
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        let text = text.into();
        self.at = Some(Box::new(Label { place, text }));
        self
    }

    /// The diagnostic about the broken file itself; for entry documents, which nothing refers to. `None` if the failure
    /// has no place in a file, which does not happen for what [`Documents::open_path`](super::Documents::open_path)
    /// returns.
    pub fn diagnostic(&self) -> Option<Diagnostic> {
        let at = self.at.as_deref()?;
        let mut found = Diagnostic::error(self.kind.code(), at.place.clone(), self.to_string());
        found.help.clone_from(&self.help);
        Some(found)
    }

    /// The diagnostic about a file that `reference` leads to, which is shown as well with `label`. It points into the file
    /// if that is where something has to be corrected, else at the reference.
    pub fn diagnostic_at(&self, reference: impl Into<Place>, label: &str) -> Diagnostic {
        let within = self.in_file().then(|| self.diagnostic()).flatten();
        if let Some(found) = within {
            return found.also(reference, label);
        }
        let mut found = Diagnostic::error(self.kind.code(), reference, self.to_string());
        found.help.clone_from(&self.help);
        found
    }

    /// Whether the mistake is inside the file, rather than in what leads to it.
    pub fn in_file(&self) -> bool {
        self.at.is_some() && matches!(self.kind, LoadErrorKind::Syntax | LoadErrorKind::Limit)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.at {
            Some(at) if !at.text.is_empty() => write!(f, ": {}", at.text),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for LoadError {}
