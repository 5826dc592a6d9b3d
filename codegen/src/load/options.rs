//! What the user may say about which files are read, and how much.

use std::path::PathBuf;

use crate::settings::Settings;

/// Where documents may come from.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder that file access stays below. By default the nearest folder above each entry document that holds
    /// `.git` or `Cargo.toml`, else the parent of the entry document's folder.
    pub root: Option<PathBuf>,
    /// Files standing in for source descriptions, by their name or by their URL.
    pub sources: Vec<(String, PathBuf)>,
    /// Files found by their `$self`.
    pub identities: Vec<PathBuf>,
    /// How much is read before giving up.
    pub limits: Limits,
    /// Whose language reports speak.
    pub caller: Caller,
    /// What is decided about the emitted code.
    pub settings: Settings,
}

/// Who set the options, and how they are written there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Caller {
    /// A program, such as a build script: `.source(..)`.
    #[default]
    Library,
    /// The command line: `--source`.
    CommandLine,
}

impl Caller {
    /// How a file is given for a source.
    pub(super) fn source(self, name: &str, path: &str) -> String {
        match self {
            Self::Library => format!(".source(\"{name}\", \"{path}\")"),
            Self::CommandLine => format!("--source {name}={path}"),
        }
    }

    /// How more is allowed than a limit.
    pub(super) fn limits(self) -> &'static str {
        match self {
            Self::Library => "`.limits(..)`",
            Self::CommandLine => "`--limit NAME=NUMBER`",
        }
    }

    /// The names of the options for the root and for a source.
    pub(super) fn root_and_source(self) -> (&'static str, &'static str) {
        match self {
            Self::Library => (".root(DIR)", ".source(..)"),
            Self::CommandLine => ("--root DIR", "--source"),
        }
    }
}

/// How much is read before giving up: documents are hostile until shown otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, and of all strings of one document after aliases have been expanded; 64 MiB.
    pub bytes: usize,
    /// Values of one document after aliases have been expanded; 5,000,000.
    pub values: usize,
    /// Bytes of one key; 65,536.
    pub key: usize,
    /// Documents read in one run; 1,000.
    pub documents: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            values: 5_000_000,
            key: 64 << 10,
            documents: 1_000,
        }
    }
}

impl Limits {
    /// The limits by the names that the command line has for them.
    pub fn named(&self) -> [(&'static str, usize); 4] {
        [
            ("bytes", self.bytes),
            ("values", self.values),
            ("key", self.key),
            ("documents", self.documents),
        ]
    }

    /// Sets the limit of that name; `None` if there is none.
    #[must_use]
    pub fn with(mut self, name: &str, limit: usize) -> Option<Self> {
        let slot = match name {
            "bytes" => &mut self.bytes,
            "values" => &mut self.values,
            "key" => &mut self.key,
            "documents" => &mut self.documents,
            _ => return None,
        };
        *slot = limit;
        Some(self)
    }
}

/// How deep arrays and objects may nest; both parsers keep this limit themselves.
pub(super) const DEPTH: usize = 128;
